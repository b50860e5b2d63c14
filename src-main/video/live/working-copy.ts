import { nativeAddon, type Rectangle } from '../../base/addon.ts';
import { createFrame, type Frame } from '../frame.ts';

/** Width of the ramp around what is pasted, in pixels of the copy. */
const RIM = 6;

/**
 * A smaller copy of a picture in which faces are sought and drawn when the machine is busy; what was
 * drawn is scaled up into the full picture, which stays sharp elsewhere.
 */
export class WorkingCopy {
  #copy = createFrame(1, 1);
  /** One byte per pixel of the copy, 255 where it is pasted. */
  #mask = new Uint8Array(1);
  readonly #toCopy = new Float64Array(6);

  /**
   * @param longestSide in pixels, of the copy.
   * @returns the frame itself where it is no larger.
   */
  of(full: Frame, longestSide: number): Frame {
    const scale = longestSide / Math.max(full.width, full.height);
    if (scale >= 1) return full;
    const width = Math.max(1, Math.round(full.width * scale));
    const height = Math.max(1, Math.round(full.height * scale));
    if (this.#copy.width !== width || this.#copy.height !== height) {
      this.#copy = createFrame(width, height);
      this.#mask = new Uint8Array(width * height);
    }
    const { pixels } = this.#copy;
    nativeAddon().scaleRgba(full.pixels, full.width, full.height, pixels, width, height);
    this.#copy.timeMs = full.timeMs;
    return this.#copy;
  }

  /**
   * Pastes what was drawn into the copy back into the picture it was made of.
   *
   * @param drawn rectangles of the copy.
   */
  pasteBack(full: Frame, drawn: readonly Rectangle[]): void {
    const { width, height, pixels } = this.#copy;
    const map = this.#toCopy;
    map[0] = width / full.width;
    map[4] = height / full.height;
    const mask = this.#mask.fill(0);
    for (const rectangle of drawn) fillRamped(mask, this.#copy, rectangle);
    for (const rectangle of drawn) {
      const pasted = scaled(grown(rectangle, this.#copy), full.width / width, full);
      nativeAddon().pasteMasked(
        full.pixels,
        full.width,
        full.height,
        pixels,
        mask,
        width,
        height,
        map,
        pasted,
      );
    }
  }
}

type Size = Pick<Frame, 'width' | 'height'>;

/** A rectangle with the ramp around it, as far as it lies within the picture. */
function grown({ x, y, width, height }: Rectangle, within: Size): Rectangle {
  const left = Math.max(0, x - RIM);
  const top = Math.max(0, y - RIM);
  const right = Math.min(within.width, x + width + RIM);
  const bottom = Math.min(within.height, y + height + RIM);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** 255 in the rectangle, falling to 0 over the ramp around it; what is there already stays if higher. */
function fillRamped(mask: Uint8Array, size: Size, rectangle: Rectangle): void {
  const { x, y, width, height } = grown(rectangle, size);
  for (let row = y; row < y + height; row++) {
    const below = distanceOutside(row, rectangle.y, rectangle.height);
    for (let column = x; column < x + width; column++) {
      const beside = distanceOutside(column, rectangle.x, rectangle.width);
      const value = 255 * (1 - Math.max(below, beside) / (RIM + 1));
      const i = row * size.width + column;
      if (value > mask[i]) mask[i] = value;
    }
  }
}

/** How many pixels a position lies before or behind a stretch; 0 within. */
function distanceOutside(position: number, start: number, length: number): number {
  return Math.max(0, start - position, position - (start + length - 1));
}

function scaled({ x, y, width, height }: Rectangle, factor: number, within: Size): Rectangle {
  const left = Math.floor(x * factor);
  const top = Math.floor(y * factor);
  const right = Math.min(within.width, Math.ceil((x + width) * factor));
  const bottom = Math.min(within.height, Math.ceil((y + height) * factor));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
