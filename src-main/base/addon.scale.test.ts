import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../test-support/difference.ts';
import { naiveKernels } from '../../test-support/naive/kernels.ts';
import { createRandom } from '../../test-support/random.ts';
import { nativeAddon } from './addon.ts';

const addon = nativeAddon();

describe('scaleRgba', () => {
  it.each([
    ['halving', 32, 18, 16, 9],
    ['shrinking by a ratio that is not whole', 37, 29, 10, 7],
    ['shrinking to one pixel', 31, 23, 1, 1],
    ['enlarging', 7, 5, 23, 31],
    ['enlarging one pixel', 1, 1, 5, 4],
    ['shrinking one axis and enlarging the other', 40, 3, 9, 20],
    ['a single row', 50, 1, 13, 1],
    ['a single column', 1, 50, 1, 99],
    ['shrinking 300 rows into one', 3, 300, 3, 1],
  ])('%s is within one level of the float64 reference', (_, width, height, toWidth, toHeight) => {
    const source = createRandom(1).bytes(width * height * 4);
    const scaled = new Uint8Array(toWidth * toHeight * 4);
    const expected = new Uint8Array(toWidth * toHeight * 4);

    addon.scaleRgba(source, width, height, scaled, toWidth, toHeight);
    naiveKernels.scaleRgba(source, width, height, expected, toWidth, toHeight);

    expect(largestDifference(scaled, expected)).toBeLessThanOrEqual(1);
  });

  it('agrees with the reference on random sizes', () => {
    const random = createRandom(2);
    for (let trial = 0; trial < 60; trial++) {
      const [width, height] = [random.whole(1, 40), random.whole(1, 40)];
      const [toWidth, toHeight] = [random.whole(1, 40), random.whole(1, 40)];
      const source = random.bytes(width * height * 4);
      const scaled = new Uint8Array(toWidth * toHeight * 4);
      const expected = new Uint8Array(toWidth * toHeight * 4);

      addon.scaleRgba(source, width, height, scaled, toWidth, toHeight);
      naiveKernels.scaleRgba(source, width, height, expected, toWidth, toHeight);

      const label = `${width}x${height} to ${toWidth}x${toHeight}`;
      expect(largestDifference(scaled, expected), label).toBeLessThanOrEqual(1);
    }
  });

  it('copies a picture of the same size', () => {
    const source = createRandom(3).bytes(19 * 11 * 4);
    const copy = new Uint8Array(source.length);

    addon.scaleRgba(source, 19, 11, copy, 19, 11);

    expect(copy).toEqual(source);
  });

  it.each([
    [9, 7],
    [100, 90],
  ])('keeps one colour when scaling to %ix%i', (toWidth, toHeight) => {
    const colour = [255, 1, 128, 254];
    const source = Uint8Array.from({ length: 32 * 20 * 4 }, (_, i) => colour[i % 4]);
    const scaled = new Uint8Array(toWidth * toHeight * 4);

    addon.scaleRgba(source, 32, 20, scaled, toWidth, toHeight);

    expect([...scaled]).toEqual(Array.from(scaled, (_, i) => colour[i % 4]));
  });
});

describe('letterboxToTensor', () => {
  it.each([
    ['a wide picture', 50, 28, 16, 16],
    ['a tall picture', 28, 50, 16, 16],
    ['a small picture', 5, 3, 16, 12],
    ['a picture of the tensor’s shape', 32, 24, 16, 12],
    ['a picture much wider than tall', 40, 1, 8, 8],
    ['one pixel', 1, 1, 6, 4],
    ['a ratio that is not whole', 37, 21, 10, 9],
  ])(
    'lays %s into the corner as the float64 reference does',
    (_, width, height, toWidth, toHeight) => {
      const source = createRandom(4).bytes(width * height * 4);
      const tensor = new Float32Array(3 * toWidth * toHeight).fill(NaN);
      const expected = new Float32Array(3 * toWidth * toHeight);

      addon.letterboxToTensor(source, width, height, 2 / 255, -1, tensor, toWidth, toHeight);
      naiveKernels.letterboxToTensor(
        source,
        width,
        height,
        2 / 255,
        -1,
        expected,
        toWidth,
        toHeight,
      );

      expect(largestDifference(tensor, expected)).toBeLessThan(1e-5);
    },
  );

  it('agrees with the reference on random sizes', () => {
    const random = createRandom(5);
    for (let trial = 0; trial < 60; trial++) {
      const [width, height] = [random.whole(1, 60), random.whole(1, 60)];
      const [toWidth, toHeight] = [random.whole(1, 30), random.whole(1, 30)];
      const source = random.bytes(width * height * 4);
      const tensor = new Float32Array(3 * toWidth * toHeight);
      const expected = new Float32Array(3 * toWidth * toHeight);

      addon.letterboxToTensor(source, width, height, 1, 0, tensor, toWidth, toHeight);
      naiveKernels.letterboxToTensor(source, width, height, 1, 0, expected, toWidth, toHeight);

      const label = `${width}x${height} to ${toWidth}x${toHeight}`;
      expect(largestDifference(tensor, expected), label).toBeLessThan(1e-3);
    }
  });

  it('leaves the remainder black: the offset’s value, in every plane', () => {
    const white = new Uint8Array(64 * 36 * 4).fill(255);
    const tensor = new Float32Array(3 * 32 * 32);

    addon.letterboxToTensor(white, 64, 36, 1 / 128, -127.5 / 128, tensor, 32, 32);

    for (let plane = 0; plane < 3; plane++) {
      const rows = tensor.subarray(plane * 32 * 32, (plane + 1) * 32 * 32);
      expect(new Set(rows.subarray(0, 18 * 32))).toEqual(new Set([127.5 / 128]));
      expect(new Set(rows.subarray(18 * 32))).toEqual(new Set([-127.5 / 128]));
    }
  });

  it('puts red, green and blue into planes of their own', () => {
    const source = Uint8Array.from([10, 20, 30, 40]);
    const tensor = new Float32Array(3);

    addon.letterboxToTensor(source, 1, 1, 1, 0, tensor, 1, 1);

    expect([...tensor]).toEqual([10, 20, 30]);
  });
});
