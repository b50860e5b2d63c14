import type { PictureSize } from './picture-fit.ts';

/** Of a frame header that decoders for cameras know: baseline, extended, progressive (T.81, B.1). */
const FRAME_MARKERS = [0xc0, 0xc1, 0xc2];
/** Markers without a segment: TEM, RST0-7, SOI. */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
/** Length (2), precision (1), height (2), width (2). */
const FRAME_HEADER_BYTES = 7;

/**
 * Reads a JPEG's size from its frame header. Source: ITU-T T.81, annex B.
 *
 * @returns undefined when there is none before the pixels, or one of a kind no camera sends.
 */
export function readJpegSize(jpeg: Uint8Array): PictureSize | undefined {
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return undefined;
  let at = 2;
  while (at + 2 + FRAME_HEADER_BYTES <= jpeg.length) {
    const marker = jpeg[at + 1];
    if (jpeg[at] !== 0xff) return undefined;
    if (marker === 0xff) at += 1;
    else if (isBare(marker)) at += 2;
    else if (marker === START_OF_SCAN || marker === END_OF_IMAGE) return undefined;
    else if (FRAME_MARKERS.includes(marker)) {
      return { height: bigEndian(jpeg, at + 5), width: bigEndian(jpeg, at + 7) };
    } else at += 2 + bigEndian(jpeg, at + 2);
  }
  return undefined;
}

/**
 * Whether a JPEG was sent to its end. Its end marker cannot occur in the pixels, where every 0xff is
 * followed by a zero or a restart marker (T.81, F.1.2.3); padding may follow it.
 */
export function hasJpegEnd(jpeg: Uint8Array): boolean {
  for (let at = jpeg.length - 2; at >= 0; at--) {
    if (jpeg[at] !== 0xff) continue;
    if (jpeg[at + 1] === END_OF_IMAGE) return true;
    if (jpeg[at + 1] === START_OF_SCAN) return false;
  }
  return false;
}

function bigEndian(bytes: Uint8Array, at: number): number {
  return bytes[at] * 256 + bytes[at + 1];
}
