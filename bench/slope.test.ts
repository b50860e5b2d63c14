import { describe, expect, it } from 'vitest';
import { slopeOf } from './slope.ts';

describe('slope', () => {
  it('is that of a line the points lie on', () => {
    const points = [0, 1, 4, 9].map((x) => [x, 7 - 0.25 * x] as const);

    expect(slopeOf(points)).toBeCloseTo(-0.25, 12);
  });

  it('is not moved by noise that is even on both sides', () => {
    const points = Array.from(
      { length: 100 },
      (_, x) => [x, 3 * x + (x % 4 < 2 ? 5 : -5)] as const,
    );

    expect(slopeOf(points)).toBeCloseTo(3, 1);
  });
});
