import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { skipWhen, SKIPS } from '../../../test-support/skips.ts';
import { drawPicture } from '../../../test-support/media/draw-picture.ts';
import { failureOf } from '../../../test-support/media/failure.ts';
import { mountSmallDisk } from '../../../test-support/media/small-disk.ts';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import { createRandom } from '../../../test-support/random.ts';
import { createFrame } from '../frame.ts';
import { loadPicture } from '../sources/load-picture.ts';
import { savePicture } from './save-picture.ts';

const folder = new TemporaryFolder();
const picture = drawPicture(48, 32);
const smallDisk = folder.file('small-disk');
const hasSmallDisk = mountSmallDisk(smallDisk);

describe('savePicture', () => {
  it.each(['png', 'jpg', 'jpeg', 'webp', 'avif', 'tif', 'tiff', 'PNG'])(
    'writes .%s that loads as it was',
    async (extension) => {
      const path = folder.file(`saved.${extension}`);

      await savePicture(picture, path, { quality: 100 });

      const { frame } = await loadPicture(path);
      const sum = frame.pixels.reduce(
        (all, value, at) => all + Math.abs(value - picture.pixels[at]),
        0,
      );
      expect(sum / frame.pixels.length).toBeLessThan(1.5);
      expect(folder.list().filter((name) => name.startsWith('.'))).toEqual([]);
    },
  );

  const glass = createFrame(8, 8);
  glass.pixels.fill(0);

  it.each([
    { name: 'alpha.png', keepAlpha: true, pixel: [0, 0, 0, 0] },
    { name: 'white.png', keepAlpha: false, pixel: [255, 255, 255, 255] },
    { name: 'white.jpg', keepAlpha: true, pixel: [255, 255, 255, 255] },
  ])('writes a transparent picture into $name as $pixel', async ({ name, keepAlpha, pixel }) => {
    await savePicture(glass, folder.file(name), { keepAlpha });

    const { frame } = await loadPicture(folder.file(name));
    expect([...frame.pixels.subarray(0, 4)]).toEqual(pixel);
  });

  it.each([
    { what: 'an unknown extension', path: 'a.bmp', code: 'output-unsupported' },
    { what: 'a folder that does not exist', path: 'none/a.png', code: 'output-unwritable' },
    { what: 'a folder', path: 'folder.png', code: 'output-unwritable' },
    { what: 'its input', path: 'input.png', code: 'output-unwritable' },
  ])('refuses $what and leaves nothing', async ({ what, path, code }) => {
    if (what === 'a folder') mkdirSync(folder.file(path));
    writeFileSync(folder.file('input.png'), 'input');
    const before = folder.list();

    const failure = await failureOf(
      savePicture(picture, folder.file(path), { inputs: [folder.file('input.png')] }),
    );

    expect(failure.code).toBe(code);
    expect(folder.list()).toEqual(before);
  });

  it('refuses a side longer than the format can store', async () => {
    const failure = await failureOf(savePicture(createFrame(16_384, 1), folder.file('long.webp')));

    expect(failure).toMatchObject({ code: 'output-unsupported' });
    expect(failure.hint).toContain('.png');
  });

  it('says when the disk is full, and leaves nothing', async (context) => {
    skipWhen(!hasSmallDisk, SKIPS.smallDisk, context);
    const noise = {
      width: 800,
      height: 800,
      pixels: createRandom(1).bytes(800 * 800 * 4),
      timeMs: 0,
    };

    const failure = await failureOf(savePicture(noise, `${smallDisk}/noise.png`));

    expect(failure.code).toBe('disk-full');
    expect(readdirSync(smallDisk)).toEqual([]);
  });
});
