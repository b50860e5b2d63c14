import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../test-support/media/failure.ts';
import { decodeRaw, psnr } from '../../../test-support/media/ffmpeg.ts';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import { nativeAddon } from '../../base/addon.ts';
import { pictureBytes } from '../../base/picture-format.ts';
import type { PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import { RecordingSink } from './recording-sink.ts';

const folder = new TemporaryFolder();
const WIDTH = 320;
const HEIGHT = 180;
const PICTURES = 12;

/** A slope of grey that is lighter with each picture. */
function slope(format: PublishedFormat, number: number): Uint8Array {
  const { width, height } = format;
  const rgba = new Uint8Array(width * height * 4).map((_, at) => {
    const x = (at >> 2) % width;
    return at % 4 === 3 ? 255 : 20 + number * 5 + (x * 150) / width;
  });
  const picture = new Uint8Array(pictureBytes(format));
  if (format.pixelFormat === 'i420') {
    const all = { x: 0, y: 0, width, height };
    nativeAddon().i420FromRgba(rgba, width, height, 'bt601', 'limited', all, picture);
  } else nativeAddon().yuyvFromRgba(rgba, width, height, 'bt601', 'limited', picture);
  return picture;
}

describe('recording sink, with ffmpeg', () => {
  it.each(['i420', 'yuyv'] as const)(
    'records what is published as %s, in real time',
    async (pixelFormat) => {
      const format = { pixelFormat, width: WIDTH, height: HEIGHT, fps: 30 };
      const asI420 = { ...format, pixelFormat: 'i420' } as const;
      const path = folder.file(`${pixelFormat}.mp4`);
      let now = 0;
      const sink = new RecordingSink({ path, inputs: [], now: () => now });
      await sink.open(format);

      sink.write(slope(format, 0));
      now = ((PICTURES - 1) * 1000) / format.fps;
      sink.write(slope(format, PICTURES - 1));
      await sink.close();

      const frames = await decodeRaw(path);
      const frameBytes = pictureBytes(asI420);
      expect(frames.length / frameBytes).toBe(PICTURES);
      for (const number of [0, PICTURES - 1]) {
        const frame = frames.subarray(number * frameBytes, (number + 1) * frameBytes);
        expect(psnr(frame, slope(asI420, number))).toBeGreaterThan(35);
      }
    },
  );

  it('refuses a folder that does not exist before anything is published', async () => {
    const sink = new RecordingSink({ path: folder.file('none/call.mp4'), inputs: [] });
    const format = { pixelFormat: 'i420', width: WIDTH, height: HEIGHT, fps: 30 } as const;

    expect((await failureOf(sink.open(format))).code).toBe('output-unwritable');
  });

  it('leaves nothing behind when it was opened and closed at once', async () => {
    const path = folder.file('empty.mp4');
    const sink = new RecordingSink({ path, inputs: [] });
    await sink.open({ pixelFormat: 'i420', width: WIDTH, height: HEIGHT, fps: 30 });

    await sink.close();

    expect(existsSync(path)).toBe(false);
  });
});
