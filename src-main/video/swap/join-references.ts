import { similarity3d } from '../faces/similarity.ts';
import { sampleMap } from './atlas-map.ts';
import { LIGHT_SIZE, LIVE_SIZE } from './face-light.ts';

/** One reference, as far as joining several looks at it. */
export interface JoinableReference {
  /** R, G, B in 0..255 and coverage: float32 [size, size, 4]. */
  atlas: Float32Array;
  /** Where it shows skin: float32 [LIVE_SIZE, LIVE_SIZE]. */
  validity: Float32Array;
  /** Its light: float32 [LIGHT_SIZE, LIGHT_SIZE, 3], see FaceLight. */
  light: Float32Array;
}

/** Where no reference shows skin they all count this much, so that the mean is of something. */
const LEAST_WEIGHT = 1e-3;

/** Added to lumas in quotients: near black they say nothing. */
const LUMA_FLOOR = 6;

/**
 * Joins several references of one person in the first one's atlas: texel by texel the mean of those
 * that show skin there, each brought to the first one's light (luma by the quotient of the lights,
 * colour, as a share of luma, by their difference).
 */
export function joinReferences(references: readonly JoinableReference[], size: number): void {
  const target = references[0].atlas;
  const { light: wanted } = references[0];
  const lightAt = (light: Float32Array, u: number, v: number, channel: number): number =>
    sampleMap(light, LIGHT_SIZE, u, v, 3, channel);
  for (let texel = 0; texel < size * size; texel++) {
    const u = ((texel % size) + 0.5) / size;
    const v = (Math.floor(texel / size) + 0.5) / size;
    const p = texel * 4;
    let [red, green, blue, total] = [0, 0, 0, 0];
    const wantedLuma = lightAt(wanted, u, v, 0) + LUMA_FLOOR;
    for (const { atlas, validity, light } of references) {
      const weight = (sampleMap(validity, LIVE_SIZE, u, v) + LEAST_WEIGHT) * atlas[p + 3];
      if (weight === 0) continue;
      const luma = 0.299 * atlas[p] + 0.587 * atlas[p + 1] + 0.114 * atlas[p + 2];
      const lightLuma = lightAt(light, u, v, 0) + LUMA_FLOOR;
      const gain = wantedLuma / lightLuma;
      const lit = luma * gain;
      const difference = (channel: number): number =>
        lit *
        (lightAt(wanted, u, v, channel) / wantedLuma - lightAt(light, u, v, channel) / lightLuma);
      const litBlue = lit + gain * (atlas[p + 2] - luma) + difference(1);
      const litRed = lit + gain * (atlas[p] - luma) + difference(2);
      red += weight * litRed;
      blue += weight * litBlue;
      green += (weight * (lit - 0.299 * litRed - 0.114 * litBlue)) / 0.587;
      total += weight;
    }
    if (total === 0) continue;
    target[p] = Math.min(255, Math.max(0, red / total));
    target[p + 1] = Math.min(255, Math.max(0, green / total));
    target[p + 2] = Math.min(255, Math.max(0, blue / total));
    target[p + 3] = 1;
  }
}

/**
 * The mean of several shapes of one person, each laid over the first by a 3D similarity.
 *
 * @param meshes float32 [468, 3] each, at least one.
 */
export function meanShape(meshes: readonly Float32Array[]): Float32Array {
  const [first] = meshes;
  const mean = Float32Array.from(first, (value) => value / meshes.length);
  for (const mesh of meshes.slice(1)) {
    const { scale, rotation: r, translation: t } = similarity3d(mesh, first);
    for (let i = 0; i < mesh.length; i += 3) {
      for (let row = 0; row < 3; row++) {
        const turned =
          r[row * 3] * mesh[i] + r[row * 3 + 1] * mesh[i + 1] + r[row * 3 + 2] * mesh[i + 2];
        mean[i + row] += (scale * turned + t[row]) / meshes.length;
      }
    }
  }
  return mean;
}
