import { nativeAddon } from '../../base/addon.ts';
import { CANONICAL_VERTICES, type CanonicalFace } from '../faces/canonical-face.ts';
import type { Frame } from '../frame.ts';
import { atlasLayout, type AtlasLayout } from './atlas-layout.ts';
import { coreRegion, faceRegion, skinRegion, type AtlasFields } from './atlas-masks.ts';
import { FaceLight, LIGHT_SIZE, LIVE_SIZE } from './face-light.ts';
import { OccluderModel } from './occluder-model.ts';
import { smoothstep } from './polygon-field.ts';
import { skinLikelihood } from './skin-likelihood.ts';

/** Time constants in seconds: the light changes slower than a hand that comes into view. */
const LIGHT_SECONDS = 0.12;
const COVERAGE_SECONDS = 0.08;

/** What depends on the canonical face alone, shared by all faces of a stream. */
export class LiveFaceLayout {
  readonly layout: AtlasLayout;
  readonly skin: Float32Array;
  readonly region: Float32Array;
  readonly core: Float32Array;
  /** Skin of the middle of the face. */
  readonly middle: Float32Array;
  /** What expressions do not change, at LIGHT_SIZE. */
  readonly steady: Float32Array;

  constructor(face: CanonicalFace, fields: AtlasFields) {
    this.layout = atlasLayout(face, LIVE_SIZE);
    this.skin = skinRegion(fields, LIVE_SIZE);
    this.region = faceRegion(fields, LIVE_SIZE);
    this.core = coreRegion(fields, LIVE_SIZE);
    this.middle = this.skin.map((value, i) => value * this.core[i]);
    this.steady = skinRegion(fields, LIGHT_SIZE);
  }
}

/**
 * One followed face as the atlas sees it: its light, and how much of it is open skin. Everything is
 * smoothed in atlas coordinates, where a face that moves stands still.
 */
export class LiveFace {
  readonly light = new FaceLight();
  /** Where the swap may cover the face: float32 [LIVE_SIZE, LIVE_SIZE], 0..1. */
  readonly coverage = new Float32Array(LIVE_SIZE * LIVE_SIZE);

  readonly #shared: LiveFaceLayout;
  readonly #atlas = new Float32Array(LIVE_SIZE * LIVE_SIZE * 4);
  /** Light of the middle of the face, where hair and hands are rare. */
  readonly #middleLight = new FaceLight();
  readonly #occluders: OccluderModel;
  readonly #likelihood = new Float32Array(LIVE_SIZE * LIVE_SIZE);
  readonly #weight = new Float32Array(LIVE_SIZE * LIVE_SIZE);
  readonly #scratch = new Float32Array(LIVE_SIZE * LIVE_SIZE);
  readonly #points = new Float32Array(CANONICAL_VERTICES * 2);
  #isEmpty = true;

  constructor(shared: LiveFaceLayout) {
    this.#shared = shared;
    this.#occluders = new OccluderModel(shared.steady);
  }

  /**
   * @param mesh float32 [≥ 468, 3] in frame pixels.
   * @param occlusion the setting: 0 covers whatever is in front of the face, 1 readily leaves it visible.
   * @param secondsSinceLast of the stream's time; any value on the first frame.
   * @param masksOccluders whether what comes in front of the face is told by what was learned of the
   *   face; if not, by its colour alone.
   */
  update(
    frame: Frame,
    mesh: Float32Array,
    occlusion: number,
    secondsSinceLast: number,
    masksOccluders: boolean,
  ): void {
    const { layout, skin, region, middle } = this.#shared;
    for (let i = 0; i < CANONICAL_VERTICES; i++) {
      this.#points[2 * i] = mesh[3 * i];
      this.#points[2 * i + 1] = mesh[3 * i + 1];
    }
    nativeAddon().sampleAtlas(
      frame.pixels,
      frame.width,
      frame.height,
      this.#points,
      layout.texels,
      layout.vertices,
      layout.weights,
      LIVE_SIZE,
      this.#atlas,
    );
    const blendOver = (seconds: number): number =>
      this.#isEmpty ? 1 : 1 - Math.exp(-Math.max(0, secondsSinceLast) / seconds);

    // Judged by the light as it was: what has come before the face must not colour it.
    if (this.#isEmpty) this.#middleLight.update(this.#atlas, middle, 1);
    if (masksOccluders) {
      this.#occluders.update(this.#atlas, this.#middleLight.values, secondsSinceLast);
    } else {
      this.#occluders.occlusion.fill(0);
    }
    this.#uncovered(middle, this.#weight);
    this.#middleLight.update(this.#atlas, this.#weight, blendOver(LIGHT_SECONDS));
    skinLikelihood(
      this.#atlas,
      this.#middleLight.values,
      region,
      toleranceOf(occlusion),
      this.#likelihood,
    );
    this.#uncovered(skin, this.#weight);
    for (let i = 0; i < skin.length; i++) this.#weight[i] *= this.#likelihood[i];
    this.light.update(this.#atlas, this.#weight, blendOver(LIGHT_SECONDS));
    this.#followCoverage(occlusion, blendOver(COVERAGE_SECONDS));
    this.#isEmpty = false;
  }

  /** Leaves out of a weight what something covers. */
  #uncovered(weight: Float32Array, out: Float32Array): void {
    const { occlusion } = this.#occluders;
    for (let row = 0, i = 0; row < LIVE_SIZE; row++) {
      const blockRow = (row >> 1) * LIGHT_SIZE;
      for (let column = 0; column < LIVE_SIZE; column++, i++) {
        out[i] = weight[i] * (1 - occlusion[blockRow + (column >> 1)]);
      }
    }
  }

  #followCoverage(occlusion: number, blend: number): void {
    const { region, core } = this.#shared;
    const open = this.#likelihood;
    // The lower half of the setting fades the learned occluders out.
    const trust = Math.min(1, 2 * occlusion);
    for (let i = 0; i < open.length; i++) open[i] = Math.max(open[i], core[i]);
    this.#uncovered(open, this.#weight);
    for (let i = 0; i < open.length; i++) open[i] += trust * (this.#weight[i] - open[i]);
    nativeAddon().blur(open, LIVE_SIZE, LIVE_SIZE, 1, 2, this.#scratch);
    for (let i = 0; i < open.length; i++) {
      const wanted = region[i] * smoothstep(0.35, 0.85, open[i]);
      const followed = this.coverage[i] + blend * (wanted - this.coverage[i]);
      // Fading toward zero would never reach it, and only what is zero the render may skip.
      this.coverage[i] = followed < 1e-4 ? 0 : followed;
    }
  }
}

/** 1 at the full setting, 1.75 at the default of one half, and so wide at 0 that all passes for skin. */
function toleranceOf(occlusion: number): number {
  return occlusion === 0 ? 1e6 : 0.25 + 0.75 / occlusion;
}
