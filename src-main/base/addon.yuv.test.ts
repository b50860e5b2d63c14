import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../test-support/difference.ts';
import { naiveKernels } from '../../test-support/naive/kernels.ts';
import { createRandom } from '../../test-support/random.ts';
import { nativeAddon, type Rectangle, type YuvMatrix, type YuvRange } from './addon.ts';

const addon = nativeAddon();

const MATRICES: YuvMatrix[] = ['bt601', 'bt709'];
const RANGES: YuvRange[] = ['limited', 'full'];
const ENCODINGS = MATRICES.flatMap((matrix) => RANGES.map((range) => ({ matrix, range })));

/** Odd sides, single rows and columns, and rows longer than the 256 pixels worked on at a time. */
const SIZES: [number, number][] = [
  [1, 1],
  [1, 7],
  [7, 1],
  [2, 2],
  [33, 17],
  [64, 6],
  [255, 3],
  [256, 2],
  [517, 3],
];
const EVEN_SIZES = SIZES.filter(([width]) => width % 2 === 0);

const chromaArea = (width: number, height: number): number =>
  ((width + 1) >> 1) * ((height + 1) >> 1);
const length420 = (width: number, height: number): number =>
  width * height + 2 * chromaArea(width, height);
const whole = (width: number, height: number): Rectangle => ({ x: 0, y: 0, width, height });
const fill = (length: number, ...pattern: number[]): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => pattern[i % pattern.length]);

const LAYOUTS = [
  { decode: 'rgbaFromI420', encode: 'i420FromRgba', sizes: SIZES, length: length420 },
  { decode: 'rgbaFromNv12', encode: 'nv12FromRgba', sizes: SIZES, length: length420 },
  {
    decode: 'rgbaFromYuyv',
    encode: 'yuyvFromRgba',
    sizes: EVEN_SIZES,
    length: (width: number, height: number) => 2 * width * height,
  },
] as const;

type Layout = (typeof LAYOUTS)[number];

/** Encodes a whole picture, so that the three layouts take the same arguments. */
function encode(
  kernels: typeof naiveKernels,
  { encode: name, length }: Layout,
  rgba: Uint8Array,
  width: number,
  height: number,
  matrix: YuvMatrix,
  range: YuvRange,
): Uint8Array {
  const yuv = new Uint8Array(length(width, height));
  if (name === 'i420FromRgba') {
    kernels.i420FromRgba(rgba, width, height, matrix, range, whole(width, height), yuv);
  } else {
    kernels[name](rgba, width, height, matrix, range, yuv);
  }
  return yuv;
}

describe.each(LAYOUTS)('$decode', ({ decode, sizes, length }) => {
  it.each(ENCODINGS)(
    'is within one level of the float64 reference for $matrix $range, at every size',
    ({ matrix, range }) => {
      const random = createRandom(1);
      for (const [width, height] of sizes) {
        const yuv = random.bytes(length(width, height));
        const rgba = new Uint8Array(width * height * 4);
        const expected = new Uint8Array(width * height * 4);

        addon[decode](yuv, width, height, matrix, range, rgba);
        naiveKernels[decode](yuv, width, height, matrix, range, expected);

        expect(largestDifference(rgba, expected), `${width}x${height}`).toBeLessThanOrEqual(1);
      }
    },
  );

  it('reads and writes views that begin anywhere in their buffers, and nothing beside them', () => {
    const [width, height] = [6, 4];
    const random = createRandom(2);
    const yuv = random.bytes(length(width, height) + 3).subarray(3);
    const surroundings = new Uint8Array(width * height * 4 + 10).fill(77);
    const expected = new Uint8Array(width * height * 4);

    addon[decode](yuv, width, height, 'bt601', 'limited', surroundings.subarray(5, -5));

    addon[decode](yuv.slice(), width, height, 'bt601', 'limited', expected);
    expect(surroundings.subarray(5, -5)).toEqual(expected);
    expect([...surroundings.subarray(0, 5), ...surroundings.subarray(-5)]).toEqual(
      new Array(10).fill(77),
    );
  });
});

describe.each(LAYOUTS)('$encode', (layout) => {
  it.each(ENCODINGS)(
    'is within one level of the float64 reference for $matrix $range, at every size',
    ({ matrix, range }) => {
      const random = createRandom(3);
      for (const [width, height] of layout.sizes) {
        const rgba = random.bytes(width * height * 4);

        const yuv = encode(addon, layout, rgba, width, height, matrix, range);

        const expected = encode(naiveKernels, layout, rgba, width, height, matrix, range);
        expect(largestDifference(yuv, expected), `${width}x${height}`).toBeLessThanOrEqual(1);
      }
    },
  );

  it.each(ENCODINGS)('keeps grey without colour for $matrix $range', ({ matrix, range }) => {
    for (let grey = 0; grey < 256; grey++) {
      const yuv = encode(addon, layout, fill(16, grey, grey, grey, 255), 2, 2, matrix, range);
      const back = new Uint8Array(16);
      addon[layout.decode](yuv, 2, 2, matrix, range, back);

      expect(back[1], `green of grey ${grey}`).toBe(back[0]);
      expect(back[2], `blue of grey ${grey}`).toBe(back[0]);
      // Limited range has 220 codes for 256 levels: half a code is 0.58 levels.
      expect(Math.abs(back[0] - grey)).toBeLessThanOrEqual(range === 'full' ? 0 : 1);
    }
  });

  it.each(ENCODINGS)('comes back within the codes’ resolution for $matrix $range', (encoding) => {
    const { matrix, range } = encoding;
    const random = createRandom(4);
    for (let trial = 0; trial < 200; trial++) {
      const colour = random.bytes(3);
      const rgba = fill(16, ...colour, 255);
      const back = new Uint8Array(16);

      const yuv = encode(addon, layout, rgba, 2, 2, matrix, range);
      addon[layout.decode](yuv, 2, 2, matrix, range, back);

      // Half a code of luma and of chroma at the largest gain (2·(1 - Kb)·255/224), and rounding.
      expect(largestDifference(back, rgba), `colour ${colour.join()}`).toBeLessThanOrEqual(3);
    }
  });
});

describe('code points', () => {
  it.each([
    { range: 'limited' as const, white: 235, black: 16 },
    { range: 'full' as const, white: 255, black: 0 },
  ])('put white at $white and black at $black in $range range', ({ range, white, black }) => {
    for (const matrix of MATRICES) {
      for (const [level, code] of [
        [255, white],
        [0, black],
      ] as const) {
        const rgba = fill(16, level, level, level, 255);
        const yuv = new Uint8Array(6);

        addon.i420FromRgba(rgba, 2, 2, matrix, range, whole(2, 2), yuv);

        expect([...yuv]).toEqual([code, code, code, code, 128, 128]);
      }
    }
  });

  it('hold pure red of BT.709 limited range at 63, 102, 240', () => {
    const yuv = new Uint8Array(6);

    addon.i420FromRgba(fill(16, 255, 0, 0, 255), 2, 2, 'bt709', 'limited', whole(2, 2), yuv);

    // 16 + 219·0.2126 = 62.6; 128 - 224·0.2126/1.8556 = 102.3; 128 + 112 = 240.
    expect([...yuv]).toEqual([63, 63, 63, 63, 102, 240]);
  });

  it('beyond the range are clamped, not wrapped', () => {
    const rgba = new Uint8Array(16);

    addon.rgbaFromI420(fill(6, 255), 2, 2, 'bt601', 'limited', rgba);
    expect([...rgba.subarray(0, 4)]).toEqual([255, 125, 255, 255]);

    addon.rgbaFromI420(fill(6, 0), 2, 2, 'bt601', 'limited', rgba);
    expect([...rgba.subarray(0, 4)]).toEqual([0, 136, 0, 255]);
  });

  it('of pure blue and red in full range are clamped to 255', () => {
    for (const colour of [
      [0, 0, 255, 255],
      [255, 0, 0, 255],
    ]) {
      const yuv = new Uint8Array(6);

      addon.i420FromRgba(fill(16, ...colour), 2, 2, 'bt601', 'full', whole(2, 2), yuv);

      expect(Math.max(...yuv.subarray(4))).toBe(255);
    }
  });
});

describe('i420FromRgba in a rectangle', () => {
  const [width, height] = [13, 9];

  it.each<[string, Rectangle]>([
    ['in the middle', { x: 4, y: 2, width: 6, height: 4 }],
    ['at the top left corner', { x: 0, y: 0, width: 2, height: 2 }],
    ['at the odd right and bottom edges', { x: 8, y: 6, width: 5, height: 3 }],
    ['that is the last pixel', { x: 12, y: 8, width: 1, height: 1 }],
  ])('%s converts it and leaves the rest as it was', (_, rectangle) => {
    const rgba = createRandom(5).bytes(width * height * 4);
    const before = createRandom(6).bytes(length420(width, height));
    const yuv = before.slice();
    const expected = before.slice();

    addon.i420FromRgba(rgba, width, height, 'bt709', 'limited', rectangle, yuv);
    naiveKernels.i420FromRgba(rgba, width, height, 'bt709', 'limited', rectangle, expected);

    expect(largestDifference(yuv, expected)).toBeLessThanOrEqual(1);
    // A value the reference left alone is untouched to the bit.
    const touched = new Uint8Array(before.length).fill(1);
    const untouched = new Uint8Array(before.length);
    for (const probe of [touched, untouched]) {
      naiveKernels.i420FromRgba(
        fill(rgba.length, 128),
        width,
        height,
        'bt709',
        'full',
        rectangle,
        probe,
      );
    }
    before.forEach((value, i) => {
      if (touched[i] !== untouched[i]) expect(yuv[i], `byte ${i}`).toBe(value);
    });
  });

  it('gives the same bytes rectangle by rectangle as in one piece', () => {
    const rgba = createRandom(7).bytes(width * height * 4);
    const inOne = new Uint8Array(length420(width, height));
    const inParts = new Uint8Array(length420(width, height));

    addon.i420FromRgba(rgba, width, height, 'bt601', 'limited', whole(width, height), inOne);
    for (const [x, partWidth] of [
      [0, 6],
      [6, 7],
    ] as const) {
      for (const [y, partHeight] of [
        [0, 4],
        [4, 5],
      ] as const) {
        const part = { x, y, width: partWidth, height: partHeight };
        addon.i420FromRgba(rgba, width, height, 'bt601', 'limited', part, inParts);
      }
    }

    expect(inParts).toEqual(inOne);
  });
});
