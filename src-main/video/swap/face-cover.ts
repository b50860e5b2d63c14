import { nativeAddon, type Rectangle } from '../../base/addon.ts';
import type { FacePlace } from '../faces/matching.ts';
import { createFrame, type Frame } from '../frame.ts';

/** Half the side of what is covered, in face sizes: hair and ears, and a head that moves on. */
const REACH = 1.1;

/** Pixels along each side that are left: a face is three to four of them. */
const LEFT_ALONG = 8;

/**
 * Blurs a face's place beyond recognition: it is scaled down to a few pixels and up again, without
 * corners, so nothing of the face can be got back.
 */
export class FaceCover {
  readonly #few = createFrame(LEFT_ALONG, LEFT_ALONG);
  readonly #mask = new Uint8Array(LEFT_ALONG * LEFT_ALONG).fill(255);
  readonly #toFew = new Float64Array(6);
  /** The place as it is; grown to the largest seen. */
  #copy = new Uint8Array(0);

  /** @returns what was drawn over; empty (width 0) where the place lies outside the picture. */
  draw(frame: Frame, place: FacePlace): Rectangle {
    const rectangle = rectangleAround(place, frame);
    const { x, y, width, height } = rectangle;
    if (width <= 0 || height <= 0) return { x: 0, y: 0, width: 0, height: 0 };

    const copy = this.#copyOf(frame, rectangle);
    const few = this.#few.pixels;
    nativeAddon().scaleRgba(copy, width, height, few, LEFT_ALONG, LEFT_ALONG);
    const map = this.#toFew;
    [map[0], map[2]] = alongAxis(x, width, frame.width);
    [map[4], map[5]] = alongAxis(y, height, frame.height);
    nativeAddon().pasteMasked(
      frame.pixels,
      frame.width,
      frame.height,
      few,
      this.#mask,
      LEFT_ALONG,
      LEFT_ALONG,
      map,
      rectangle,
    );
    return rectangle;
  }

  #copyOf(frame: Frame, { x, y, width, height }: Rectangle): Uint8Array {
    const bytes = width * height * 4;
    if (this.#copy.length < bytes) this.#copy = new Uint8Array(bytes);
    for (let row = 0; row < height; row++) {
      const start = ((y + row) * frame.width + x) * 4;
      this.#copy.set(frame.pixels.subarray(start, start + width * 4), row * width * 4);
    }
    return this.#copy.subarray(0, bytes);
  }
}

/**
 * Scale and shift from picture to crop along one axis. The cover fades over half a crop pixel at its
 * rim, but not at the picture's own edge, where a face may be cut off.
 */
function alongAxis(start: number, length: number, pictureLength: number): [number, number] {
  const first = start === 0 ? 0.5 : 0;
  const last = start + length === pictureLength ? LEFT_ALONG - 0.5 : LEFT_ALONG;
  const scale = (last - first) / length;
  return [scale, first - start * scale];
}

function rectangleAround({ x, y, size }: FacePlace, frame: Frame): Rectangle {
  const left = Math.max(0, Math.floor(x - REACH * size));
  const top = Math.max(0, Math.floor(y - REACH * size));
  const right = Math.min(frame.width, Math.ceil(x + REACH * size));
  const bottom = Math.min(frame.height, Math.ceil(y + REACH * size));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
