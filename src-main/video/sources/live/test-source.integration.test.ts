import { afterEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../../../test-support/media/failure.ts';
import { monotonicMs } from '../../../base/monotonic-clock.ts';
import { pictureBytes } from '../../../base/picture-format.ts';
import { readFrameStamp } from './frame-stamp.ts';
import { PictureCollector } from './picture-collector.fixture.ts';
import { TestScene } from './test-scene.ts';
import { TestSource } from './test-source.ts';

const opened: TestSource[] = [];

afterEach(async () => {
  for (const source of opened.splice(0)) await source.stop();
});

function sourceOf(width: number, height: number, fps: number): TestSource {
  const source = new TestSource({ width, height, fps });
  opened.push(source);
  return source;
}

describe('the test camera', () => {
  it('stamps each picture with its number and the time it was drawn, which is its capture time', async () => {
    const source = sourceOf(640, 360, 50);
    const collector = new PictureCollector(pictureBytes(await source.open()));
    const collected = collector.collect(10);
    const startMs = monotonicMs();

    source.start(collector);
    const pictures = await collected;

    const stamps = pictures.map(({ pixels }) => readFrameStamp(pixels, 640, 360)!);
    stamps.forEach(({ frameNumber, timeMs }, at) => {
      const { captureTimeMs } = pictures[at];
      expect(timeMs).toBe(Math.floor(captureTimeMs) % 2 ** 32);
      // Drawn when it was due or later, but before the next was.
      expect(captureTimeMs - startMs).toBeGreaterThanOrEqual(frameNumber * 20);
      if (at > 0) expect(frameNumber).toBeGreaterThan(stamps[at - 1].frameNumber);
    });
  });

  it('makes odd sides even and refuses a picture too small for a stamp', async () => {
    expect(await sourceOf(641, 361, 30).open()).toEqual({
      ...{ pixelFormat: 'i420', width: 640, height: 360, matrix: 'bt601', range: 'limited' },
      fps: 30,
    });
    expect(await failureOf(sourceOf(160, 120, 30).open())).toMatchObject({
      code: 'camera-format-unsupported',
    });
  });

  it('delivers nothing after it was stopped', async () => {
    const source = sourceOf(320, 180, 60);
    const collector = new PictureCollector(pictureBytes(await source.open()));
    const collected = collector.collect(2);
    source.start(collector);
    await collected;

    await source.stop();
    const delivered = collector.pictures.length;
    await new Promise((resolve) => setImmediate(resolve));

    expect(collector.pictures.length).toBe(delivered);
  });
});

describe('the test scene', () => {
  const [width, height] = [640, 360];

  /** Where the portrait is: the mean place of what is darker than the background. */
  function portraitAt(i420: Uint8Array): { x: number; y: number } {
    const places: [number, number][] = [];
    for (let at = 0; at < width * height; at++) {
      if (i420[at] < 60) places.push([at % width, Math.floor(at / width)]);
    }
    const mean = (axis: 0 | 1): number =>
      places.reduce((sum, place) => sum + place[axis], 0) / places.length;
    return { x: mean(0), y: mean(1) };
  }

  it('sways by six hundredths of the width to either side, in no more than a few pixels a picture', async () => {
    const scene = await TestScene.create(width, height);
    const i420 = new Uint8Array((width * height * 3) / 2);
    const places = Array.from({ length: 240 }, (_, frame) => {
      scene.draw(frame * (1000 / 30), i420);
      return portraitAt(i420);
    });

    const xs = places.map(({ x }) => x);
    const steps = xs.slice(1).map((x, at) => Math.abs(x - xs[at]));
    expect(Math.max(...xs) - Math.min(...xs)).toBeGreaterThan(0.1 * width);
    expect(Math.max(...steps)).toBeLessThan(3);
  });

  it('shows a background that is the same along each row at both edges, wherever the portrait is', async () => {
    const scene = await TestScene.create(width, height);
    const i420 = new Uint8Array((width * height * 3) / 2);

    for (let timeMs = 0; timeMs < 8000; timeMs += 400) {
      scene.draw(timeMs, i420);
      for (let y = 0; y < height; y++) {
        const [left, right] = [i420[y * width], i420[(y + 1) * width - 1]];
        expect(Math.abs(left - right), `row ${y} at ${timeMs} ms`).toBeLessThanOrEqual(3);
      }
    }
  });
});
