import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../test-support/difference.ts';
import { naiveKernels } from '../../test-support/naive/kernels.ts';
import { createRandom } from '../../test-support/random.ts';
import { nativeAddon } from './addon.ts';

const addon = nativeAddon();

function blurred(
  values: Float32Array,
  width: number,
  height: number,
  channels: number,
  radius: number,
): Float32Array {
  const result = values.slice();
  const scratch = new Float32Array(values.length);
  addon.blur(result, width, height, channels, radius, scratch);
  return result;
}

const mean = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('blur', () => {
  it.each([1, 2, 3, 4])('agrees with the float64 reference for %i channels', (channels) => {
    const random = createRandom(channels);
    for (let trial = 0; trial < 12; trial++) {
      const [width, height] = [random.whole(1, 20), random.whole(1, 20)];
      const radius = random.whole(0, 25);
      const values = random.floats(width * height * channels, -100, 300);
      const expected = values.slice();

      const result = blurred(values, width, height, channels, radius);
      naiveKernels.blur(expected, width, height, channels, radius, new Float32Array(values.length));

      const label = `${width}x${height}, radius ${radius}`;
      expect(largestDifference(result, expected), label).toBeLessThan(1e-3);
    }
  });

  it('leaves values as they are with radius 0', () => {
    const values = createRandom(5).floats(7 * 5 * 2, 0, 1);

    expect(blurred(values, 7, 5, 2, 0)).toEqual(values);
  });

  it('keeps a constant, to the last bit of a float', () => {
    const values = new Float32Array(40 * 30 * 3).fill(0.1);

    const result = blurred(values, 40, 30, 3, 9);

    for (const value of result) expect(Math.abs(value / Math.fround(0.1) - 1)).toBeLessThan(1e-6);
  });

  it('keeps the mean of a spot away from the border', () => {
    const values = new Float32Array(64 * 64);
    values[32 * 64 + 32] = 1000;

    expect(mean(blurred(values, 64, 64, 1, 5))).toBeCloseTo(mean(values), 6);
  });

  it('spreads a spot like a Gaussian of variance radius · (radius + 1)', () => {
    const [side, radius] = [101, 8];
    const values = new Float32Array(side * side);
    values[50 * side + 50] = 1;

    const result = blurred(values, side, side, 1, radius);

    let variance = 0;
    result.forEach((value, i) => (variance += value * ((i % side) - 50) ** 2));
    expect(variance).toBeCloseTo(radius * (radius + 1), 2);
  });

  it('does not drift along a row a large value has passed through', () => {
    const values = new Float32Array(4000);
    values[10] = 1e7;

    const result = blurred(values, 4000, 1, 1, 20);

    expect(Math.max(...result.subarray(200))).toBe(0);
  });

  it('keeps its channels apart', () => {
    const values = Float32Array.from({ length: 20 * 20 * 4 }, (_, i) => (i % 4 === 2 ? i % 7 : 0));

    const result = blurred(values, 20, 20, 4, 3);

    result.forEach((value, i) => {
      expect(value > 0).toBe(i % 4 === 2);
    });
  });
});
