import type { Rectangle } from '../../src-main/base/addon.ts';
import { createFrame, type Frame } from '../../src-main/video/frame.ts';
import { sharp } from '../../src-main/video/sources/sharp.ts';
import { CAPTION_HEIGHT, drawCaption } from './caption.ts';
import type { Moment } from './compare-clips.ts';
import { squareAround } from './face-bounds.ts';

const COLUMNS = 3;
/** Side of each picture. */
const TILE = 320;
const GAP_IN_PAIR = 4;
const GAP = 16;
const CAPTION_SCALE = 2;
const CAPTION_BAND = CAPTION_HEIGHT * CAPTION_SCALE + 12;
const BACKGROUND = 24;

/** How much of the surroundings is shown: the square's side over the face's. */
const MARGIN = 1.4;

const PAIR_WIDTH = 2 * TILE + GAP_IN_PAIR;
const CELL_WIDTH = PAIR_WIDTH + GAP;
const CELL_HEIGHT = CAPTION_BAND + TILE + GAP;

/** Lays moments out in rows: the original's face on the left of each pair, the swapped one right. */
export async function drawContactSheet(moments: readonly Moment[]): Promise<Frame> {
  const columns = Math.min(COLUMNS, moments.length);
  const rows = Math.ceil(moments.length / COLUMNS);
  const sheet = createFrame(GAP + columns * CELL_WIDTH, GAP + rows * CELL_HEIGHT);
  sheet.pixels.fill(BACKGROUND);
  for (let alpha = 3; alpha < sheet.pixels.length; alpha += 4) sheet.pixels[alpha] = 255;

  for (const [index, { seconds, original, swapped, face }] of moments.entries()) {
    const left = GAP + (index % COLUMNS) * CELL_WIDTH;
    const right = left + TILE + GAP_IN_PAIR;
    const top = GAP + Math.floor(index / COLUMNS) * CELL_HEIGHT;
    const square = squareAround(face, MARGIN, original);
    drawCaption(sheet, `${seconds.toFixed(1)} s original`, left, top, CAPTION_SCALE);
    drawCaption(sheet, 'swapped', right, top, CAPTION_SCALE);
    place(sheet, await enlarged(original, square), left, top + CAPTION_BAND);
    place(sheet, await enlarged(swapped, square), right, top + CAPTION_BAND);
  }
  return sheet;
}

async function enlarged({ pixels, width, height }: Frame, square: Rectangle): Promise<Frame> {
  const { x: left, y: top, width: side } = square;
  const tile = await sharp(pixels, { raw: { width, height, channels: 4 } })
    .extract({ left, top, width: side, height: side })
    .resize(TILE, TILE, { kernel: 'lanczos3' })
    .raw()
    .toBuffer();
  return { width: TILE, height: TILE, pixels: Uint8Array.from(tile), timeMs: 0 };
}

function place(sheet: Frame, tile: Frame, x: number, y: number): void {
  for (let row = 0; row < tile.height; row++) {
    const line = tile.pixels.subarray(row * tile.width * 4, (row + 1) * tile.width * 4);
    sheet.pixels.set(line, ((y + row) * sheet.width + x) * 4);
  }
}
