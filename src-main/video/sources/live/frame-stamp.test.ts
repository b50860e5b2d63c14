import type { Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../test-support/random.ts';
import { sharp } from '../sharp.ts';
import { drawFrameStamp, readFrameStamp } from './frame-stamp.ts';

const random = createRandom(31);
const STAMP = { frameNumber: 0xdeadbeef, timeMs: 0x1234567 };

/** A busy picture with a stamp on it. */
function stamped(width: number, height: number, stamp = STAMP): Uint8Array {
  const i420 = random.bytes((width * height * 3) / 2);
  drawFrameStamp(i420, width, height, stamp);
  return i420;
}

/** The luma plane, changed by sharp. */
async function changed(
  [width, height]: readonly [number, number],
  change: (picture: Sharp) => Sharp | Promise<Sharp>,
): Promise<Uint8Array> {
  const luma = stamped(width, height).subarray(0, width * height);
  const picture = sharp(luma, { raw: { width, height, channels: 1 } });
  return await (await change(picture)).toColourspace('b-w').extractChannel(0).raw().toBuffer();
}

describe('a frame stamp', () => {
  it.each([
    [1280, 720],
    [640, 480],
    [1920, 1080],
    [320, 240],
    [256, 144],
    [854, 480],
  ])('is read back from %i x %i', (width, height) => {
    expect(readFrameStamp(stamped(width, height), width, height)).toEqual(STAMP);
  });

  it('counts on from zero after 2^32 milliseconds', () => {
    const picture = stamped(640, 360, { frameNumber: 1, timeMs: 2 ** 32 + 5.7 });

    expect(readFrameStamp(picture, 640, 360)).toEqual({ frameNumber: 1, timeMs: 5 });
  });

  it.each(['mean of the area', 'nearest pixel'])(
    'survives half the size by the %s',
    async (how) => {
      const kernel = how === 'nearest pixel' ? 'nearest' : 'cubic';
      const luma = await changed([1280, 720], (each) => each.resize(640, 360, { kernel }));

      expect(readFrameStamp(luma, 640, 360)).toEqual(STAMP);
    },
  );

  it('survives a JPEG of low quality at half the size', async () => {
    const luma = await changed([1280, 720], async (each) =>
      sharp(await each.resize(640, 360).jpeg({ quality: 30 }).toBuffer()),
    );

    expect(readFrameStamp(luma, 640, 360)).toEqual(STAMP);
  });

  it('survives a stretch from limited to full range', () => {
    const luma = stamped(640, 360).map((level) =>
      Math.min(255, Math.max(0, Math.round(((level - 16) * 255) / 219))),
    );

    expect(readFrameStamp(luma, 640, 360)).toEqual(STAMP);
  });

  it('is not seen where there is none, nor when one block has changed', () => {
    const [width, height] = [640, 360];
    const toggled = stamped(width, height);
    for (let y = 0; y < 10; y++) {
      for (let x = 0; x < 10; x++) toggled[y * width + x] = 251 - toggled[y * width + x];
    }

    expect(readFrameStamp(random.bytes(width * height), width, height)).toBeUndefined();
    expect(readFrameStamp(new Uint8Array(width * height).fill(16), width, height)).toBeUndefined();
    expect(readFrameStamp(toggled, width, height)).toBeUndefined();
  });

  it('leaves the rest of the picture as it was', () => {
    const [width, height] = [640, 360];
    const before = random.bytes((width * height * 3) / 2);
    const after = before.slice();

    drawFrameStamp(after, width, height, STAMP);

    const isTouched = (at: number): boolean => {
      const isLuma = at < width * height;
      const [across, within] = isLuma ? [width, at] : [width / 2, at % (width / 2)];
      const row = isLuma
        ? Math.floor(at / width)
        : Math.floor(((at - width * height) % ((width * height) / 4)) / (width / 2));
      const column = within % across;
      return isLuma ? row < 80 && column < 120 : row < 40 && column < 60;
    };
    expect(after.findIndex((level, at) => level !== before[at] && !isTouched(at))).toBe(-1);
  });
});
