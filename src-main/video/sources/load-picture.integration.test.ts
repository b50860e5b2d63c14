import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { asSharp, drawAnimation, drawPicture } from '../../../test-support/media/draw-picture.ts';
import { failureOf } from '../../../test-support/media/failure.ts';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import { createRandom } from '../../../test-support/random.ts';
import type { Frame } from '../frame.ts';
import { loadPicture } from './load-picture.ts';
import { sharp } from './sharp.ts';

const folder = new TemporaryFolder();
const WIDTH = 48;
const HEIGHT = 32;
const drawn = drawPicture(WIDTH, HEIGHT);

function pixelAt(frame: Frame, x: number, y: number): number[] {
  const at = (y * frame.width + x) * 4;
  return [...frame.pixels.subarray(at, at + 4)];
}

function meanDifference(left: Frame, right: Frame): number {
  const sum = left.pixels.reduce(
    (total, value, at) => total + Math.abs(value - right.pixels[at]),
    0,
  );
  return sum / left.pixels.length;
}

/** A chunk of a PNG file (PNG specification, third edition, 5.3). */
function pngChunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(content.length);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** A PNG of zeros, 1 bit a pixel, of any announced size. */
function announcedPng(width: number, height: number, extra: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    extra,
    pngChunk('IDAT', rows),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('loadPicture', () => {
  it.each(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'loads %s as drawn',
    async (format) => {
      const bytes = await asSharp(drawn)
        .toFormat(format, format === 'gif' || format === 'png' ? {} : { quality: 100 })
        .toBuffer();
      writeFileSync(folder.file(`picture.${format}`), bytes);

      const picture = await loadPicture(folder.file(`picture.${format}`));

      expect(picture).toMatchObject({ format, orientation: 1, notices: [] });
      expect(picture.frame).toMatchObject({ width: WIDTH, height: HEIGHT });
      expect(meanDifference(picture.frame, drawn)).toBeLessThan(4);
    },
  );

  it.each([
    { orientation: 1, corner: 'top left', turned: false },
    { orientation: 2, corner: 'top right', turned: false },
    { orientation: 3, corner: 'bottom right', turned: false },
    { orientation: 4, corner: 'bottom left', turned: false },
    { orientation: 5, corner: 'top left', turned: true },
    { orientation: 6, corner: 'top right', turned: true },
    { orientation: 7, corner: 'bottom right', turned: true },
    { orientation: 8, corner: 'bottom left', turned: true },
  ])(
    'puts the stored top left corner to the $corner for EXIF orientation $orientation',
    async ({ orientation, corner, turned }) => {
      const bytes = await asSharp(drawn).withMetadata({ orientation }).jpeg().toBuffer();

      const { frame, orientation: applied } = await loadPicture(bytes);

      const corners = {
        'top left': pixelAt(frame, 1, 1),
        'top right': pixelAt(frame, frame.width - 2, 1),
        'bottom left': pixelAt(frame, 1, frame.height - 2),
        'bottom right': pixelAt(frame, frame.width - 2, frame.height - 2),
      };
      const marked = Object.entries(corners).filter(([, [red]]) => red > 180);
      expect(marked.map(([name]) => name)).toEqual([corner]);
      expect(frame.width).toBe(turned ? HEIGHT : WIDTH);
      expect(frame.height).toBe(turned ? WIDTH : HEIGHT);
      expect(applied).toBe(orientation);
    },
  );

  const orange = { r: 200, g: 100, b: 50 };
  const flat = (): ReturnType<typeof sharp> =>
    sharp({ create: { width: 8, height: 8, channels: 3, background: orange } });

  it.each([
    {
      what: '16-bit RGB',
      bytes: () => flat().toColourspace('rgb16').png().toBuffer(),
      tolerance: 1,
    },
    { what: 'CMYK', bytes: () => flat().toColourspace('cmyk').jpeg().toBuffer(), tolerance: 30 },
    {
      what: 'CMYK in TIFF',
      bytes: () => flat().toColourspace('cmyk').tiff().toBuffer(),
      tolerance: 30,
    },
    { what: 'a palette', bytes: () => flat().png({ palette: true }).toBuffer(), tolerance: 1 },
    {
      what: 'the Display P3 profile',
      bytes: () => flat().withIccProfile('p3').png().toBuffer(),
      tolerance: 2,
    },
  ])('turns $what into 8-bit sRGB', async ({ bytes, tolerance }) => {
    const { frame } = await loadPicture(await bytes());

    const [red, green, blue, alpha] = pixelAt(frame, 4, 4);
    expect(Math.abs(red - orange.r)).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(green - orange.g)).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(blue - orange.b)).toBeLessThanOrEqual(tolerance);
    expect(alpha).toBe(255);
  });

  it.each(['b-w', 'grey16'])('turns grey (%s) into equal colours', async (space) => {
    const bytes = await flat().toColourspace(space).png().toBuffer();

    const [red, green, blue, alpha] = pixelAt((await loadPicture(bytes)).frame, 4, 4);

    expect([green, blue, alpha]).toEqual([red, red, 255]);
    expect(red).toBeGreaterThan(100);
    expect(red).toBeLessThan(150);
  });

  it.each(['png', 'webp', 'tiff'] as const)(
    'keeps the alpha of %s, not premultiplied',
    async (format) => {
      const see = { r: 200, g: 100, b: 50, alpha: 0.5 };
      const source = sharp({ create: { width: 8, height: 8, channels: 4, background: see } });
      const options =
        format === 'webp' ? { lossless: true } : format === 'tiff' ? { compression: 'lzw' } : {};

      const { frame, hasAlpha } = await loadPicture(
        await source.toFormat(format, options).toBuffer(),
      );

      expect(hasAlpha).toBe(true);
      expect(pixelAt(frame, 4, 4)).toEqual([200, 100, 50, 128]);
    },
  );

  it.each([
    { what: 'a GIF', bytes: () => drawAnimation('gif') },
    { what: 'a WebP', bytes: () => drawAnimation('webp') },
    {
      what: 'a PNG',
      bytes: () => announcedPng(16, 16, pngChunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]))),
    },
  ])('refuses $what with several frames, or takes the first when told so', async ({ bytes }) => {
    const animation = await bytes();

    const refusal = await failureOf(loadPicture(animation));
    const { frame, notices } = await loadPicture(animation, { animated: 'first-frame' });

    expect(refusal.code).toBe('picture-animated');
    expect(frame).toMatchObject({ width: 16, height: 16 });
    expect(pixelAt(frame, 8, 8)[0]).toBeLessThan(10);
    expect(notices).toMatchObject([{ code: 'first-frame-used' }]);
  });

  it('refuses 20,000 x 20,000 pixels by the header, without room for them', async () => {
    const bytes = announcedPng(20_000, 20_000);
    const before = process.memoryUsage.rss();

    const failure = await failureOf(loadPicture(bytes));

    expect(failure.code).toBe('picture-too-large');
    expect(failure.message).toContain('20000x20000');
    expect(process.memoryUsage.rss() - before).toBeLessThan(100e6);
  });

  it('refuses more pixels than it is told', async () => {
    const bytes = await asSharp(drawn).png().toBuffer();

    const within = await loadPicture(bytes, { maxPixels: WIDTH * HEIGHT });
    const failure = await failureOf(loadPicture(bytes, { maxPixels: WIDTH * HEIGHT - 1 }));

    expect(within.frame.width).toBe(WIDTH);
    expect(failure.code).toBe('picture-too-large');
  });

  it.each(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'refuses %s that is cut short',
    async (format) => {
      const noise = createRandom(5).bytes(64 * 64 * 4);
      const whole = await asSharp({ width: 64, height: 64, pixels: noise, timeMs: 0 })
        .toFormat(format)
        .toBuffer();
      const path = folder.file(`cut.${format}`);
      writeFileSync(path, whole.subarray(0, whole.length / 2));

      const failure = await failureOf(loadPicture(path));

      expect(failure.code).toBe('input-unreadable');
      expect(failure.message).toContain(path);
    },
  );

  it.each([
    { what: 'nothing', bytes: '', code: 'input-unreadable', sentence: 'empty' },
    { what: 'a drawing', bytes: '<svg xmlns="x"/>', code: 'input-unsupported', sentence: 'SVG' },
    { what: 'a document', bytes: '%PDF-1.4', code: 'input-unsupported', sentence: 'PDF' },
    { what: 'a video', bytes: '\x1a\x45\xdf\xa3', code: 'input-unsupported', sentence: 'Matroska' },
    {
      what: 'a portable map',
      bytes: 'P6 1 1 255 abc',
      code: 'input-unsupported',
      sentence: 'text',
    },
    { what: 'noise', bytes: '\x01\x02\x03', code: 'input-unsupported', sentence: 'no picture' },
  ])('refuses $what', async ({ bytes, code, sentence }) => {
    const failure = await failureOf(loadPicture(Buffer.from(bytes, 'latin1')));

    expect(failure.code).toBe(code);
    expect(failure.message).toContain(sentence);
  });

  it('has no loader for drawings, even behind a signature', async () => {
    const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');

    await expect(sharp(drawing).metadata()).rejects.toThrow('unsupported');
  });

  it('says when the file is missing', async () => {
    const failure = await failureOf(loadPicture(folder.file('nowhere.png')));

    expect(failure.code).toBe('input-missing');
  });
});
