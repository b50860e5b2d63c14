import { readFile } from 'node:fs/promises';
import type { Metadata } from 'sharp';
import { MirageError } from '../../contract/error.ts';
import type { Notice } from '../../contract/notice.ts';
import type { Frame } from '../frame.ts';
import { assertReadableFile, readHead, unsupportedInput } from './input-file.ts';
import { sharp } from './sharp.ts';
import { recogniseSignature, SIGNATURE_BYTES, type PictureFormat } from './signature.ts';

export interface LoadPictureOptions {
  /** The largest width · height that is decoded; 100 million (400 MB of RGBA) by default. */
  maxPixels?: number;
  /** What becomes of a picture with several frames or pages; 'refuse' by default. */
  animated?: 'first-frame' | 'refuse';
}

export interface LoadedPicture {
  /** Upright, 8-bit sRGB with straight (not premultiplied) alpha. */
  frame: Frame;
  format: PictureFormat;
  /** Whether the file stores alpha; the frame's is 255 everywhere otherwise. */
  hasAlpha: boolean;
  /** The EXIF orientation that was applied, 1 (upright as stored) to 8. */
  orientation: number;
  notices: Notice[];
}

/** A flagship phone's largest picture has half of this. */
const MAX_PIXELS = 100_000_000;

/** No picture within the pixel limit is stored in more. */
const MAX_FILE_BYTES = 1 << 29;

/** A picture of the largest size decodes in a few seconds; longer is a file made to stall. */
const DECODE_TIMEOUT_SECONDS = 60;

/**
 * Loads a JPEG, PNG, WebP, GIF, TIFF or AVIF picture, told by its content.
 *
 * Orientation and colour profile are applied; CMYK, grey, palette and 16-bit pictures become 8-bit
 * sRGB.
 *
 * @param source a path, or the file's bytes.
 * @throws MirageError `input-missing`, `input-unreadable` (empty, damaged, cut short),
 *   `input-unsupported` (another type), `picture-too-large`, `picture-animated`.
 */
export async function loadPicture(
  source: string | Uint8Array,
  options: LoadPictureOptions = {},
): Promise<LoadedPicture> {
  const { maxPixels = MAX_PIXELS, animated = 'refuse' } = options;
  const name = typeof source === 'string' ? source : 'The picture';
  const format = await pictureFormat(source, name);
  const bytes = typeof source === 'string' ? await readFile(source) : source;
  const metadata = await readable(
    name,
    format,
    sharp(bytes, { limitInputPixels: false }).metadata(),
  );
  refuseTooLarge(name, metadata, maxPixels);
  const notices: Notice[] = [];
  if ((metadata.pages ?? 1) > 1 || isAnimatedPng(bytes)) {
    if (animated === 'refuse') throw animatedPicture(name);
    notices.push({
      code: 'first-frame-used',
      message: `${name} has several frames; the first is used.`,
    });
  }
  const frame = await decode(name, format, bytes, maxPixels);
  return {
    frame,
    format,
    hasAlpha: metadata.hasAlpha,
    orientation: metadata.orientation ?? 1,
    notices,
  };
}

async function pictureFormat(source: string | Uint8Array, name: string): Promise<PictureFormat> {
  const length = typeof source === 'string' ? await assertReadableFile(source) : source.length;
  if (length === 0) throw unreadable(name, 'It is empty.');
  const head = typeof source === 'string' ? await readHead(source, SIGNATURE_BYTES) : source;
  const signature = recogniseSignature(head);
  if (signature?.kind !== 'picture') {
    throw unsupportedInput(name, signature?.description ?? 'no picture');
  }
  if (length > MAX_FILE_BYTES) {
    throw new MirageError('picture-too-large', {
      message: `${name} is a file of ${Math.round(length / 1e6)} MB.`,
      hint: 'Save it smaller, as JPEG for example.',
    });
  }
  return signature.format;
}

async function decode(
  name: string,
  format: PictureFormat,
  bytes: Uint8Array,
  maxPixels: number,
): Promise<Frame> {
  // 'error' lets pass what a viewer shows without complaint, such as bytes after a JPEG's end.
  const picture = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' })
    .timeout({ seconds: DECODE_TIMEOUT_SECONDS })
    .autoOrient()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { data, info } = await readable(name, format, picture);
  const { buffer, byteOffset, length } = data;
  // sharp allocated this memory: it can be read and written, but not transferred to another thread.
  const pixels = new Uint8Array(buffer, byteOffset, length);
  return { width: info.width, height: info.height, pixels, timeMs: 0 };
}

async function readable<T>(name: string, format: PictureFormat, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const type = format === 'jpeg' ? 'JPEG' : format === 'webp' ? 'WebP' : format.toUpperCase();
    throw unreadable(name, `It seems to be ${type}, but is damaged or cut short.`, cause);
  }
}

function refuseTooLarge(name: string, { width, height }: Metadata, maxPixels: number): void {
  if (width * height <= maxPixels) return;
  const megapixels = (pixels: number): number => Math.round(pixels / 100_000) / 10;
  throw new MirageError('picture-too-large', {
    message: `${name} has ${width}x${height} pixels (${megapixels(width * height)} million); at most ${megapixels(maxPixels)} million are opened.`,
    hint: 'Scale it down first.',
  });
}

function animatedPicture(name: string): MirageError {
  return new MirageError('picture-animated', {
    message: `${name} has several frames or pages.`,
    hint: 'Save one frame as a picture, or convert it to a video.',
  });
}

function unreadable(name: string, reason: string, cause?: unknown): MirageError {
  return new MirageError('input-unreadable', {
    message: `${name} cannot be read. ${reason}`,
    hint: 'Check that it opens in a picture viewer, or save it again.',
    cause,
  });
}

const PNG_SIGNATURE_BYTES = 8;

/**
 * Whether a PNG announces more than one frame, which its loader does not tell: an acTL chunk, which
 * precedes the pixels (PNG specification, third edition, 11.3.6).
 */
function isAnimatedPng(bytes: Uint8Array): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.toString('latin1', 1, 4) !== 'PNG') return false;
  for (let at = PNG_SIGNATURE_BYTES; at + 12 <= view.length; at += 12 + view.readUInt32BE(at)) {
    const type = view.toString('latin1', at + 4, at + 8);
    if (type === 'acTL') return view.readUInt32BE(at + 8) > 1;
    if (type === 'IDAT') return false;
  }
  return false;
}
