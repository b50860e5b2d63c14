import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../test-support/difference.ts';
import { naiveKernels } from '../../test-support/naive/kernels.ts';
import { createRandom } from '../../test-support/random.ts';
import { nativeAddon } from './addon.ts';

const addon = nativeAddon();
const random = createRandom(11);

/** A rectangle of at least one pixel inside a picture. */
function rectangleWithin(width: number, height: number) {
  const [x, y] = [random.whole(0, width - 1), random.whole(0, height - 1)];
  return { x, y, width: random.whole(1, width - x), height: random.whole(1, height - y) };
}

describe('placeRgba', () => {
  it.each(['straight', 'mirrored'] as const)(
    'scales parts into parts, %s, within one level of the float64 reference',
    (direction) => {
      for (let trial = 0; trial < 80; trial++) {
        const [width, height] = [random.whole(1, 40), random.whole(1, 40)];
        const [toWidth, toHeight] = [random.whole(1, 40), random.whole(1, 40)];
        const [part, place] = [rectangleWithin(width, height), rectangleWithin(toWidth, toHeight)];
        const source = random.bytes(width * height * 4);
        const before = random.bytes(toWidth * toHeight * 4);
        const [placed, expected] = [before.slice(), before.slice()];

        for (const [kernels, target] of [
          [addon, placed],
          [naiveKernels, expected],
        ] as const) {
          kernels.placeRgba(
            ...([source, width, height, part, target, toWidth, toHeight, place] as const),
            direction,
          );
        }

        const label = JSON.stringify({ part, place });
        expect(largestDifference(placed, expected), label).toBeLessThanOrEqual(1);
      }
    },
  );

  it.each([
    ['straight', [1, 2, 3]],
    ['mirrored', [3, 2, 1]],
  ] as const)('copies a part of the same size exactly, %s', (direction, expected) => {
    const pixel = (level: number): number[] => [level, level + 10, level + 20, level + 30];
    const source = Uint8Array.from([9, 1, 2, 3, 9].flatMap(pixel));
    const target = new Uint8Array(3 * 4);
    const part = { x: 1, y: 0, width: 3, height: 1 };
    const place = { x: 0, y: 0, width: 3, height: 1 };

    addon.placeRgba(source, 5, 1, part, target, 3, 1, place, direction);

    expect(Array.from(target)).toEqual(expected.flatMap(pixel));
  });
});
