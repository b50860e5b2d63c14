import { crc32 } from 'node:zlib';

/** What a test picture says of itself. */
export interface FrameStamp {
  /** Counts the pictures due, those skipped too; modulo 2^32. */
  frameNumber: number;
  /** When it was drawn: whole milliseconds by monotonicMs, modulo 2^32. */
  timeMs: number;
}

/**
 * The stamp lies in the top left corner: blocks, twelve to a row, 32 + 32 + 32 bits in
 * all, the most significant first: frame number, time, and the CRC-32 of both.
 */
const COLUMNS = 12;
const ROWS = 8;
/**
 * Blocks across the picture's width: 20 pixels each at 1280. That leaves 10 at half the size, more
 * than JPEG's 8x8 transform and halved chroma blur.
 */
const BLOCKS_ACROSS = 64;
/** Black and white of limited range; what is between them when read decides in any range. */
const BLACK = 16;
const WHITE = 235;
const THRESHOLD = (BLACK + WHITE) / 2;
const NEUTRAL_CHROMA = 128;

/** The same for every picture: one thread draws one stamp at a time. */
const message = new DataView(new ArrayBuffer(12));
const stampedBytes = new Uint8Array(message.buffer, 0, 8);

/**
 * Draws a stamp into an I420 picture of limited range. Allocates nothing.
 *
 * @param width even, at least 256, so that a block has four pixels.
 * @param height even, at least an eighth of the width.
 */
export function drawFrameStamp(
  i420: Uint8Array,
  width: number,
  height: number,
  stamp: FrameStamp,
): void {
  compose(stamp);
  for (let row = 0; row < ROWS; row++) {
    const [top, bottom] = [edge(row, width), edge(row + 1, width)];
    const start = top * width;
    for (let column = 0; column < COLUMNS; column++) {
      const level = isWhite(row * COLUMNS + column) ? WHITE : BLACK;
      i420.fill(level, start + edge(column, width), start + edge(column + 1, width));
    }
    for (let y = top + 1; y < bottom; y++) {
      i420.copyWithin(y * width, start, start + edge(COLUMNS, width));
    }
  }
  clearChroma(i420, width, height);
}

function clearChroma(i420: Uint8Array, width: number, height: number): void {
  const chromaWidth = width / 2;
  const [right, bottom] = [Math.ceil(edge(COLUMNS, width) / 2), Math.ceil(edge(ROWS, width) / 2)];
  for (const plane of [width * height, (width * height * 5) / 4]) {
    for (let y = 0; y < bottom; y++) {
      const start = plane + y * chromaWidth;
      i420.fill(NEUTRAL_CHROMA, start, start + right);
    }
  }
}

/**
 * Reads a picture's stamp, whatever size it was scaled to.
 *
 * @param luma the Y plane, or any one channel as bright, `width` x `height`, rows without padding.
 * @returns undefined when there is none, or when it is not readable without doubt.
 */
export function readFrameStamp(
  luma: Uint8Array,
  width: number,
  height: number,
): FrameStamp | undefined {
  if (edge(ROWS, width) > height) return undefined;
  for (let word = 0; word < 3; word++) {
    let value = 0;
    for (let bit = 0; bit < 32; bit++) {
      value = value * 2 + (blockLevel(luma, width, word * 32 + bit) > THRESHOLD ? 1 : 0);
    }
    message.setUint32(word * 4, value);
  }
  if (message.getUint32(8) !== crc32(stampedBytes)) return undefined;
  return { frameNumber: message.getUint32(0), timeMs: message.getUint32(4) };
}

function compose({ frameNumber, timeMs }: FrameStamp): void {
  message.setUint32(0, frameNumber);
  message.setUint32(4, Math.floor(timeMs) % 2 ** 32);
  message.setUint32(8, crc32(stampedBytes));
}

function isWhite(bit: number): boolean {
  return ((message.getUint8(bit >> 3) >> (7 - (bit & 7))) & 1) === 1;
}

/** Where a block begins, in pixels; both directions alike. */
function edge(block: number, width: number): number {
  return Math.round((block * width) / BLOCKS_ACROSS);
}

/** Mean of a block's inner quarter, away from what its neighbours spill over. */
function blockLevel(luma: Uint8Array, width: number, bit: number): number {
  const side = width / BLOCKS_ACROSS;
  const left = ((bit % COLUMNS) + 0.25) * side;
  const top = (Math.floor(bit / COLUMNS) + 0.25) * side;
  const inner = Math.max(1, Math.round(side / 2));
  let sum = 0;
  for (let y = 0; y < inner; y++) {
    const start = (Math.round(top) + y) * width + Math.round(left);
    for (let x = 0; x < inner; x++) sum += luma[start + x];
  }
  return sum / (inner * inner);
}
