import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../test-support/random.ts';
import { pictureBytes } from '../../base/picture-format.ts';
import type { PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import { VEIL } from '../../video/live/published-kind.ts';
import { BlurredPicture } from './blurred-picture.ts';

const FORMAT: PublishedFormat = { pixelFormat: 'i420', width: 640, height: 360, fps: 30 };

function greyVeil(level: (x: number, y: number) => number): Uint8Array {
  const veil = new Uint8Array(VEIL.bytes).fill(255);
  for (let y = 0; y < VEIL.height; y++) {
    for (let x = 0; x < VEIL.width; x++) {
      veil.fill(level(x, y), (y * VEIL.width + x) * 4, (y * VEIL.width + x) * 4 + 3);
    }
  }
  return veil;
}

/** Luma where limited range has a grey of 8 bits. */
const lumaOf = (grey: number): number => 16 + (grey * 219) / 255;

function lumaAt(picture: Uint8Array, x: number, y: number): number {
  return picture[y * FORMAT.width + x];
}

describe('blurred picture', () => {
  it.each(['i420', 'yuyv'] as const)('keeps a plain veil as it is, in %s', (pixelFormat) => {
    const blurred = new BlurredPicture({ ...FORMAT, pixelFormat });
    blurred.setVeil(greyVeil(() => 100));

    const { picture } = blurred;

    expect(picture).toHaveLength(pictureBytes({ ...FORMAT, pixelFormat }));
    const step = pixelFormat === 'i420' ? 1 : 2;
    const luma = picture
      .subarray(0, FORMAT.width * FORMAT.height * step)
      .filter((_, at) => at % step === 0);
    expect(Math.abs(Math.min(...rowExtremes(luma)) - lumaOf(100))).toBeLessThan(1.5);
    expect(Math.abs(Math.max(...rowExtremes(luma)) - lumaOf(100))).toBeLessThan(1.5);
  });

  it('shows where it is light and where it is dark', () => {
    const blurred = new BlurredPicture(FORMAT);
    blurred.setVeil(greyVeil((x) => (x < VEIL.width / 2 ? 40 : 200)));

    const { picture } = blurred;

    expect(lumaAt(picture, 80, 180)).toBeCloseTo(lumaOf(40), -1);
    expect(lumaAt(picture, 560, 180)).toBeCloseTo(lumaOf(200), -1);
    expect(lumaAt(picture, 320, 180)).toBeCloseTo(lumaOf(120), -1);
  });

  it('has no blocks: the coarsest veil there is has no step left in it', () => {
    const random = createRandom(1);
    const blurred = new BlurredPicture(FORMAT);
    blurred.setVeil(greyVeil(() => random.pick([0, 255])));

    const { picture } = blurred;

    let largestStep = 0;
    for (let y = 0; y < FORMAT.height; y++) {
      for (let x = 1; x < FORMAT.width; x++) {
        const step = Math.abs(lumaAt(picture, x, y) - lumaAt(picture, x - 1, y));
        largestStep = Math.max(largestStep, step);
      }
    }
    // A step of the veil itself is 219 high and, at this size, was to be spread over 20 pixels twice.
    expect(largestStep).toBeLessThan(219 / 20);
  });

  it("hides a chequerboard of the size of a face's features", () => {
    const picture = new Uint8Array(pictureBytes(FORMAT)).fill(128);
    for (let at = 0; at < FORMAT.width * FORMAT.height; at++) {
      const [x, y] = [at % FORMAT.width, Math.floor(at / FORMAT.width)];
      picture[at] = (Math.floor(x / 16) + Math.floor(y / 16)) % 2 === 0 ? 40 : 200;
    }
    const blurred = new BlurredPicture(FORMAT);
    blurred.setPicture(picture);

    const luma = blurred.picture.subarray(0, FORMAT.width * FORMAT.height);

    expect(Math.max(...rowExtremes(luma)) - Math.min(...rowExtremes(luma))).toBeLessThan(160 / 8);
  });

  it('is the same blur whether made of a veil or of a picture with its colours', () => {
    const veil = greyVeil((x, y) => x * 4 + y * 5);
    const blurred = new BlurredPicture(FORMAT);
    blurred.setVeil(veil);
    const once = Uint8Array.from(blurred.picture);

    blurred.setPicture(once);

    const twice = blurred.picture;
    const differences = once.map((value, at) => Math.abs(value - twice[at]));
    // Smoothed twice, a slope bends a little more at the edges only.
    expect(differences.reduce((a, b) => a + b, 0) / differences.length).toBeLessThan(2);
  });
});

/** The smallest and largest of each row. */
function rowExtremes(luma: Uint8Array): number[] {
  return Array.from({ length: FORMAT.height }, (_, y) =>
    luma.subarray(y * FORMAT.width, (y + 1) * FORMAT.width),
  ).flatMap((row) => [Math.min(...row), Math.max(...row)]);
}
