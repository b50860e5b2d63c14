import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../test-support/difference.ts';
import { naiveKernels } from '../../test-support/naive/kernels.ts';
import { createRandom, type Random } from '../../test-support/random.ts';
import { nativeAddon, type Rectangle } from './addon.ts';

const addon = nativeAddon();

function randomRectangle(random: Random, width: number, height: number): Rectangle {
  const x = random.whole(0, width - 1);
  const y = random.whole(0, height - 1);
  return { x, y, width: random.whole(1, width - x), height: random.whole(1, height - y) };
}

/** The picture moved by (-x, -y) lies over the crop. */
const cropAt = (x: number, y: number): Float64Array => Float64Array.of(1, 0, -x, 0, 1, -y);

describe('pasteMasked', () => {
  it('agrees with the float64 reference to one level, wherever crop and rectangle lie', () => {
    const random = createRandom(1);
    for (let trial = 0; trial < 100; trial++) {
      const [width, height] = [random.whole(1, 50), random.whole(1, 50)];
      const [cropWidth, cropHeight] = [random.whole(1, 40), random.whole(1, 40)];
      const angle = random.next() * 2 * Math.PI;
      const scale = 0.3 + random.next() * 2;
      const map = Float64Array.of(
        scale * Math.cos(angle),
        -scale * Math.sin(angle),
        random.next() * cropWidth,
        scale * Math.sin(angle),
        scale * Math.cos(angle),
        random.next() * cropHeight,
      );
      const rectangle = randomRectangle(random, width, height);
      const crop = random.bytes(cropWidth * cropHeight * 4);
      const mask = random.bytes(cropWidth * cropHeight);
      const before = random.bytes(width * height * 4);
      const picture = before.slice();
      const expected = before.slice();

      addon.pasteMasked(picture, width, height, crop, mask, cropWidth, cropHeight, map, rectangle);
      naiveKernels.pasteMasked(
        expected,
        width,
        height,
        crop,
        mask,
        cropWidth,
        cropHeight,
        map,
        rectangle,
      );

      const label = `${width}x${height}, crop ${cropWidth}x${cropHeight} by ${map.join(' ')}`;
      expect(largestDifference(picture, expected), label).toBeLessThanOrEqual(1);
    }
  });

  it('touches nothing outside the rectangle, and no alpha', () => {
    const [width, height] = [300, 12];
    const before = createRandom(2).bytes(width * height * 4);
    const picture = before.slice();
    const crop = new Uint8Array(width * height * 4).fill(200);
    const mask = new Uint8Array(width * height).fill(255);
    const rectangle = { x: 20, y: 3, width: 261, height: 5 };

    addon.pasteMasked(picture, width, height, crop, mask, width, height, cropAt(0, 0), rectangle);

    picture.forEach((value, i) => {
      const [x, y] = [(i >> 2) % width, Math.floor((i >> 2) / width)];
      const isInside = x >= 20 && x < 281 && y >= 3 && y < 8;
      expect(value).toBe(isInside && i % 4 !== 3 ? 200 : before[i]);
    });
  });

  it('leaves the picture as it is where the mask is 0 and puts the crop in its place where 255', () => {
    const random = createRandom(3);
    const before = random.bytes(9 * 9 * 4);
    const picture = before.slice();
    const crop = random.bytes(5 * 5 * 4);
    const mask = Uint8Array.from({ length: 25 }, (_, i) => (i % 2) * 255);

    addon.pasteMasked(picture, 9, 9, crop, mask, 5, 5, cropAt(2, 3), {
      x: 0,
      y: 0,
      width: 9,
      height: 9,
    });

    for (let y = 0; y < 9; y++) {
      for (let x = 0; x < 9; x++) {
        const [cropX, cropY] = [x - 2, y - 3];
        const isInside = cropX >= 0 && cropX < 5 && cropY >= 0 && cropY < 5;
        const isPasted = isInside && mask[cropY * 5 + cropX] === 255;
        const at = 4 * (y * 9 + x);
        const from = 4 * (cropY * 5 + cropX);
        const expected = isPasted ? crop.subarray(from, from + 3) : before.subarray(at, at + 3);
        expect([...picture.subarray(at, at + 3)]).toEqual([...expected]);
      }
    }
  });

  it('lets no black creep in at the crop’s border', () => {
    const picture = new Uint8Array(6 * 6 * 4).fill(180);
    const crop = new Uint8Array(3 * 3 * 4).fill(180);
    const mask = new Uint8Array(3 * 3).fill(255);

    addon.pasteMasked(picture, 6, 6, crop, mask, 3, 3, cropAt(1.5, 1.3), {
      x: 0,
      y: 0,
      width: 6,
      height: 6,
    });

    expect(new Set(picture)).toEqual(new Set([180]));
  });

  it('ignores a crop that lies off the picture', () => {
    const before = createRandom(4).bytes(6 * 6 * 4);
    const picture = before.slice();
    const rectangle = { x: 0, y: 0, width: 6, height: 6 };

    const crop = new Uint8Array(16);
    const mask = new Uint8Array(4).fill(255);
    addon.pasteMasked(picture, 6, 6, crop, mask, 2, 2, cropAt(1e9, -1e300), rectangle);

    expect(picture).toEqual(before);
  });
});
