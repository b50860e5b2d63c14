import type { Rectangle } from '../../src-main/base/addon.ts';

/**
 * How much a face flickers: the mean absolute second difference over time, |before - 2·now + after|,
 * of the luma inside the face's rectangle. Steady light and steady change measure 0; what jumps back
 * and forth from frame to frame measures most.
 *
 * Motion and noise measure something as well, so a figure means little by itself; the same face
 * before and after a swap makes a ratio.
 */
export class FlickerMeter {
  readonly #width: number;
  #before: Uint8Array;
  #now: Uint8Array;
  #faceNow: Rectangle | undefined;
  #frames = 0;
  #sum = 0;
  #pixels = 0;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#before = new Uint8Array(width * height);
    this.#now = new Uint8Array(width * height);
  }

  /**
   * Takes the next frame.
   *
   * @param luma rows without padding; copied. What follows the picture's pixels is not looked at.
   * @param face whole pixels inside the picture; undefined leaves the moment out.
   */
  observe(luma: Uint8Array, face: Rectangle | undefined): void {
    if (this.#frames >= 2 && this.#faceNow) this.#measure(luma, this.#faceNow);
    [this.#before, this.#now] = [this.#now, this.#before];
    this.#now.set(luma.subarray(0, this.#now.length));
    this.#faceNow = face;
    this.#frames += 1;
  }

  /** In luma levels; 0 when there was nothing to measure. */
  get level(): number {
    return this.#pixels === 0 ? 0 : this.#sum / this.#pixels;
  }

  #measure(after: Uint8Array, { x, y, width, height }: Rectangle): void {
    for (let row = y; row < y + height; row++) {
      const start = row * this.#width + x;
      for (let i = start; i < start + width; i++) {
        this.#sum += Math.abs(this.#before[i] - 2 * this.#now[i] + after[i]);
      }
    }
    this.#pixels += width * height;
  }
}
