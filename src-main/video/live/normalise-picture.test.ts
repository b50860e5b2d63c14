import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../../test-support/difference.ts';
import { thrownBy } from '../../../test-support/kernel-calls.ts';
import { naiveKernels } from '../../../test-support/naive/kernels.ts';
import { createRandom } from '../../../test-support/random.ts';
import { pictureBytes, type PictureFormat } from '../../base/picture-format.ts';
import { createFrame, type Frame } from '../frame.ts';
import { PictureNormaliser, type NormalisedPicture } from './normalise-picture.ts';

const random = createRandom(21);

interface PictureOptions {
  pixelFormat: PictureFormat['pixelFormat'];
  width: number;
  height: number;
}

const formatOf = ({ pixelFormat, width, height }: PictureOptions): PictureFormat => ({
  ...{ pixelFormat, width, height, matrix: 'bt709', range: 'full' },
});

/** By nothing but the definitions. */
function naiveRgba(picture: Uint8Array, format: PictureFormat): Uint8Array {
  const { pixelFormat, width, height, matrix, range } = format;
  const rgba = new Uint8Array(width * height * 4);
  const decode = {
    i420: naiveKernels.rgbaFromI420,
    nv12: naiveKernels.rgbaFromNv12,
    yuyv: naiveKernels.rgbaFromYuyv,
  };
  if (pixelFormat === 'rgba') rgba.set(picture);
  else if (pixelFormat !== 'mjpeg') {
    decode[pixelFormat](picture, width, height, matrix, range, rgba);
  }
  return rgba;
}

function mirrored({ width, height, pixels }: Frame): Uint8Array {
  const result = new Uint8Array(pixels.length);
  for (let at = 0; at < width * height; at++) {
    const from = at - (at % width) + width - 1 - (at % width);
    result.set(pixels.subarray(from * 4, from * 4 + 4), at * 4);
  }
  return result;
}

function normalised(format: PictureFormat, output: NormalisedPicture, picture: Uint8Array): Frame {
  const frame = createFrame(output.width, output.height);
  frame.pixels.set(random.bytes(frame.pixels.length));
  new PictureNormaliser(format, output).normalise(picture, frame);
  return frame;
}

describe('PictureNormaliser', () => {
  it.each(['rgba', 'i420', 'nv12', 'yuyv'] as const)(
    'converts %s of the wanted size, straight and mirrored',
    (pixelFormat) => {
      const format = formatOf({ pixelFormat, width: 32, height: 18 });
      const picture = random.bytes(pictureBytes(format));
      const expected = naiveRgba(picture, format);
      const output = { width: 32, height: 18, isMirrored: false };

      const straight = normalised(format, output, picture);
      const inMirror = normalised(format, { ...output, isMirrored: true }, picture);

      expect(largestDifference(straight.pixels, expected)).toBeLessThanOrEqual(1);
      expect(mirrored(inMirror)).toEqual(straight.pixels);
    },
  );

  it('crops the middle and scales it where the shapes are near', () => {
    const format = formatOf({ pixelFormat: 'rgba', width: 40, height: 30 });
    const picture = random.bytes(pictureBytes(format));
    const cropped = { x: 0, y: 3, width: 40, height: 23 };
    const expected = new Uint8Array(32 * 18 * 4);
    naiveKernels.placeRgba(
      ...([picture, 40, 30, cropped, expected, 32, 18] as const),
      { x: 0, y: 0, width: 32, height: 18 },
      'straight',
    );

    const { pixels } = normalised(format, { width: 32, height: 18, isMirrored: false }, picture);

    expect(largestDifference(pixels, expected)).toBeLessThanOrEqual(1);
  });

  it.each([
    { what: 'at both sides of an upright picture', size: [18, 32], place: [11, 0, 10, 18] },
    { what: 'above and below a wide one', size: [64, 16], place: [0, 5, 32, 8] },
  ])('sets opaque black bars $what', ({ size: [width, height], place: [x, y, w, h] }) => {
    const format = formatOf({ pixelFormat: 'i420', width, height });
    const white = new Uint8Array(pictureBytes(format)).fill(128).fill(255, 0, width * height);

    for (const isMirrored of [false, true]) {
      const { pixels } = normalised(format, { width: 32, height: 18, isMirrored }, white);

      for (let at = 0; at < 32 * 18; at++) {
        const [column, row] = [at % 32, Math.floor(at / 32)];
        const isPicture = column >= x && column < x + w && row >= y && row < y + h;
        const level = isPicture ? 255 : 0;
        const pixel = Array.from(pixels.subarray(at * 4, at * 4 + 4));
        expect(pixel, `pixel ${column}, ${row}`).toEqual([level, level, level, 255]);
      }
    }
  });

  it('refuses a picture that is cut short, and a frame of another size', () => {
    const format = formatOf({ pixelFormat: 'nv12', width: 32, height: 18 });
    const normaliser = new PictureNormaliser(format, { width: 32, height: 18, isMirrored: false });
    const short = new Uint8Array(pictureBytes(format) - 1);

    expect(
      thrownBy(() => {
        normaliser.normalise(short, createFrame(32, 18));
      }),
    ).toMatchObject({ code: 'camera-picture-damaged' });
    expect(() => {
      normaliser.normalise(short, createFrame(18, 32));
    }).toThrow(RangeError);
  });
});
