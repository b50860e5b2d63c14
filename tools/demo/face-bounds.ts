import type { Rectangle } from '../../src-main/base/addon.ts';

/** A picture's size in pixels. */
export interface Size {
  width: number;
  height: number;
}

/**
 * The whole-pixel rectangle around a mesh, inside the picture.
 *
 * @param mesh [V, 3] picture pixels; undefined where there is no face.
 * @returns undefined when nothing of it lies in the picture.
 */
export function boundsOf(
  mesh: Float32Array | undefined,
  { width, height }: Size,
): Rectangle | undefined {
  if (mesh === undefined) return undefined;
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let i = 0; i < mesh.length; i += 3) {
    left = Math.min(left, Math.floor(mesh[i]));
    right = Math.max(right, Math.ceil(mesh[i]));
    top = Math.min(top, Math.floor(mesh[i + 1]));
    bottom = Math.max(bottom, Math.ceil(mesh[i + 1]));
  }
  const [x, y] = [Math.max(0, left), Math.max(0, top)];
  const inside = { x, y, width: Math.min(width, right) - x, height: Math.min(height, bottom) - y };
  return inside.width > 0 && inside.height > 0 ? inside : undefined;
}

/**
 * A square around a face with some of its surroundings, moved and if need be shrunk into the picture.
 *
 * @param margin side of the square over the face's longer side.
 */
export function squareAround(face: Rectangle, margin: number, { width, height }: Size): Rectangle {
  const side = Math.min(width, height, Math.round(Math.max(face.width, face.height) * margin));
  const place = (start: number, length: number, limit: number): number =>
    Math.max(0, Math.min(limit - side, Math.round(start + length / 2 - side / 2)));
  return {
    x: place(face.x, face.width, width),
    y: place(face.y, face.height, height),
    width: side,
    height: side,
  };
}
