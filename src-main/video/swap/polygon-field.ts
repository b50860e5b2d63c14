/** 0 below `low`, 1 above `high`, smooth between. */
export function smoothstep(low: number, high: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
}

/** Distance from (x, y) to the nearest edge of a closed polygon, [n][2], in the polygon's unit. */
export function distanceToPolygon(polygon: Float32Array, x: number, y: number): number {
  let nearest = Infinity;
  for (let i = 0, count = polygon.length / 2; i < count; i++) {
    const next = (i + 1) % count;
    const ax = polygon[2 * i];
    const ay = polygon[2 * i + 1];
    const ex = polygon[2 * next] - ax;
    const ey = polygon[2 * next + 1] - ay;
    const along = ((x - ax) * ex + (y - ay) * ey) / (ex * ex + ey * ey || 1);
    const t = Math.min(1, Math.max(0, along));
    nearest = Math.min(nearest, Math.hypot(x - ax - t * ex, y - ay - t * ey));
  }
  return nearest;
}

/** Even-odd test of a point against a closed polygon, [n][2]. */
export function isInsidePolygon(polygon: Float32Array, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, count = polygon.length / 2; i < count; i++) {
    const next = (i + 1) % count;
    const ay = polygon[2 * i + 1];
    const by = polygon[2 * next + 1];
    if (ay <= y === by <= y) continue;
    const ax = polygon[2 * i];
    if (x < ax + ((y - ay) / (by - ay)) * (polygon[2 * next] - ax)) inside = !inside;
  }
  return inside;
}

/**
 * Signed distance to a closed polygon over a square atlas: positive inside.
 *
 * @param polygon [n][2] in 0..1 of the atlas.
 * @returns float32 [size, size], distances in the same unit as the polygon.
 */
export function signedDistanceField(polygon: Float32Array, size: number): Float32Array {
  const field = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    const y = (row + 0.5) / size;
    for (let column = 0; column < size; column++) {
      const x = (column + 0.5) / size;
      const distance = distanceToPolygon(polygon, x, y);
      field[row * size + column] = isInsidePolygon(polygon, x, y) ? distance : -distance;
    }
  }
  return field;
}
