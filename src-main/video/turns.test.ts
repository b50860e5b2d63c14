import { describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

describe('turns', () => {
  it('lets one piece of work at a time, in the order they came', async () => {
    const turns = new Turns();
    const log: string[] = [];
    const work = (name: string) => async (): Promise<string> => {
      log.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`${name} ends`);
      return name;
    };

    const results = await Promise.all([turns.take(work('a')), turns.take(work('b'))]);

    expect(results).toEqual(['a', 'b']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('tells who failed alone, and goes on', async () => {
    const turns = new Turns();

    const failing = turns.take(() => Promise.reject(new Error('broken')));
    const next = turns.take(() => 'done');

    await expect(failing).rejects.toThrow('broken');
    await expect(next).resolves.toBe('done');
  });
});
