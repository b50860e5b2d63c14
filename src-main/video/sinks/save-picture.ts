import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Sharp } from 'sharp';
import { MirageError } from '../../contract/error.ts';
import type { Frame } from '../frame.ts';
import { sharp } from '../sources/sharp.ts';
import { OutputFile, outputError } from './output-file.ts';

export interface SavePictureOptions {
  /** Keep alpha where the format has it; otherwise the picture is laid on white. False by default. */
  keepAlpha?: boolean;
  /** 1 (smallest) to 100, for JPEG, WebP and AVIF; 92 by default. */
  quality?: number;
  /** Files that must not be overwritten. */
  inputs?: readonly string[];
}

interface OutputFormat {
  encode: (picture: Sharp, quality: number) => Sharp;
  hasAlpha: boolean;
  /** The longest side the format can store. */
  maxSide: number;
}

/** From this quality on colour is kept at full resolution: halving it would be the visible loss. */
const FULL_CHROMA_QUALITY = 90;

const JPEG: OutputFormat = {
  encode: (picture, quality) =>
    picture.jpeg({
      quality,
      chromaSubsampling: quality >= FULL_CHROMA_QUALITY ? '4:4:4' : '4:2:0',
    }),
  hasAlpha: false,
  maxSide: 65535,
};

const TIFF: OutputFormat = {
  encode: (picture) => picture.tiff({ compression: 'deflate', predictor: 'horizontal' }),
  hasAlpha: true,
  maxSide: Infinity,
};

/** By extension. */
const FORMATS: Readonly<Record<string, OutputFormat>> = {
  '.png': { encode: (picture) => picture.png(), hasAlpha: true, maxSide: Infinity },
  '.jpg': JPEG,
  '.jpeg': JPEG,
  '.webp': {
    encode: (picture, quality) => picture.webp({ quality }),
    hasAlpha: true,
    maxSide: 16383,
  },
  '.avif': {
    encode: (picture, quality) => picture.avif({ quality }),
    hasAlpha: true,
    maxSide: 16384,
  },
  '.tif': TIFF,
  '.tiff': TIFF,
};

/**
 * Saves a picture in the format its extension names, as sRGB: whole, or not at all.
 *
 * @throws MirageError `output-unsupported`, `output-unwritable`, `disk-full`.
 */
export async function savePicture(
  frame: Frame,
  path: string,
  { keepAlpha = false, quality = 92, inputs = [] }: SavePictureOptions = {},
): Promise<void> {
  const format = formatFor(path, frame);
  const output = await OutputFile.prepare(path, inputs);
  try {
    const picture = sharp(frame.pixels, {
      raw: { width: frame.width, height: frame.height, channels: 4 },
      limitInputPixels: false,
    });
    const laid = keepAlpha && format.hasAlpha ? picture : picture.flatten({ background: 'white' });
    await writeFile(output.temporaryPath, await format.encode(laid, quality).toBuffer());
  } catch (cause) {
    await output.discard();
    throw outputError(path, cause);
  }
  await output.commit();
}

/**
 * Says beforehand whether {@link savePicture} knows the format that a path's extension names.
 *
 * @throws MirageError `output-unsupported`.
 */
export function assertPictureExtension(path: string): void {
  formatOf(path);
}

function formatOf(path: string): OutputFormat {
  const extension = extname(path).toLowerCase();
  if (Object.hasOwn(FORMATS, extension)) return FORMATS[extension];
  throw new MirageError('output-unsupported', {
    message: `Pictures are not written as ${extension === '' ? 'files without an extension' : extension}.`,
    hint: `Use one of ${Object.keys(FORMATS).join(', ')}.`,
  });
}

function formatFor(path: string, { width, height }: Frame): OutputFormat {
  const format = formatOf(path);
  if (Math.max(width, height) > format.maxSide) {
    throw new MirageError('output-unsupported', {
      message: `A picture of ${width}x${height} does not fit into ${extname(path)}, which ends at ${format.maxSide} pixels a side.`,
      hint: 'Save it as .png or .tiff.',
    });
  }
  return format;
}
