import { nativeAddon } from '../../base/addon.ts';

/** Side of the atlas that the live face is sampled into. */
export const LIVE_SIZE = 128;

/** Side of the low-pass maps; light varies slowly over a face. */
export const LIGHT_SIZE = 64;

/**
 * Blur radius at LIGHT_SIZE. On the demo's clip 8, 12, 16 and 24 bring the swap to within 0.44, 0.456,
 * 0.459 and 0.462 of the reference (cosine); the wider, the less it follows light from one side.
 */
const LOW_PASS_RADIUS = 16;

/** Weight of texels that are not skin: enough to fill gaps from afar, too little to tint. */
const GAP_WEIGHT = 1e-3;

/**
 * The slow part of a face's colour: what the light and the complexion make of it, without features.
 * float32 [LIGHT_SIZE, LIGHT_SIZE, 3]: luma Y, B-Y and R-Y (0..255, BT.601 weights).
 */
export class FaceLight {
  readonly values = new Float32Array(LIGHT_SIZE * LIGHT_SIZE * 3);
  readonly #sums = new Float32Array(LIGHT_SIZE * LIGHT_SIZE * 4);
  readonly #scratch = new Float32Array(LIGHT_SIZE * LIGHT_SIZE * 4);
  #isEmpty = true;

  /**
   * Reads the light off a face.
   *
   * @param atlas float32 [LIVE_SIZE, LIVE_SIZE, 4]: R, G, B in 0..255 and coverage.
   * @param weight float32 [LIVE_SIZE, LIVE_SIZE]: how surely each texel is skin.
   * @param blend share of the new reading, 1 for a still; smaller follows the light more slowly.
   */
  update(atlas: Float32Array, weight: Float32Array, blend: number): void {
    this.#sumBlocks(atlas, weight);
    nativeAddon().blur(this.#sums, LIGHT_SIZE, LIGHT_SIZE, 4, LOW_PASS_RADIUS, this.#scratch);
    const share = this.#isEmpty ? 1 : blend;
    const sums = this.#sums;
    const values = this.values;
    for (let i = 0, s = 0; i < values.length; i += 3, s += 4) {
      const inverse = 1 / (sums[s + 3] + 1e-6);
      const red = sums[s] * inverse;
      const green = sums[s + 1] * inverse;
      const blue = sums[s + 2] * inverse;
      const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
      values[i] += share * (luma - values[i]);
      values[i + 1] += share * (blue - luma - values[i + 1]);
      values[i + 2] += share * (red - luma - values[i + 2]);
    }
    this.#isEmpty = false;
  }

  /** Forgets the past: the next update counts in full. */
  reset(): void {
    this.#isEmpty = true;
  }

  /** Weighted sums of 2x2 texels, so that the blur runs over a quarter of them. */
  #sumBlocks(atlas: Float32Array, weight: Float32Array): void {
    const sums = this.#sums;
    for (let row = 0; row < LIGHT_SIZE; row++) {
      for (let column = 0; column < LIGHT_SIZE; column++) {
        const upper = row * 2 * LIVE_SIZE + column * 2;
        let red = 0;
        let green = 0;
        let blue = 0;
        let total = 0;
        for (let k = 0; k < 4; k++) {
          const texel = upper + (k & 1) + (k >> 1) * LIVE_SIZE;
          const p = texel * 4;
          const w = (weight[texel] + GAP_WEIGHT) * atlas[p + 3];
          red += w * atlas[p];
          green += w * atlas[p + 1];
          blue += w * atlas[p + 2];
          total += w;
        }
        const s = (row * LIGHT_SIZE + column) * 4;
        sums[s] = red;
        sums[s + 1] = green;
        sums[s + 2] = blue;
        sums[s + 3] = total;
      }
    }
  }
}

/** Bounds of the luma gain: beyond a factor of three the reference's noise and blocking show. */
const LOWEST_GAIN = 0.33;
const HIGHEST_GAIN = 3;

/** Added to lumas in quotients, so that near-black texels do not explode. */
const LUMA_FLOOR = 6;

/** How much of the reference's own colour detail survives; must match native/src/face_render.cc. */
const CHROMA_DETAIL = 0.75;

/**
 * What turns the reference's texels into the live light: luma is multiplied by the quotient of the
 * two low-pass lumas; colour, as a share of luma, is the live low-pass plus the reference's own
 * detail.
 *
 * @param live the live face's light.
 * @param reference the reference's light.
 * @param out float32 [LIGHT_SIZE, LIGHT_SIZE, 3]: luma gain, and what to add to B-Y and R-Y as
 *   shares of the gained luma.
 */
export function relight(live: Float32Array, reference: Float32Array, out: Float32Array): void {
  for (let i = 0; i < out.length; i += 3) {
    const liveLuma = live[i] + LUMA_FLOOR;
    const referenceLuma = reference[i] + LUMA_FLOOR;
    out[i] = Math.min(HIGHEST_GAIN, Math.max(LOWEST_GAIN, liveLuma / referenceLuma));
    for (let c = 1; c < 3; c++) {
      out[i + c] = live[i + c] / liveLuma - (CHROMA_DETAIL * reference[i + c]) / referenceLuma;
    }
  }
}

/**
 * Joins gain and coverage into the map that the render reads.
 *
 * @param relit float32 [LIGHT_SIZE, LIGHT_SIZE, 3] from {@link relight}.
 * @param coverage float32 [LIVE_SIZE, LIVE_SIZE], 0..1.
 * @param out float32 [LIVE_SIZE, LIVE_SIZE, 4].
 */
export function assembleLightMap(
  relit: Float32Array,
  coverage: Float32Array,
  out: Float32Array,
): void {
  for (let row = 0; row < LIVE_SIZE; row++) {
    // Texel centres of the finer map lie a quarter texel off those of the coarser one.
    const y = Math.min(LIGHT_SIZE - 1.001, Math.max(0, row * 0.5 - 0.25));
    const upper = Math.floor(y) * LIGHT_SIZE;
    const fy = y - Math.floor(y);
    for (let column = 0; column < LIVE_SIZE; column++) {
      const x = Math.min(LIGHT_SIZE - 1.001, Math.max(0, column * 0.5 - 0.25));
      const left = Math.floor(x);
      const fx = x - left;
      const a = (upper + left) * 3;
      const b = a + LIGHT_SIZE * 3;
      const w11 = fx * fy;
      const w01 = fx - w11;
      const w10 = fy - w11;
      const w00 = 1 - fx - w10;
      const texel = row * LIVE_SIZE + column;
      const o = texel * 4;
      out[o] = relit[a] * w00 + relit[a + 3] * w01 + relit[b] * w10 + relit[b + 3] * w11;
      out[o + 1] =
        relit[a + 1] * w00 + relit[a + 4] * w01 + relit[b + 1] * w10 + relit[b + 4] * w11;
      out[o + 2] =
        relit[a + 2] * w00 + relit[a + 5] * w01 + relit[b + 2] * w10 + relit[b + 5] * w11;
      out[o + 3] = coverage[texel];
    }
  }
}
