import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../test-support/difference.ts';
import { naiveKernels } from '../../test-support/naive/kernels.ts';
import { createRandom, type Random } from '../../test-support/random.ts';
import { nativeAddon, type AffineMatrix } from './addon.ts';

const addon = nativeAddon();

const IDENTITY: AffineMatrix = Float64Array.of(1, 0, 0, 0, 1, 0);

/** A crop of `cropSide` turned by `angle` that shows the picture around a centre at 1 / `scale`. */
function turnedCrop(
  centreX: number,
  centreY: number,
  angle: number,
  scale: number,
  cropSide: number,
): AffineMatrix {
  const cosine = scale * Math.cos(angle);
  const sine = scale * Math.sin(angle);
  const half = cropSide / 2;
  return Float64Array.of(
    cosine,
    -sine,
    centreX - half * (cosine - sine),
    sine,
    cosine,
    centreY - half * (sine + cosine),
  );
}

const randomCrop = (random: Random, width: number, height: number, side: number): AffineMatrix =>
  turnedCrop(
    (random.next() * 1.4 - 0.2) * width,
    (random.next() * 1.4 - 0.2) * height,
    random.next() * 2 * Math.PI,
    0.2 + random.next() * 4,
    side,
  );

describe('warpToTensor', () => {
  it('agrees with the float64 reference for turned crops inside, over and off the picture', () => {
    const random = createRandom(1);
    for (let trial = 0; trial < 60; trial++) {
      const [width, height] = [random.whole(1, 70), random.whole(1, 70)];
      const [toWidth, toHeight] = [random.whole(1, 24), random.whole(1, 24)];
      const source = random.bytes(width * height * 4);
      const matrix = randomCrop(random, width, height, toWidth);
      const tensor = new Float32Array(3 * toWidth * toHeight).fill(NaN);
      const expected = new Float32Array(3 * toWidth * toHeight);

      addon.warpToTensor(source, width, height, matrix, 1, 0, tensor, toWidth, toHeight);
      naiveKernels.warpToTensor(source, width, height, matrix, 1, 0, expected, toWidth, toHeight);

      const label = `${width}x${height} by ${matrix.join(' ')}`;
      expect(largestDifference(tensor, expected), label).toBeLessThan(1e-3);
    }
  });

  it('agrees for rows longer than what is worked on at a time', () => {
    const source = createRandom(2).bytes(300 * 5 * 4);
    const matrix = turnedCrop(150, 2.5, 0.01, 0.9, 300);
    const tensor = new Float32Array(3 * 300 * 3);
    const expected = new Float32Array(3 * 300 * 3);

    addon.warpToTensor(source, 300, 5, matrix, 1 / 127.5, -1, tensor, 300, 3);
    naiveKernels.warpToTensor(source, 300, 5, matrix, 1 / 127.5, -1, expected, 300, 3);

    expect(largestDifference(tensor, expected)).toBeLessThan(1e-5);
  });

  it('gives the offset outside the picture', () => {
    const tensor = new Float32Array(3 * 4 * 4);
    const farAway = Float64Array.of(1, 0, 1e6, 0, 1, -1e6);

    addon.warpToTensor(new Uint8Array(64).fill(255), 4, 4, farAway, 1, -5, tensor, 4, 4);

    expect(new Set(tensor)).toEqual(new Set([-5]));
  });

  it.each([
    ['huge', Float64Array.of(1e300, 1e300, 1e300, -1e300, 1e300, -1e300)],
    ['overflowing', Float64Array.of(1e308, 1e308, -1e308, 1e308, -1e308, 1e308)],
    ['collapsed to a point', Float64Array.of(0, 0, 2, 0, 0, 2)],
    ['vanishing', Float64Array.of(1e-300, 0, 2, 0, 1e-300, 2)],
  ])('takes %s matrices without reading outside the picture', (_, matrix) => {
    const tensor = new Float32Array(3 * 9 * 9).fill(NaN);

    addon.warpToTensor(new Uint8Array(4 * 4 * 4).fill(200), 4, 4, matrix, 1, 0, tensor, 9, 9);

    for (const value of tensor) expect([0, 200]).toContain(value);
  });
});

describe('warpToRgba', () => {
  it('agrees with the float64 reference to one level', () => {
    const random = createRandom(3);
    for (let trial = 0; trial < 40; trial++) {
      const [width, height] = [random.whole(1, 60), random.whole(1, 60)];
      const source = random.bytes(width * height * 4);
      const matrix = randomCrop(random, width, height, 20);
      const crop = new Uint8Array(20 * 15 * 4);
      const expected = new Uint8Array(20 * 15 * 4);

      addon.warpToRgba(source, width, height, matrix, crop, 20, 15);
      naiveKernels.warpToRgba(source, width, height, matrix, expected, 20, 15);

      expect(largestDifference(crop, expected), matrix.join(' ')).toBeLessThanOrEqual(1);
    }
  });

  it('copies the picture under the identity, alpha included', () => {
    const source = createRandom(4).bytes(150 * 7 * 4);
    const copy = new Uint8Array(source.length);

    addon.warpToRgba(source, 150, 7, IDENTITY, copy, 150, 7);

    expect(copy).toEqual(source);
  });

  it('moves whole pixels without blending and leaves transparent black beside the picture', () => {
    const source = createRandom(5).bytes(4 * 4 * 4);
    const crop = new Uint8Array(4 * 4 * 4).fill(9);

    addon.warpToRgba(source, 4, 4, Float64Array.of(1, 0, 2, 0, 1, 1), crop, 4, 4);

    for (let y = 0; y < 4; y++) {
      for (let x = 0; x < 4; x++) {
        const isInside = x + 2 < 4 && y + 1 < 4;
        const from = 4 * ((y + 1) * 4 + x + 2);
        const expected = isInside ? [...source.subarray(from, from + 4)] : [0, 0, 0, 0];
        expect([...crop.subarray(4 * (y * 4 + x), 4 * (y * 4 + x) + 4)]).toEqual(expected);
      }
    }
  });

  it('fades to half at a crop pixel half outside the picture', () => {
    const white = new Uint8Array(2 * 2 * 4).fill(255);
    const crop = new Uint8Array(4);

    addon.warpToRgba(white, 2, 2, Float64Array.of(1, 0, -0.5, 0, 1, 0), crop, 1, 1);

    expect([...crop]).toEqual([128, 128, 128, 128]);
  });

  it('averages four samples once the crop shrinks the picture by more than 1.6', () => {
    const stripes = Uint8Array.from({ length: 8 * 8 * 4 }, (_, i) => ((i >> 2) % 2) * 255);
    const crop = new Uint8Array(4 * 4 * 4);

    addon.warpToRgba(stripes, 8, 8, Float64Array.of(2, 0, 0.5, 0, 2, 0), crop, 4, 4);

    // A single sample lands on the centre of a white column; four reach the black ones as well.
    expect(crop[0]).toBe(128);
  });
});
