import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../../../test-support/media/failure.ts';
import { decodeRaw, ffmpeg } from '../../../../test-support/media/ffmpeg.ts';
import { LOSSLESS_H264, makeVideo } from '../../../../test-support/media/make-video.ts';
import { openHandles } from '../../../../test-support/media/open-handles.ts';
import { TemporaryFolder } from '../../../../test-support/media/temporary-folder.ts';
import { monotonicMs } from '../../../base/monotonic-clock.ts';
import { pictureBytes } from '../../../base/picture-format.ts';
import { PictureCollector } from './picture-collector.fixture.ts';
import { VideoFileSource } from './video-file-source.ts';

const folder = new TemporaryFolder();
const opened: VideoFileSource[] = [];

afterEach(async () => {
  for (const source of opened.splice(0)) await source.stop();
});

function sourceOf(path: string): VideoFileSource {
  const source = new VideoFileSource(path);
  opened.push(source);
  return source;
}

async function play(path: string, count: number): Promise<PictureCollector['pictures']> {
  const source = sourceOf(path);
  const collector = new PictureCollector(pictureBytes(await source.open()));
  const collected = collector.collect(count);
  source.start(collector);
  return await collected;
}

describe('a video file as a live camera', () => {
  it('delivers the frames of the file in its own size, rate and colours', async () => {
    const path = await makeVideo(folder.file('colours.mp4'), {
      size: '64x48',
      rate: '20',
      tags: { range: 'pc', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709' },
    });

    expect(await sourceOf(path).open()).toEqual({
      ...{ pixelFormat: 'i420', width: 64, height: 48, matrix: 'bt709', range: 'full', fps: 20 },
    });
  });

  it.each(['clip.mp4', 'clip.mkv', 'clip.avi'])(
    'plays %s again and again: every round frame for frame the same',
    async (name) => {
      const video = name.endsWith('.avi') ? ['-c:v', 'mpeg4', '-q:v', '3'] : LOSSLESS_H264;
      const fixture = { size: '64x48', rate: '25', seconds: 0.4, video };
      const path = await makeVideo(folder.file(name), fixture);
      const stored = await decodeRaw(path);
      const bytes = (64 * 48 * 3) / 2;
      const round = stored.length / bytes;

      const pictures = await play(path, round * 3);

      // A machine at its limit may skip pictures, but shows each at its place in the round.
      const first = pictures[0].captureTimeMs;
      for (const { pixels, captureTimeMs } of pictures) {
        const number = Math.round((captureTimeMs - first) / 40);
        const isPunctual = Math.abs(captureTimeMs - first - number * 40) < 0.01;
        if (!isPunctual) break;
        const at = (number % round) * bytes;
        expect(stored.subarray(at, at + bytes).equals(pixels), `picture ${number}`).toBe(true);
      }
    },
  );

  it('never delivers a picture before it is due', async () => {
    const path = await makeVideo(folder.file('paced.mp4'), { size: '64x48', rate: '50' });
    const source = sourceOf(path);
    const collector = new PictureCollector(pictureBytes(await source.open()));
    const aheadMs: number[] = [];
    const deliver = collector.deliver.bind(collector);
    collector.deliver = (bytes, captureTimeMs) => {
      aheadMs.push(captureTimeMs - monotonicMs());
      deliver(bytes, captureTimeMs);
    };
    const collected = collector.collect(20);

    source.start(collector);
    await collected;

    expect(Math.max(...aheadMs)).toBeLessThanOrEqual(0);
  });

  it('fails when the file is gone in the next round', async () => {
    const path = await makeVideo(folder.file('gone.mp4'), {
      ...{ size: '64x48', rate: '10', seconds: 4 },
    });
    const source = sourceOf(path);
    const collector = new PictureCollector(pictureBytes(await source.open()));
    const collected = failureOf(collector.collect(1000));
    source.start(collector);
    rmSync(path);

    expect(await collected).toMatchObject({ code: 'input-unreadable' });
  });

  it('stops in the middle of a picture and leaves nothing open', async () => {
    const path = await makeVideo(folder.file('stop.mp4'), { size: '1280x720', seconds: 3 });
    const before = await openHandles();
    for (const count of [0, 1]) {
      const source = sourceOf(path);
      const collector = new PictureCollector(pictureBytes(await source.open()), 0);
      const collected = count > 0 ? collector.collect(count) : Promise.resolve([]);
      source.start(collector);
      await collected;

      await source.stop();
      await source.stop();

      const delivered = collector.pictures.length;
      expect(await openHandles()).toBeLessThanOrEqual(before);
      expect(collector.pictures.length).toBe(delivered);
    }
  });

  it('refuses what is no video', async () => {
    const sound = folder.file('sound.wav');
    await ffmpeg('-f', 'lavfi', '-i', 'sine=duration=0.2', sound);

    expect(await failureOf(sourceOf(sound).open())).toMatchObject({ code: 'no-video-stream' });
    expect(await failureOf(sourceOf(folder.file('none.mp4')).open())).toMatchObject({
      code: 'input-missing',
    });
  });
});
