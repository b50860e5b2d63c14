import { afterEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../../../test-support/media/failure.ts';
import { ffmpeg } from '../../../../test-support/media/ffmpeg.ts';
import { openHandles } from '../../../../test-support/media/open-handles.ts';
import { TemporaryFolder } from '../../../../test-support/media/temporary-folder.ts';
import { monotonicMs } from '../../../base/monotonic-clock.ts';
import { pictureBytes } from '../../../base/picture-format.ts';
import type { CaptureBackend } from './capture-backend.ts';
import { DSHOW } from './dshow.ts';
import { FfmpegDeviceSource } from './ffmpeg-device-source.ts';
import { PictureCollector } from './picture-collector.fixture.ts';

/** DirectShow's way of offering, and ffmpeg's own test picture where the camera would be. */
const drawnCamera = (graph: string): CaptureBackend => ({
  ...DSHOW,
  offerArguments: () => ['-f', 'lavfi', '-i', 'nullsrc'],
  readOffer: () => [
    { pixelFormat: 'mjpeg', width: 320, height: 240, rates: [60, 30] },
    { pixelFormat: 'nv12', width: 160, height: 120, rates: [50, 25] },
  ],
  inputArguments: (_, { width, height, fps }) => [
    ...['-re', '-f', 'lavfi', '-i', graph.replace('SIZE', `s=${width}x${height}:r=${fps}`)],
  ],
});

const folder = new TemporaryFolder();
const opened: FfmpegDeviceSource[] = [];

afterEach(async () => {
  for (const source of opened.splice(0)) await source.stop();
});

function sourceOf(backend: CaptureBackend, silenceMs = 20_000): FfmpegDeviceSource {
  const wish = { width: 160, height: 120, fps: 25 };
  const source = new FfmpegDeviceSource(
    { name: 'Drawn camera', path: 'drawn', wish },
    { backend, programs: undefined, silenceMs },
  );
  opened.push(source);
  return source;
}

describe('a camera through ffmpeg', () => {
  it('is opened in the mode nearest to the wish, and delivers its pictures as I420', async () => {
    const source = sourceOf(drawnCamera('color=red:SIZE'));
    const format = await source.open();
    const collector = new PictureCollector(pictureBytes(format));
    const collected = collector.collect(10);

    source.start(collector);
    const pictures = await collected;

    expect(format).toEqual({
      ...{ pixelFormat: 'i420', width: 160, height: 120, matrix: 'bt601', range: 'limited' },
      fps: 25,
    });
    // Red in BT.601, limited range: 81, 90, 240.
    const { pixels } = pictures[9];
    const levels = [pixels[0], pixels[160 * 120], pixels[160 * 120 * 1.25]];
    [81, 90, 240].forEach((level, plane) => {
      expect(Math.abs(levels[plane] - level)).toBeLessThanOrEqual(2);
    });
    const times = pictures.map(({ captureTimeMs }) => captureTimeMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[9]).toBeLessThanOrEqual(monotonicMs());
  });

  it('delivers every picture once, whole and in order', async () => {
    const source = sourceOf(drawnCamera('testsrc2=SIZE'));
    const format = await source.open();
    const collector = new PictureCollector(pictureBytes(format));
    const collected = collector.collect(12);
    source.start(collector);

    const pictures = (await collected).map(({ pixels }) => Buffer.from(pixels));

    const drawn = await ffmpeg(
      ...['-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=25:d=2'],
      ...['-vf', 'scale=out_color_matrix=bt601:out_range=tv,format=yuv420p'],
      ...['-f', 'rawvideo', 'pipe:1'],
    );
    // Which is the first depends on what ffmpeg reads ahead to get to know the camera.
    const bytes = pictures[0].length;
    const first = drawn.indexOf(pictures[0]);
    expect(first % bytes).toBe(0);
    expect(drawn.subarray(first, first + 12 * bytes).equals(Buffer.concat(pictures))).toBe(true);
  });

  it('is told to be lost when it ends', async () => {
    const source = sourceOf(drawnCamera('color=red:SIZE:d=0.4'));
    const collector = new PictureCollector(pictureBytes(await source.open()));
    const failed = failureOf(collector.collect(1000));
    source.start(collector);

    expect(await failed).toMatchObject({ code: 'camera-lost' });
  });

  it('that cannot be opened is refused with what ffmpeg said, and nothing stays open', async () => {
    const before = await openHandles();
    const backend: CaptureBackend = {
      ...drawnCamera('no such filter'),
      readRefusal: (printed) =>
        printed.includes('No such filter')
          ? { code: 'camera-in-use', reason: 'it is taken.', hint: 'Free it.' }
          : undefined,
    };

    const failure = await failureOf(sourceOf(backend).open());

    expect(failure).toMatchObject({
      code: 'camera-in-use',
      message: 'Drawn camera cannot be used: it is taken.',
      hint: 'Free it.',
    });
    expect(await openHandles()).toBeLessThanOrEqual(before);
  });

  it('that opens and stays silent is refused, and nothing stays open', async () => {
    const before = await openHandles();
    const backend: CaptureBackend = {
      ...drawnCamera(''),
      // Waits for somebody who sends pictures.
      inputArguments: (_, { width, height }) => [
        ...['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-video_size', `${width}x${height}`],
        ...['-listen', '1', '-i', `unix:${folder.file('silent')}`],
      ],
    };

    expect(await failureOf(sourceOf(backend, 300).open())).toMatchObject({ code: 'camera-in-use' });
    expect(await openHandles()).toBeLessThanOrEqual(before);
  });

  it('that offers nothing readable is refused', async () => {
    const backend = { ...drawnCamera('color=red:SIZE'), readOffer: () => [] };

    expect(await failureOf(sourceOf(backend).open())).toMatchObject({
      code: 'camera-format-unsupported',
    });
  });

  it('stops at once, twice and unopened, and leaves nothing open', async () => {
    const before = await openHandles();
    const source = sourceOf(drawnCamera('testsrc2=SIZE'));
    await source.stop();
    const running = sourceOf(drawnCamera('testsrc2=SIZE'));
    const collector = new PictureCollector(pictureBytes(await running.open()));
    const collected = collector.collect(2);
    running.start(collector);
    await collected;

    await running.stop();
    await running.stop();

    const delivered = collector.pictures.length;
    expect(await openHandles()).toBeLessThanOrEqual(before);
    expect(collector.pictures.length).toBe(delivered);
  });
});
