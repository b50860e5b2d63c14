import { LIGHT_SIZE, LIVE_SIZE } from './face-light.ts';

/**
 * Natural logarithm of how much darker or brighter than the skin around it a texel may be before it
 * counts as something else. Hair, brows and shadows of glasses are darker; highlights brighter.
 */
const DARKER = 0.3;
const BRIGHTER = 0.6;

/** Levels that the colour differences may be off at full light; more where the skin itself varies. */
const COLOUR_TOLERANCE = 11;

/** Distances between which a texel goes from skin to something else. */
const SKIN_DISTANCE = 0.75;
const OTHER_DISTANCE = 1.3;

/** Added to lumas in quotients: near black the quotient says nothing. */
const LUMA_FLOOR = 8;

/**
 * How much each texel looks like skin in its place: 1 is skin, 0 is hair, cloth or background.
 *
 * Each texel is compared with the skin's slow light there, not with one mean colour, so that a face
 * lit from one side is skin on both. Under dimmer light colour differences shrink with luma.
 *
 * @param atlas float32 [LIVE_SIZE, LIVE_SIZE, 4]: R, G, B in 0..255 and coverage.
 * @param light float32 [LIGHT_SIZE, LIGHT_SIZE, 3] of the face's middle, see {@link FaceLight}.
 * @param region float32 [LIVE_SIZE, LIVE_SIZE]: outside (0) the result is 0.
 * @param tolerance widens all thresholds: 1 as they stand, 2 lets stubble and blush pass for skin.
 * @param out float32 [LIVE_SIZE, LIVE_SIZE], filled in place.
 */
export function skinLikelihood(
  atlas: Float32Array,
  light: Float32Array,
  region: Float32Array,
  tolerance: number,
  out: Float32Array,
): void {
  const begin = SKIN_DISTANCE * tolerance;
  const inverseRange = 1 / ((OTHER_DISTANCE - SKIN_DISTANCE) * tolerance);
  for (let row = 0; row < LIVE_SIZE; row++) {
    const lightRow = (row >> 1) * LIGHT_SIZE;
    for (let column = 0; column < LIVE_SIZE; column++) {
      const texel = row * LIVE_SIZE + column;
      const p = texel * 4;
      if (region[texel] === 0 || atlas[p + 3] === 0) {
        out[texel] = 0;
        continue;
      }
      const l = (lightRow + (column >> 1)) * 3;
      const luma = 0.299 * atlas[p] + 0.587 * atlas[p + 1] + 0.114 * atlas[p + 2];
      const quotient = (luma + LUMA_FLOOR) / (light[l] + LUMA_FLOOR);
      const brightness = Math.log(quotient);
      const dy = brightness < 0 ? brightness / DARKER : brightness / BRIGHTER;
      const colourScale = COLOUR_TOLERANCE * Math.min(1.5, Math.max(0.5, quotient));
      const db = (atlas[p + 2] - luma - quotient * light[l + 1]) / colourScale;
      const dr = (atlas[p] - luma - quotient * light[l + 2]) / colourScale;
      const distance = Math.sqrt(dy * dy + db * db + dr * dr);
      const t = Math.min(1, Math.max(0, (distance - begin) * inverseRange));
      out[texel] = 1 - t * t * (3 - 2 * t);
    }
  }
}
