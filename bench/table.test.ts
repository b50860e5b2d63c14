import { describe, expect, it } from 'vitest';
import { measure, summarise, toMarkdown } from './table.ts';

/** A clock that the work itself moves on. */
function fakeClock(durations: readonly number[]) {
  let timeMs = 0;
  let runs = 0;
  return {
    now: () => timeMs,
    run: () => {
      timeMs += durations[runs++ % durations.length];
    },
    runs: () => runs,
  };
}

describe('measure', () => {
  it('runs the least number of times however slow the work is', () => {
    const { now, run, runs } = fakeClock([1000]);

    measure(run, { now, warmUpRuns: 2, minimumRuns: 4, minimumMs: 100 });

    expect(runs()).toBe(2 + 4);
  });

  it('goes on until enough time was measured', () => {
    const { now, run, runs } = fakeClock([5]);

    measure(run, { now, warmUpRuns: 0, minimumRuns: 1, minimumMs: 100 });

    expect(runs()).toBe(20);
  });

  it('stops at the largest number of runs', () => {
    const { now, run, runs } = fakeClock([0]);

    measure(run, { now, warmUpRuns: 0, maximumRuns: 50 });

    expect(runs()).toBe(50);
  });

  it('leaves the warm-up out of the figures', () => {
    const { now, run } = fakeClock([900, 1, 1, 1]);

    const timing = measure(run, { now, warmUpRuns: 1, minimumRuns: 3, minimumMs: 0 });

    expect(timing).toEqual({ p50: 1, p95: 1, p99: 1, minimum: 1 });
  });
});

describe('summarise', () => {
  it('gives nearest-rank percentiles, whatever the order', () => {
    const durations = Array.from({ length: 100 }, (_, i) => 100 - i);

    expect(summarise(durations)).toEqual({ p50: 50, p95: 95, p99: 99, minimum: 1 });
  });

  it('gives the one duration there is', () => {
    expect(summarise([7])).toEqual({ p50: 7, p95: 7, p99: 7, minimum: 7 });
  });

  it('refuses to speak of no durations', () => {
    expect(() => summarise([])).toThrow(RangeError);
  });
});

describe('toMarkdown', () => {
  it('writes a heading, a table with numbers to the right, and the note', () => {
    const table = {
      title: 'Kernels',
      columns: ['kernel', 'p50 ms'],
      rows: [
        ['warp', 0.1],
        ['blur', 12],
      ],
      note: 'On one core.',
    };

    expect(toMarkdown(table)).toBe(
      '### Kernels\n\n| kernel | p50 ms |\n| --- | ---: |\n| warp | 0.1 |\n| blur | 12 |\n\nOn one core.\n',
    );
  });

  it('keeps a cell with a bar or a line break in one cell', () => {
    const markdown = toMarkdown({ title: 't', columns: ['a|b'], rows: [['c\nd']] });

    expect(markdown).toContain('| a\\|b |');
    expect(markdown).toContain('| c d |');
  });
});
