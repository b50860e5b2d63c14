import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../test-support/random.ts';
import { thrownBy } from '../../../test-support/kernel-calls.ts';
import { MirageError } from '../../contract/error.ts';
import { sharp } from '../sources/sharp.ts';
import { MjpegDecoder } from './mjpeg-decoder.ts';

const [WIDTH, HEIGHT] = [160, 96];
const decoder = new MjpegDecoder({ width: WIDTH, height: HEIGHT });

/** A smooth picture with a busy corner, as a webcam sends it: baseline, standard tables. */
async function encode(chromaSubsampling: '4:4:4' | '4:2:0', width = WIDTH): Promise<Uint8Array> {
  const random = createRandom(5);
  const rgb = Uint8Array.from({ length: width * HEIGHT * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width)];
    return x < 40 && y < 40 ? random.whole(0, 255) : (x + y * (1 + (at % 3))) % 200;
  });
  const picture = sharp(rgb, { raw: { width, height: HEIGHT, channels: 3 } });
  return await picture.jpeg({ chromaSubsampling, quality: 85, optimiseCoding: false }).toBuffer();
}

async function decodedBySharp(jpeg: Uint8Array): Promise<Uint8Array> {
  return await sharp(jpeg).ensureAlpha().raw().toBuffer();
}

function decode(jpeg: Uint8Array): Uint8Array {
  const rgba = new Uint8Array(WIDTH * HEIGHT * 4).fill(7);
  decoder.decode(jpeg, rgba);
  return rgba;
}

function refusalOf(jpeg: Uint8Array): string | undefined {
  const thrown = thrownBy(() => decode(jpeg));
  return thrown instanceof MirageError ? thrown.code : undefined;
}

function meanDifference(left: Uint8Array, right: Uint8Array): number {
  return left.reduce((sum, level, at) => sum + Math.abs(level - right[at]), 0) / left.length;
}

/** Leaves out every segment with the marker. */
function without(jpeg: Uint8Array, marker: number): Uint8Array {
  const kept: number[] = [0xff, 0xd8];
  let at = 2;
  while (jpeg[at + 1] !== 0xda) {
    const end = at + 2 + jpeg[at + 2] * 256 + jpeg[at + 3];
    if (jpeg[at + 1] !== marker) kept.push(...jpeg.subarray(at, end));
    at = end;
  }
  return Uint8Array.from([...kept, ...jpeg.subarray(at)]);
}

const joined = (...parts: (Uint8Array | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => Array.from(part)));

describe('MjpegDecoder', () => {
  it.each(['4:4:4', '4:2:0'] as const)('decodes %s as another decoder does', async (sampling) => {
    const jpeg = await encode(sampling);

    expect(meanDifference(decode(jpeg), await decodedBySharp(jpeg))).toBeLessThan(1);
  });

  it('decodes pictures that leave out the standard Huffman tables', async () => {
    const jpeg = await encode('4:2:0');
    const bare = without(jpeg, 0xc4);

    expect(bare.length).toBeLessThan(jpeg.length - 400);
    expect(decode(bare)).toEqual(decode(jpeg));
  });

  it.each([
    ['stray bytes before the end marker', [0x12, 0x34, 0xff, 0xd9]],
    ['padding behind the end marker', [0xff, 0xd9, ...new Array<number>(2000).fill(0)]],
  ])('takes %s for what they are', async (_, ending) => {
    const jpeg = await encode('4:2:0');

    expect(decode(joined(jpeg.subarray(0, -2), ending))).toEqual(decode(jpeg));
  });

  it('reads from memory shared with another thread', async () => {
    const jpeg = await encode('4:2:0');
    const shared = new Uint8Array(new SharedArrayBuffer(jpeg.length + 3), 3);
    shared.set(jpeg);

    expect(decode(shared)).toEqual(decode(jpeg));
  });

  it('refuses a picture cut short at any place', async () => {
    const jpeg = await encode('4:2:0');

    for (let length = 0; length < jpeg.length; length += 37) {
      expect(refusalOf(jpeg.subarray(0, length)), `${length} bytes`).toBe('camera-picture-damaged');
    }
    expect(refusalOf(jpeg.subarray(0, -1))).toBe('camera-picture-damaged');
  });

  it('refuses a picture of another size before anything is decoded', async () => {
    expect(refusalOf(await encode('4:2:0', WIDTH + 16))).toBe('camera-picture-damaged');
  });

  it('survives damage anywhere in the picture', async () => {
    const jpeg = await encode('4:2:0');
    const random = createRandom(6);

    for (let trial = 0; trial < 400; trial++) {
      const damagedJpeg = jpeg.slice();
      for (let hit = random.whole(1, 8); hit > 0; hit--) {
        damagedJpeg[random.whole(0, jpeg.length - 1)] = random.whole(0, 255);
      }
      const thrown = thrownBy(() => decode(damagedJpeg));
      if (thrown !== undefined) expect(thrown).toMatchObject({ code: 'camera-picture-damaged' });
    }
  });
});
