import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../test-support/difference.ts';
import { naiveMeshKernels } from '../../test-support/naive/mesh.ts';
import { createRandom } from '../../test-support/random.ts';
import { nativeAddon } from './addon.ts';

const addon = nativeAddon();

describe('sampleAtlas', () => {
  const SIZE = 12;

  it('agrees with the float64 reference inside the picture and beside it', () => {
    const random = createRandom(20);
    for (let trial = 0; trial < 30; trial++) {
      const [width, height] = [random.whole(2, 60), random.whole(2, 60)];
      const picture = random.bytes(width * height * 4);
      const points = random.floats(20, -20, 80);
      const texels = Int32Array.from({ length: 50 }, () => random.whole(0, SIZE * SIZE - 1));
      const vertices = Uint16Array.from({ length: 150 }, () => random.whole(0, 9));
      const weights = Float32Array.from(
        Array.from({ length: 50 }, () => convexWeights(random.next())).flat(),
      );
      const [native, naive] = [
        new Float32Array(SIZE * SIZE * 4),
        new Float32Array(SIZE * SIZE * 4),
      ];

      addon.sampleAtlas(picture, width, height, points, texels, vertices, weights, SIZE, native);
      naiveMeshKernels.sampleAtlas(
        ...([picture, width, height, points, texels, vertices, weights, SIZE, naive] as const),
      );

      // At the last column and row the kernel reads a hundredth of a pixel inside.
      expect(largestDifference(native, naive), `trial ${trial}`).toBeLessThan(0.02 * 255);
    }
  });

  it('is exact within the picture', () => {
    const picture = createRandom(21).bytes(40 * 30 * 4);
    const points = Float32Array.of(3.5, 4.5, 10.25, 7, 30, 22.75);
    const vertices = Uint16Array.of(0, 0, 0, 1, 1, 1, 0, 1, 2);
    const weights = Float32Array.of(1, 0, 0, 1, 0, 0, 0.25, 0.25, 0.5);
    const [native, naive] = [new Float32Array(16 * 4), new Float32Array(16 * 4)];
    const texels = Int32Array.of(0, 5, 15);

    addon.sampleAtlas(picture, 40, 30, points, texels, vertices, weights, 4, native);
    naiveMeshKernels.sampleAtlas(picture, 40, 30, points, texels, vertices, weights, 4, naive);

    expect(largestDifference(native, naive)).toBeLessThan(1e-3);
    // (3.5, 4.5) is the centre of a pixel.
    expect([...native.subarray(0, 3)]).toEqual([
      ...picture.subarray((4 * 40 + 3) * 4, (4 * 40 + 3) * 4 + 3),
    ]);
  });

  it('leaves the other texels as they are', () => {
    const atlas = new Float32Array(4 * 4 * 4).fill(7);

    addon.sampleAtlas(
      new Uint8Array(16).fill(9),
      2,
      2,
      Float32Array.of(1, 1),
      Int32Array.of(3),
      Uint16Array.of(0, 0, 0),
      Float32Array.of(1, 0, 0),
      4,
      atlas,
    );

    expect([...atlas.subarray(12, 16)]).toEqual([9, 9, 9, 1]);
    expect(atlas.filter((value) => value !== 7)).toHaveLength(4);
  });
});

function convexWeights(first: number): number[] {
  const second = (1 - first) * 0.4;
  return [first, second, 1 - first - second];
}

describe('fillSoftPolygon', () => {
  const fill = (
    kernels: typeof naiveMeshKernels,
    points: Float32Array,
    feather: number,
    inset: number,
  ): Uint8Array => {
    const mask = new Uint8Array(90 * 50);
    const rectangle = { x: 3, y: 5, width: 90, height: 50 };
    kernels.fillSoftPolygon(points, feather, inset, rectangle, mask);
    return mask;
  };

  it('agrees with the float64 reference over star-shaped outlines of any softness and inset', () => {
    const random = createRandom(30);
    for (let trial = 0; trial < 20; trial++) {
      const corners = random.whole(3, 25);
      const outline = Array.from({ length: corners }, (_, i) => {
        const angle = ((i + 0.3 * random.next()) / corners) * 2 * Math.PI;
        const radius = 8 + 20 * random.next();
        return [45 + 1.6 * radius * Math.cos(angle), 30 + radius * Math.sin(angle)];
      });
      const points = Float32Array.from(outline.flat());
      const [feather, inset] = [0.5 + 12 * random.next(), 8 * random.next() - 4];

      const native = fill(addon, points, feather, inset);

      expect(
        largestDifference(native, fill(naiveMeshKernels, points, feather, inset)),
      ).toBeLessThan(2);
    }
  });

  it('is 255 well inside, 0 outside, and half on the outline', () => {
    const mask = fill(addon, Float32Array.of(20, 10, 70, 10, 70, 50, 20, 50), 6, 0);
    const at = (x: number, y: number): number => mask[(y - 5) * 90 + x - 3];

    expect(at(45, 30)).toBe(255);
    expect(at(10, 30)).toBe(0);
    expect((at(19, 30) + at(20, 30)) / 2).toBeCloseTo(127.5, 0);
  });

  it('stays within its rectangle', () => {
    const mask = new Uint8Array(30).fill(77);

    addon.fillSoftPolygon(
      Float32Array.of(0, 0, 100, 0, 100, 100, 0, 100),
      2,
      0,
      { x: 40, y: 40, width: 5, height: 4 },
      mask,
    );

    expect([...mask.subarray(0, 20)]).toEqual(new Array(20).fill(255));
    expect([...mask.subarray(20)]).toEqual(new Array(10).fill(77));
  });
});
