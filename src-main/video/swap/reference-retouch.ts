import { nativeAddon } from '../../base/addon.ts';
import { sampleMap } from './atlas-map.ts';
import { LIVE_SIZE } from './face-light.ts';
import { smoothstep } from './polygon-field.ts';

/**
 * Retouching of a reference atlas: what belongs to the moment of the picture, not to the person.
 * Atlases are float32 [size, size, 4]: R, G, B in 0..255 and coverage.
 */

/** Blur radius (of LIVE_SIZE) that separates shading, such as the nose's shadow, from features. */
const SHADING_RADIUS = 2;

/** Bounds of the correction: beyond, the darker half holds more noise than face. */
const LEAST_CORRECTION = 0.6;
const MOST_CORRECTION = 1.6;

/**
 * Mean difference between the halves (natural logarithm of luma) from which the light counts as
 * uneven, and at which it is wholly evened out. Below, the difference is the person's own asymmetry:
 * evening it out costs 0.01 of identity.
 */
const UNEVEN_FROM = 0.2;
const UNEVEN_FULLY = 0.4;

/**
 * Takes side light out of a face: the shading of both halves becomes their mean. Light from one
 * side would otherwise stay baked in when the live light comes from the other.
 *
 * @param small the reference at LIVE_SIZE.
 * @param skin float32 [LIVE_SIZE, LIVE_SIZE]: where the halves are compared.
 * @returns float32 [LIVE_SIZE, LIVE_SIZE], the factor for each texel.
 */
export function evenShading(small: Float32Array, skin: Float32Array): Float32Array {
  const shading = measureShading(small);
  let difference = 0;
  let total = 0;
  const corrections = shading.map((here, i) => {
    const column = i % LIVE_SIZE;
    const mirrored = shading[i - column + (LIVE_SIZE - 1 - column)];
    difference += skin[i] * Math.abs(Math.log((mirrored + 4) / (here + 4)));
    total += skin[i];
    return (0.5 * (here + mirrored) + 4) / (here + 4);
  });
  const amount = smoothstep(UNEVEN_FROM, UNEVEN_FULLY, difference / Math.max(total, 1));
  return corrections.map(
    (correction) => Math.min(MOST_CORRECTION, Math.max(LEAST_CORRECTION, correction)) ** amount,
  );
}

/** Local mean luma of the covered texels. */
function measureShading(small: Float32Array): Float32Array {
  const count = LIVE_SIZE * LIVE_SIZE;
  const sums = new Float32Array(count * 2);
  for (let i = 0; i < count; i++) {
    const p = i * 4;
    sums[2 * i] = (0.299 * small[p] + 0.587 * small[p + 1] + 0.114 * small[p + 2]) * small[p + 3];
    sums[2 * i + 1] = small[p + 3];
  }
  nativeAddon().blur(sums, LIVE_SIZE, LIVE_SIZE, 2, SHADING_RADIUS, new Float32Array(count * 2));
  return Float32Array.from(
    { length: count },
    (_, i) => (sums[2 * i] + 1e-3) / (sums[2 * i + 1] + 1e-3),
  );
}

/** Multiplies an atlas of any size by a LIVE_SIZE map, bilinearly. */
export function multiply(atlas: Float32Array, size: number, map: Float32Array): void {
  for (let texel = 0; texel < size * size; texel++) {
    const u = ((texel % size) + 0.5) / size;
    const v = (Math.floor(texel / size) + 0.5) / size;
    const factor = sampleMap(map, LIVE_SIZE, u, v);
    const p = texel * 4;
    for (let c = 0; c < 3; c++) atlas[p + c] = Math.min(255, atlas[p + c] * factor);
  }
}

/** How far beyond the inner lips' edge the lip's colour is read, in atlas units. */
const LIP_REACH = 0.006;

/** Depth and width of the line between closed lips. */
const LIP_LINE_DEPTH = 0.45;
const LIP_LINE_WIDTH = 0.16;

/**
 * Closes the mouth: what a reference shows between its lips (teeth, mostly) is painted over with
 * lip colour and a soft dark line. While the live mouth is closed this strip is nearly nothing; while
 * it is open the live mouth shows instead. Teeth would appear as a bright seam in both cases.
 *
 * @param mouth signed distances to the inner lips over a field of `fieldSize`, positive inside.
 */
export function closeMouth(
  atlas: Float32Array,
  size: number,
  mouth: Float32Array,
  fieldSize: number,
): void {
  const isInside = (column: number, row: number): boolean => {
    const x = Math.min(fieldSize - 1, Math.floor(((column + 0.5) * fieldSize) / size));
    const y = Math.min(fieldSize - 1, Math.floor(((row + 0.5) * fieldSize) / size));
    return mouth[y * fieldSize + x] > -LIP_REACH;
  };
  for (let column = 0; column < size; column++) {
    let first = -1;
    let last = -1;
    for (let row = 0; row < size; row++) {
      if (!isInside(column, row)) continue;
      if (first < 0) first = row;
      last = row;
    }
    if (first < 1 || last > size - 2) continue;
    const above = ((first - 1) * size + column) * 4;
    const below = ((last + 1) * size + column) * 4;
    for (let row = first; row <= last; row++) {
      const t = (row - first + 0.5) / (last - first + 1);
      const line = 1 - LIP_LINE_DEPTH * Math.exp(-(((t - 0.5) / LIP_LINE_WIDTH) ** 2));
      const p = (row * size + column) * 4;
      for (let c = 0; c < 3; c++) {
        atlas[p + c] = line * (atlas[above + c] + t * (atlas[below + c] - atlas[above + c]));
      }
    }
  }
}
