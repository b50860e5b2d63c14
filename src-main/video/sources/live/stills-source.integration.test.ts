import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../../../test-support/media/failure.ts';
import { TemporaryFolder } from '../../../../test-support/media/temporary-folder.ts';
import { pictureBytes } from '../../../base/picture-format.ts';
import { sharp } from '../sharp.ts';
import { PictureCollector } from './picture-collector.fixture.ts';
import { StillsSource } from './stills-source.ts';

const folder = new TemporaryFolder();
const WISH = { width: 1280, height: 720, fps: 50 };
const opened: StillsSource[] = [];

afterEach(async () => {
  for (const source of opened.splice(0)) await source.stop();
});

function sourceOf(path: string, wish = WISH): StillsSource {
  const source = new StillsSource(path, wish);
  opened.push(source);
  return source;
}

/** A folder of grey pictures: level by name. */
async function makeStills(
  name: string,
  levels: Record<string, number>,
  size = { width: 32, height: 20 },
): Promise<string> {
  const path = folder.file(name);
  mkdirSync(path);
  for (const [file, level] of Object.entries(levels)) {
    const background = { r: level, g: level, b: level };
    await sharp({ create: { ...size, channels: 3, background } }).toFile(join(path, file));
  }
  return path;
}

async function play(
  source: StillsSource,
  count: number,
): Promise<{ levels: number[]; timesMs: number[] }> {
  const collector = new PictureCollector(pictureBytes(await source.open()));
  const collected = collector.collect(count);
  source.start(collector);
  const pictures = await collected;
  return {
    levels: pictures.map(({ pixels }) => pixels[0]),
    timesMs: pictures.map(({ captureTimeMs }) => captureTimeMs),
  };
}

describe('a folder of pictures as a live camera', () => {
  it('shows them in the natural order of their names, again and again, at the rate', async () => {
    const path = await makeStills('order', { '10.png': 100, '9.png': 90, '1.png': 10 });
    const order = [10, 90, 100];

    const { levels, timesMs } = await play(sourceOf(path, { ...WISH, fps: 10 }), 7);

    for (const [at, level] of levels.entries()) {
      const number = Math.round((timesMs[at] - timesMs[0]) / 100);
      expect(timesMs[at] - timesMs[0]).toBeCloseTo(number * 100, 3);
      expect(level, `picture ${number}`).toBe(order[number % 3]);
    }
  });

  it('gives all of them the size of the first, between bars where the shape differs', async () => {
    const path = await makeStills('sizes', { 'a.png': 50 });
    const upright = { width: 20, height: 40, channels: 3, background: 'white' } as const;
    await sharp({ create: upright }).toFile(join(path, 'b.png'));
    const source = sourceOf(path);

    const format = await source.open();
    const collector = new PictureCollector(pictureBytes(format));
    const collected = collector.collect(4);
    source.start(collector);
    const pictures = await collected;

    expect(format).toMatchObject({ pixelFormat: 'rgba', width: 32, height: 20, fps: 50 });
    const row = 10 * 32 * 4;
    const second = pictures.find(({ pixels }) => pixels[row] !== 50)!.pixels;
    const levelAt = (x: number): number => second[row + x * 4];
    expect([levelAt(0), levelAt(16), levelAt(31)]).toEqual([0, 255, 0]);
    expect(second[3]).toBe(255);
  });

  it('scales the first down into the wished size, and never up', async () => {
    const large = await makeStills('large', { 'a.png': 1 }, { width: 640, height: 480 });

    expect(await sourceOf(large, { width: 320, height: 180, fps: 30 }).open()).toMatchObject({
      width: 240,
      height: 180,
    });
    expect(await sourceOf(large).open()).toMatchObject({ width: 640, height: 480 });
  });

  it('leaves out what is no picture, and notes it once', async () => {
    const path = await makeStills('mixed', { '1.png': 10, '3.png': 30 });
    writeFileSync(join(path, '0.txt'), 'no picture');
    writeFileSync(join(path, '2.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]));
    mkdirSync(join(path, '4'));
    const source = sourceOf(path);

    const { levels } = await play(source, 6);

    expect(new Set(levels)).toEqual(new Set([10, 30]));
    expect(
      source.notices.map(({ code, message }) => [code, /[02]\.(?:txt|jpg)/.exec(message)?.[0]]),
    ).toEqual([
      ['picture-left-out', '0.txt'],
      ['picture-left-out', '2.jpg'],
    ]);
  });

  it('shows a single picture for ever, even when its file is gone', async () => {
    const path = join(await makeStills('single', { 'one.png': 77 }), 'one.png');
    const source = sourceOf(path);
    const collector = new PictureCollector(pictureBytes(await source.open()));
    rmSync(path);
    const collected = collector.collect(5);

    source.start(collector);

    expect((await collected).map(({ pixels }) => pixels[0])).toEqual([77, 77, 77, 77, 77]);
  });

  it('fails when no picture is left', async () => {
    const path = await makeStills('vanishing', { '1.png': 10, '2.png': 20 });
    const source = sourceOf(path);
    const collector = new PictureCollector(pictureBytes(await source.open()));
    const failed = failureOf(collector.collect(10_000));
    source.start(collector);
    rmSync(path, { recursive: true });

    expect(await failed).toMatchObject({ code: 'input-unsupported' });
  });

  it('refuses a folder without pictures and one that is not there', async () => {
    const empty = await makeStills('empty', {});
    const useless = await makeStills('useless', {});
    writeFileSync(join(useless, 'notes.txt'), 'no picture');

    for (const path of [empty, useless]) {
      const failure = await failureOf(sourceOf(path).open());
      expect(failure).toMatchObject({ code: 'input-unsupported' });
    }
    expect(await failureOf(sourceOf(folder.file('nowhere')).open())).toMatchObject({
      code: 'input-missing',
    });
  });
});
