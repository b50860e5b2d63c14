import { describe, expect, it } from 'vitest';
import { EvenRate } from './even-rate.ts';

/** Which of so many pictures a second, each up to `jitterMs` off, are accepted, as numbers. */
function accepted(
  { fps, count, jitterMs = 0 }: { fps: number; count: number; jitterMs?: number },
  maxFps: number,
): number[] {
  const rate = new EvenRate();
  return Array.from({ length: count }, (_, n) => n).filter((n) =>
    rate.accepts(1000 + (n * 1000) / fps + jitterMs * Math.sin(n * 2.4), maxFps),
  );
}

describe('even rate', () => {
  it.each([
    [30, 30, [0, 1, 2, 3, 4, 5]],
    [30, 60, [0, 1, 2, 3, 4, 5]],
    [30, 20, [0, 2, 3, 5]],
    [30, 15, [0, 2, 4]],
    [30, 10, [0, 3]],
    [30, 24, [0, 2, 3, 4, 5]],
  ])('of %i a second, at most %i, accepts the numbers %j', (fps, maxFps, expected) => {
    expect(accepted({ fps, count: 6 }, maxFps)).toEqual(expected);
  });

  it('keeps every picture of a camera that is not quite even', () => {
    expect(accepted({ fps: 30, count: 90, jitterMs: 4 }, 30)).toHaveLength(90);
  });

  it('accepts the first picture after a gap and goes on evenly from there', () => {
    const rate = new EvenRate();
    expect(rate.accepts(0, 10)).toBe(true);

    expect([5050, 5083, 5117, 5150].map((timeMs) => rate.accepts(timeMs, 10))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it('takes up a clock that was set back', () => {
    const rate = new EvenRate();
    expect(rate.accepts(90_000, 30)).toBe(true);
    expect(rate.accepts(10, 30)).toBe(true);
  });
});
