import { nativeAddon } from '../../base/addon.ts';
import { LIGHT_SIZE, LIVE_SIZE } from './face-light.ts';
import { smoothstep } from './polygon-field.ts';

/** Seconds over which a face's own appearance is learned, and before which nothing is judged by it. */
const LEARNING_SECONDS = 2;
const SECONDS_BEFORE_JUDGING = 0.6;

/** What is held for an object still becomes part of the appearance over this time. */
const FORGIVING_SECONDS = 12;

/** Natural logarithm of luma, and shares of luma, that count as one unit of difference. */
const LUMA_UNIT = 0.3;
const COLOUR_UNIT = 0.14;

/** Differences between which a texel goes from the face's own to something in front of it. */
const OWN_DIFFERENCE = 1.2;
const OTHER_DIFFERENCE = 2;

/** Blur that joins neighbouring texels: a single odd one is a misfit of the mesh, not an object. */
const JOIN_RADIUS = 1;

/**
 * When more of the face than this differs, the light has changed; an object in front of a face that
 * can still be followed covers less.
 */
const LARGEST_SHARE = 0.45;

/** Added to lumas in quotients: near black they say nothing. */
const LUMA_FLOOR = 8;

/**
 * Learns what a face looks like, texel by texel in the atlas, and tells what comes in front of it
 * later: a cup, a microphone, a hand of another colour. Brows, beard, glasses and make-up are learned
 * with the face. What was there from the first frame is taken for the face's own.
 */
export class OccluderModel {
  /** How surely something covers the face: float32 [LIGHT_SIZE, LIGHT_SIZE], 0..1. */
  readonly occlusion = new Float32Array(LIGHT_SIZE * LIGHT_SIZE);

  readonly #steady: Float32Array;
  /** Mean of log luma over the light, and of the colour differences as shares of luma. */
  readonly #mean = new Float32Array(LIGHT_SIZE * LIGHT_SIZE * 3);
  /** Blurred together: how much is covered, and where that was judged. */
  readonly #judged = new Float32Array(LIGHT_SIZE * LIGHT_SIZE * 2);
  readonly #scratch = new Float32Array(LIGHT_SIZE * LIGHT_SIZE * 2);
  readonly #steadyTexels: number;
  #seconds = 0;
  #isEmpty = true;

  /**
   * @param steady float32 [LIGHT_SIZE, LIGHT_SIZE]: 1 where a face looks the same whatever its
   *   expression (not eyes and mouth); what covers the rest is filled in from around it.
   */
  constructor(steady: Float32Array) {
    this.#steady = steady;
    this.#steadyTexels = Math.max(
      1,
      steady.reduce((sum, value) => sum + value, 0),
    );
  }

  /**
   * @param atlas float32 [LIVE_SIZE, LIVE_SIZE, 4]: R, G, B in 0..255 and coverage.
   * @param light float32 [LIGHT_SIZE, LIGHT_SIZE, 3], the face's slow light, see FaceLight.
   * @param secondsSinceLast of the stream's time.
   */
  update(atlas: Float32Array, light: Float32Array, secondsSinceLast: number): void {
    const seconds = this.#isEmpty ? 0 : Math.max(0, secondsSinceLast);
    this.#seconds += seconds;
    const learn = this.#isEmpty ? 1 : seconds / Math.min(LEARNING_SECONDS, this.#seconds + seconds);
    const forgive = seconds / FORGIVING_SECONDS;
    const isJudging = this.#seconds > SECONDS_BEFORE_JUDGING;
    this.#isEmpty = false;

    const { occlusion } = this;
    const mean = this.#mean;
    const judged = this.#judged;
    let share = 0;
    for (let row = 0; row < LIGHT_SIZE; row++) {
      for (let column = 0; column < LIGHT_SIZE; column++) {
        const texel = row * LIGHT_SIZE + column;
        const p = (row * 2 * LIVE_SIZE + column * 2) * 4;
        const q = p + LIVE_SIZE * 4;
        const red = atlas[p] + atlas[p + 4] + atlas[q] + atlas[q + 4];
        const green = atlas[p + 1] + atlas[p + 5] + atlas[q + 1] + atlas[q + 5];
        const blue = atlas[p + 2] + atlas[p + 6] + atlas[q + 2] + atlas[q + 6];
        const luma = (0.299 * red + 0.587 * green + 0.114 * blue) / 4 + LUMA_FLOOR;
        const l = texel * 3;
        const lightLuma = light[l] + LUMA_FLOOR;
        const y = Math.log(luma / lightLuma);
        const b = (blue / 4 - luma) / luma - light[l + 1] / lightLuma;
        const r = (red / 4 - luma) / luma - light[l + 2] / lightLuma;

        const dy = (y - mean[l]) / LUMA_UNIT;
        const db = (b - mean[l + 1]) / COLOUR_UNIT;
        const dr = (r - mean[l + 2]) / COLOUR_UNIT;
        const covered = isJudging
          ? smoothstep(OWN_DIFFERENCE, OTHER_DIFFERENCE, Math.sqrt(dy * dy + db * db + dr * dr))
          : 0;
        const steady = this.#steady[texel] * atlas[p + 3];
        judged[2 * texel] = covered * steady;
        judged[2 * texel + 1] = steady;
        share += covered * steady;

        const blend = covered > 0.5 || occlusion[texel] > 0.5 ? forgive : learn;
        mean[l] += blend * (y - mean[l]);
        mean[l + 1] += blend * (b - mean[l + 1]);
        mean[l + 2] += blend * (r - mean[l + 2]);
      }
    }
    if (share > LARGEST_SHARE * this.#steadyTexels) {
      occlusion.fill(0);
      return;
    }
    nativeAddon().blur(judged, LIGHT_SIZE, LIGHT_SIZE, 2, JOIN_RADIUS, this.#scratch);
    for (let i = 0; i < occlusion.length; i++) {
      occlusion[i] = smoothstep(0.25, 0.5, judged[2 * i] / (judged[2 * i + 1] + 0.02));
    }
  }
}
