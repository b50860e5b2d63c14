import type { Frame } from '../../src-main/video/frame.ts';
import { createRandom } from '../random.ts';

/** The light on a scene at one moment. */
export interface SceneLight {
  /** Factor of all colours. */
  brightness: number;
  /** How much brighter the picture's right is than its middle, per face size. */
  fromRight: number;
}

/** A bar with round ends in front of the scene. */
export interface Occluder {
  /** Ends of its middle line and its radius, in frame pixels. */
  from: readonly [x: number, y: number];
  to: readonly [x: number, y: number];
  radius: number;
  colour: readonly [red: number, green: number, blue: number];
}

/** Lights a frame in place. */
export function light(
  { pixels, width }: Frame,
  { brightness, fromRight }: SceneLight,
  centreX: number,
  faceSize: number,
): void {
  if (brightness === 1 && fromRight === 0) return;
  const gains = Float32Array.from({ length: width }, (_, x) =>
    Math.max(0, brightness * (1 + (fromRight * (x + 0.5 - centreX)) / faceSize)),
  );
  for (let i = 0, column = 0; i < pixels.length; i += 4) {
    const gain = gains[column];
    column = column + 1 === width ? 0 : column + 1;
    pixels[i] = Math.min(255, pixels[i] * gain + 0.5);
    pixels[i + 1] = Math.min(255, pixels[i + 1] * gain + 0.5);
    pixels[i + 2] = Math.min(255, pixels[i + 2] * gain + 0.5);
  }
}

/** Draws an occluder in place, its edge one pixel soft. */
export function occlude(
  { pixels, width, height }: Frame,
  { from, to, radius, colour }: Occluder,
): void {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = dx * dx + dy * dy || 1;
  const left = Math.max(0, Math.floor(Math.min(from[0], to[0]) - radius - 1));
  const right = Math.min(width, Math.ceil(Math.max(from[0], to[0]) + radius + 1));
  const top = Math.max(0, Math.floor(Math.min(from[1], to[1]) - radius - 1));
  const bottom = Math.min(height, Math.ceil(Math.max(from[1], to[1]) + radius + 1));
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const [px, py] = [x + 0.5 - from[0], y + 0.5 - from[1]];
      const along = Math.min(1, Math.max(0, (px * dx + py * dy) / length));
      const distance = Math.hypot(px - along * dx, py - along * dy);
      const cover = Math.min(1, Math.max(0, radius - distance + 0.5));
      const at = (y * width + x) * 4;
      for (let c = 0; c < 3; c++) {
        pixels[at + c] = pixels[at + c] + cover * (colour[c] - pixels[at + c]) + 0.5;
      }
    }
  }
}

const NOISE_LENGTH = 1 << 16;

/** What a sensor adds to each channel of each pixel: independent, normally distributed, repeatable. */
export class SensorNoise {
  readonly #values: Float32Array;
  readonly #seed: number;

  /** @param sigma standard deviation in levels. */
  constructor(sigma: number, seed: number) {
    const random = createRandom(seed);
    this.#seed = seed;
    // Twelve uniform numbers have a variance of one (Irwin and Hall).
    this.#values = Float32Array.from({ length: NOISE_LENGTH }, () => {
      let sum = -6;
      for (let i = 0; i < 12; i++) sum += random.next();
      return sum * sigma;
    });
  }

  /** Adds the noise of frame `n`, which depends on nothing else. */
  add({ pixels, width }: Frame, n: number): void {
    const random = createRandom(this.#seed + n + 1);
    const values = this.#values;
    const rowLength = width * 4;
    for (let start = 0; start < pixels.length; start += rowLength) {
      // Each row reads the same table from somewhere else: no two rows share their noise.
      let at = random.whole(0, NOISE_LENGTH - 1);
      for (let i = start; i < start + rowLength; i += 4) {
        for (let c = 0; c < 3; c++) {
          pixels[i + c] = Math.min(255, Math.max(0, pixels[i + c] + values[at] + 0.5));
          at = (at + 1) & (NOISE_LENGTH - 1);
        }
      }
    }
  }
}
