/**
 * Reads a square map bilinearly; beyond the outermost texel centres it stays as it is there.
 *
 * @param map float32 [size, size, channels].
 * @param u 0..1 from left to right.
 * @param v 0..1 from top to bottom.
 */
export function sampleMap(
  map: Float32Array,
  size: number,
  u: number,
  v: number,
  channels = 1,
  channel = 0,
): number {
  const x = Math.min(size - 1, Math.max(0, u * size - 0.5));
  const y = Math.min(size - 1, Math.max(0, v * size - 0.5));
  const column = Math.min(size - 2, Math.floor(x));
  const row = Math.min(size - 2, Math.floor(y));
  const i = (row * size + column) * channels + channel;
  const below = i + size * channels;
  const upper = map[i] + (x - column) * (map[i + channels] - map[i]);
  const lower = map[below] + (x - column) * (map[below + channels] - map[below]);
  return upper + (y - row) * (lower - upper);
}
