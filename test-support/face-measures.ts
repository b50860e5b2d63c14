import type { Frame } from '../src-main/video/frame.ts';
import { FACE_OVAL } from '../src-main/video/faces/mesh-topology.ts';
import { isInsidePolygon } from '../src-main/video/swap/polygon-field.ts';

/** A closed outline, [n, 2] in frame pixels. */
export type Outline = Float32Array;

/**
 * A ring of vertices as an outline.
 *
 * @param points the vertices' coordinates. @param stride 3 for a mesh, 2 for plane points.
 * @param scale about the ring's own middle.
 */
export function outlineOf(
  points: Float32Array,
  stride: 2 | 3,
  ring: readonly number[] = FACE_OVAL,
  scale = 1,
): Outline {
  const middle = [0, 1].map(
    (axis) => ring.reduce((sum, vertex) => sum + points[stride * vertex + axis], 0) / ring.length,
  );
  return Float32Array.from(
    ring.flatMap((vertex) =>
      middle.map((centre, axis) => centre + scale * (points[stride * vertex + axis] - centre)),
    ),
  );
}

/** Indices of the pixels whose centres lie inside an outline. */
export function pixelsInside({ width, height }: Frame, outline: Outline): number[] {
  const ys = outline.filter((_, i) => i % 2 === 1);
  const top = Math.max(0, Math.floor(Math.min(...ys)));
  const bottom = Math.min(height, Math.ceil(Math.max(...ys)));
  const inside: number[] = [];
  for (let y = top; y < bottom; y++) {
    for (let x = 0; x < width; x++) {
      if (isInsidePolygon(outline, x + 0.5, y + 0.5)) inside.push(y * width + x);
    }
  }
  return inside;
}

/** BT.601 luma, 0..255, of a pixel by its index. */
export function lumaOf({ pixels }: Frame, pixel: number): number {
  const i = 4 * pixel;
  return 0.299 * pixels[i] + 0.587 * pixels[i + 1] + 0.114 * pixels[i + 2];
}

/** @returns NaN for no values. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export const meanLuma = (frame: Frame, pixels: readonly number[]): number =>
  mean(pixels.map((pixel) => lumaOf(frame, pixel)));

/** Mean distance of two frames' channels, in levels. */
export function meanDifference(a: Frame, b: Frame, pixels: readonly number[]): number {
  let sum = 0;
  for (const pixel of pixels) {
    for (let i = 4 * pixel; i < 4 * pixel + 3; i++) sum += Math.abs(a.pixels[i] - b.pixels[i]);
  }
  return sum / (3 * pixels.length);
}

/** Mean second difference over time, in levels: steady change counts nothing, flicker twice. */
export function flicker(
  [before, now, after]: readonly [Frame, Frame, Frame],
  pixels: readonly number[],
): number {
  let sum = 0;
  for (const pixel of pixels) {
    for (let i = 4 * pixel; i < 4 * pixel + 3; i++) {
      sum += Math.abs(before.pixels[i] - 2 * now.pixels[i] + after.pixels[i]);
    }
  }
  return sum / (3 * pixels.length);
}

/** Mean step of luma over four pixels across an outline: a seam along it shows as a larger one. */
export function stepAcross(frame: Frame, outline: Outline): number {
  const [centreX, centreY] = [0, 1].map((axis) =>
    mean([...outline].filter((_, i) => i % 2 === axis)),
  );
  const lumaAt = (x: number, y: number): number => {
    const column = Math.min(frame.width - 1, Math.max(0, Math.floor(x)));
    const row = Math.min(frame.height - 1, Math.max(0, Math.floor(y)));
    return lumaOf(frame, row * frame.width + column);
  };
  const steps: number[] = [];
  for (let i = 0; i < outline.length; i += 2) {
    const next = (i + 2) % outline.length;
    for (let t = 0; t < 1; t += 0.1) {
      const x = outline[i] + t * (outline[next] - outline[i]);
      const y = outline[i + 1] + t * (outline[next + 1] - outline[i + 1]);
      const distance = Math.hypot(x - centreX, y - centreY);
      const [outX, outY] = [(2 * (x - centreX)) / distance, (2 * (y - centreY)) / distance];
      steps.push(Math.abs(lumaAt(x + outX, y + outY) - lumaAt(x - outX, y - outY)));
    }
  }
  return mean(steps);
}
