import type { Frame } from '../frame.ts';
import type { FacePlace } from './matching.ts';

/**
 * What became of the picture since the detector last looked: nothing that matters, something new
 * beside the followed faces, or another scene altogether.
 */
export type SceneState = 'same' | 'changed' | 'cut';

/**
 * Cells along the picture's longer side. The smallest face that the detector finds is a tenth of
 * that side and so holds two by two whole cells wherever it comes.
 */
const CELLS_ALONG = 32;

/** Points sampled along each side of a cell; their mean is steady under a sensor's noise. */
const POINTS_ALONG = 3;
const POINTS_IN_CELL = POINTS_ALONG * POINTS_ALONG;

/** Levels (of red, green or blue) by which the mean of a cell differs when it shows something else. */
const LEVELS_OF_CHANGE = 18;

/** So many changed cells beside the followed faces are worth a look: most of the smallest face. */
const CELLS_OF_CHANGE = 3;

/** A cut changes at least this share of all cells from one picture to the next. */
const SHARE_OF_CUT = 0.6;

/** A followed face moves, and its hair with it: cells so near to its place are its own; in sizes. */
const OWN_REACH = 0.9;

/**
 * Tells from a sparse grid whether a face may have come into the picture that nobody has looked for
 * yet. Costs some 50 microseconds a picture, where the detector costs 6 milliseconds.
 */
export class SceneChange {
  #width = 0;
  #height = 0;
  #columns = 0;
  #rows = 0;
  /** Where each cell's points begin in the pixels, cell by cell. */
  #points = new Int32Array(0);
  /** Means of red, green and blue of each cell: now, in the picture before, when last looked at. */
  #now = new Float32Array(0);
  #before = new Float32Array(0);
  #looked = new Float32Array(0);
  #followedWhenLooked: readonly FacePlace[] = [];

  /**
   * @param frame RGBA, the next of the stream.
   * @param followed where faces are expected; what changes there is not counted.
   * @returns 'cut' for a picture of another size than the one before.
   */
  compare(frame: Frame, followed: readonly FacePlace[]): SceneState {
    const isFirst = frame.width !== this.#width || frame.height !== this.#height;
    if (isFirst) this.#allocate(frame);
    [this.#before, this.#now] = [this.#now, this.#before];
    this.#sample(frame);
    if (isFirst) return 'cut';
    if (this.#changedCells(this.#before, []) >= SHARE_OF_CUT * this.#columns * this.#rows) {
      return 'cut';
    }
    const own = [...followed, ...this.#followedWhenLooked];
    const changed = this.#changedCells(this.#looked, own);
    return changed >= CELLS_OF_CHANGE ? 'changed' : 'same';
  }

  /**
   * The detector has looked at the picture that was compared last.
   *
   * @param followed where faces were found in it: what they leave behind is their own, too.
   */
  noteLook(followed: readonly FacePlace[]): void {
    this.#looked.set(this.#now);
    this.#followedWhenLooked = followed;
  }

  #allocate({ width, height }: Frame): void {
    const cellSide = Math.max(width, height) / CELLS_ALONG;
    this.#width = width;
    this.#height = height;
    this.#columns = Math.max(1, Math.round(width / cellSide));
    this.#rows = Math.max(1, Math.round(height / cellSide));
    const length = this.#columns * this.#rows * 3;
    this.#now = new Float32Array(length);
    this.#before = new Float32Array(length);
    this.#looked = new Float32Array(length);
    this.#followedWhenLooked = [];
    this.#points = new Int32Array(this.#columns * this.#rows * POINTS_IN_CELL);
    let i = 0;
    for (let row = 0; row < this.#rows; row++) {
      for (let column = 0; column < this.#columns; column++) {
        for (let k = 0; k < POINTS_IN_CELL; k++) {
          const u = (column + ((k % POINTS_ALONG) + 0.5) / POINTS_ALONG) / this.#columns;
          const v = (row + (Math.floor(k / POINTS_ALONG) + 0.5) / POINTS_ALONG) / this.#rows;
          this.#points[i++] = (Math.floor(v * height) * width + Math.floor(u * width)) * 4;
        }
      }
    }
  }

  #sample({ pixels }: Frame): void {
    const means = this.#now;
    const points = this.#points;
    for (let cell = 0, i = 0; cell < means.length; cell += 3) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let k = 0; k < POINTS_IN_CELL; k++, i++) {
        const p = points[i];
        red += pixels[p];
        green += pixels[p + 1];
        blue += pixels[p + 2];
      }
      means[cell] = red / POINTS_IN_CELL;
      means[cell + 1] = green / POINTS_IN_CELL;
      means[cell + 2] = blue / POINTS_IN_CELL;
    }
  }

  #changedCells(earlier: Float32Array, ignored: readonly FacePlace[]): number {
    const now = this.#now;
    let changed = 0;
    for (let i = 0; i < now.length; i += 3) {
      const isOther =
        Math.abs(now[i] - earlier[i]) > LEVELS_OF_CHANGE ||
        Math.abs(now[i + 1] - earlier[i + 1]) > LEVELS_OF_CHANGE ||
        Math.abs(now[i + 2] - earlier[i + 2]) > LEVELS_OF_CHANGE;
      if (isOther && !this.#isWithin(ignored, i / 3)) changed += 1;
    }
    return changed;
  }

  #isWithin(places: readonly FacePlace[], cell: number): boolean {
    const x = (((cell % this.#columns) + 0.5) / this.#columns) * this.#width;
    const y = ((Math.floor(cell / this.#columns) + 0.5) / this.#rows) * this.#height;
    return places.some(
      (place) => Math.max(Math.abs(x - place.x), Math.abs(y - place.y)) < OWN_REACH * place.size,
    );
  }
}
