import { describe, expect, it } from 'vitest';
import { blurEffect } from './sharpness.ts';

/** A grey picture from one function of x and y. */
function picture(size: number, value: (x: number, y: number) => number) {
  const pixels = new Uint8Array(size * size * 4).fill(255);
  for (let i = 0; i < size * size; i += 1) {
    pixels.fill(Math.round(value(i % size, Math.floor(i / size))), i * 4, i * 4 + 3);
  }
  return { size, pixels };
}

/** Lines of one frequency on both axes. */
const waves = (period: number) =>
  picture(
    96,
    (x, y) =>
      128 + 60 * (Math.sin((2 * Math.PI * x) / period) + Math.sin((2 * Math.PI * y) / period)),
  );

describe('blur effect', () => {
  it('grows as detail grows coarser', () => {
    const effects = [3, 8, 16, 40].map((period) => blurEffect(waves(period)));
    expect(effects).toEqual(effects.toSorted((a, b) => a - b));
    expect(effects[0]).toBeLessThan(0.25);
    expect(effects[3]).toBeGreaterThan(0.8);
  });

  it('does not depend on contrast', () => {
    const strong = picture(64, (x, y) => ((x * 7 + y * 13) % 16) * 15);
    const weak = picture(64, (x, y) => 100 + ((x * 7 + y * 13) % 16) * 3);
    expect(blurEffect(strong)).toBeCloseTo(blurEffect(weak), 2);
  });

  it('tells a blur along one axis', () => {
    const bars = picture(64, (x) => (x % 4 < 2 ? 40 : 200));
    const ramp = picture(64, (x, y) => (x % 4 < 2 ? 40 : 200) / 2 + y);
    expect(blurEffect(ramp)).toBeGreaterThan(0.85);
    expect(blurEffect(bars)).toBe(1);
  });
});
