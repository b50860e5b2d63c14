import type { Frame } from '../../src-main/video/frame.ts';

/** A corner of a triangle: where it is drawn and where the source picture shows it, in pixels. */
export interface Corner {
  x: number;
  y: number;
  sourceX: number;
  sourceY: number;
}

/**
 * Draws a triangle of the source picture into the target, bilinearly; beyond its border the source
 * repeats it. Triangles that share an edge neither overlap nor leave a gap, whichever way round
 * they are. Plain TypeScript on purpose: what is drawn here judges the native renderer.
 *
 * @param shade factor of the colour; the alpha is opaque.
 */
export function warpTriangle(
  source: Frame,
  target: Frame,
  a: Corner,
  b: Corner,
  c: Corner,
  shade: number,
): void {
  const area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
  if (area === 0) return;
  const gradient = (
    fromA: number,
    fromB: number,
    fromC: number,
  ): [alongX: number, alongY: number] => [
    ((fromB - fromA) * (c.y - a.y) - (fromC - fromA) * (b.y - a.y)) / area,
    ((fromC - fromA) * (b.x - a.x) - (fromB - fromA) * (c.x - a.x)) / area,
  ];
  const [uX, uY] = gradient(a.sourceX, b.sourceX, c.sourceX);
  const [vX, vY] = gradient(a.sourceY, b.sourceY, c.sourceY);

  const top = Math.max(0, Math.ceil(Math.min(a.y, b.y, c.y) - 0.5));
  const bottom = Math.min(target.height, Math.ceil(Math.max(a.y, b.y, c.y) - 0.5));
  for (let row = top; row < bottom; row++) {
    const y = row + 0.5;
    const crossings = [crossing(a, b, y), crossing(b, c, y), crossing(c, a, y)];
    const left = Math.max(0, Math.ceil(Math.min(...crossings.map((x) => x ?? Infinity)) - 0.5));
    const right = Math.min(
      target.width,
      Math.ceil(Math.max(...crossings.map((x) => x ?? -Infinity)) - 0.5),
    );
    if (left >= right) continue;
    // Pixel centres are at +0.5 in both pictures.
    const u = a.sourceX + uX * (left + 0.5 - a.x) + uY * (y - a.y) - 0.5;
    const v = a.sourceY + vX * (left + 0.5 - a.x) + vY * (y - a.y) - 0.5;
    drawSpan(source, target.pixels, row * target.width + left, right - left, u, v, uX, vX, shade);
  }
}

/** Where an edge crosses the line at y; half open, so that a shared corner counts once. */
function crossing(a: Corner, b: Corner, y: number): number | undefined {
  if (a.y <= y === b.y <= y) return undefined;
  // From the upper end down, so that both triangles of an edge compute the same number.
  const [upper, lower] = a.y < b.y ? [a, b] : [b, a];
  return upper.x + ((y - upper.y) / (lower.y - upper.y)) * (lower.x - upper.x);
}

function drawSpan(
  { pixels, width, height }: Frame,
  target: Uint8Array,
  first: number,
  count: number,
  startU: number,
  startV: number,
  stepU: number,
  stepV: number,
  shade: number,
): void {
  for (let i = 0, at = first * 4; i < count; i++, at += 4) {
    const u = Math.min(width - 1, Math.max(0, startU + i * stepU));
    const v = Math.min(height - 1, Math.max(0, startV + i * stepV));
    const column = Math.min(width - 2, Math.floor(u));
    const row = Math.min(height - 2, Math.floor(v));
    const fx = u - column;
    const fy = v - row;
    const w11 = fx * fy * shade;
    const w10 = fy * shade - w11;
    const w01 = fx * shade - w11;
    const w00 = shade - w01 - w10 - w11;
    const upper = (row * width + column) * 4;
    const lower = upper + width * 4;
    for (let channel = 0; channel < 3; channel++) {
      target[at + channel] =
        pixels[upper + channel] * w00 +
        pixels[upper + channel + 4] * w01 +
        pixels[lower + channel] * w10 +
        pixels[lower + channel + 4] * w11 +
        0.5;
    }
    target[at + 3] = 255;
  }
}
