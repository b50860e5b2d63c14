import { describe, expect, it } from 'vitest';
import { runScheduled } from './schedule.ts';

const light = (name: string) => ({ name, overlaps: true });
const heavy = (name: string) => ({ name, overlaps: false });
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
const never = new AbortController().signal;

/** Runs jobs of one event-loop turn each and notes what was at work together. */
async function together(jobs: { name: string; overlaps: boolean }[], width: number) {
  const running = new Set<string>();
  const seen: string[] = [];
  await runScheduled(jobs, width, never, async ({ name }) => {
    running.add(name);
    await nextTurn();
    seen.push([...running].join('+'));
    running.delete(name);
  });
  return seen;
}

describe('the schedule', () => {
  it('runs light jobs side by side, no more than its width, and heavy ones alone', async () => {
    const seen = await together([heavy('unit'), light('a'), light('b'), light('c')], 2);

    expect(seen).toEqual(['a+b', 'b+c', 'c', 'unit']);
  });

  it('returns a result for every job', async () => {
    const results = await runScheduled([light('a'), heavy('b')], 4, never, ({ name }) =>
      Promise.resolve(name),
    );

    expect(results).toEqual(['a', 'b']);
  });

  it('starts nothing after it was aborted', async () => {
    const abort = new AbortController();
    const jobs = [heavy('a'), heavy('b')];

    const results = await runScheduled(jobs, 1, abort.signal, ({ name }) => {
      abort.abort();
      return Promise.resolve(name);
    });

    expect(results).toEqual(['a']);
  });
});
