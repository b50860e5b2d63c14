import { CANONICAL_VERTICES, type CanonicalFace } from '../faces/canonical-face.ts';
import {
  FACE_OVAL,
  LEFT_EYE_REFINED,
  LIPS_REFINED,
  RIGHT_EYE_REFINED,
} from '../faces/mesh-topology.ts';
import { similarity3d } from '../faces/similarity.ts';
import { distanceToPolygon, smoothstep } from './polygon-field.ts';

/** Distances from the outline (atlas units) over which the shape goes from live to reference. */
const RIM_FIXED = 0.01;
const RIM_FREE = 0.16;

/** Passes of neighbour averaging over the offsets: without, single vertices crease the skin. */
const SMOOTHING_PASSES = 3;

/**
 * Seconds over which the live face's own shape is averaged. The offset to the reference's shape is
 * taken from this mean, not from the frame, so that a dropped jaw or a raised brow moves freely
 * instead of being pulled back to the reference's expression.
 */
const NEUTRAL_SECONDS = 1.5;

/** Vertices that hold still when the mouth moves: they decide how two faces lie over each other. */
const RIGID_POINTS: readonly number[] = Array.from(
  { length: CANONICAL_VERTICES },
  (_, i) => i,
).filter((i) => !LIPS_REFINED.includes(i));

const RIGID_REGIONS = [LEFT_EYE_REFINED, RIGHT_EYE_REFINED, LIPS_REFINED] as const;

/** What of the mesh does not change from frame to frame. */
export interface ShapeTopology {
  /** float32 [468]: 0 at the outline, 1 well inside. */
  freedom: Float32Array;
  /** For each vertex off the outline, its neighbours. */
  neighbours: readonly (readonly number[])[];
}

export function shapeTopology(face: CanonicalFace): ShapeTopology {
  const outline = Float32Array.from(FACE_OVAL.flatMap((v) => [face.uv[2 * v], face.uv[2 * v + 1]]));
  const freedom = Float32Array.from({ length: CANONICAL_VERTICES }, (_, v) =>
    smoothstep(RIM_FIXED, RIM_FREE, distanceToPolygon(outline, face.uv[2 * v], face.uv[2 * v + 1])),
  );
  const neighbours = Array.from({ length: CANONICAL_VERTICES }, () => new Set<number>());
  for (let i = 0; i < face.triangles.length; i += 3) {
    for (let k = 0; k < 3; k++) {
      neighbours[face.triangles[i + k]].add(face.triangles[i + ((k + 1) % 3)]);
      neighbours[face.triangles[i + k]].add(face.triangles[i + ((k + 2) % 3)]);
    }
  }
  for (const v of FACE_OVAL) neighbours[v].clear();
  return { freedom, neighbours: neighbours.map((set) => [...set]) };
}

/**
 * Moves a live face's vertices toward the reference's shape.
 *
 * Both shapes are compared in the reference's own frame (3D similarity of Horn and Umeyama); eyes
 * and lips move as rigid regions, the outline stays.
 */
export class ShapeTransfer {
  readonly #topology: ShapeTopology;
  /** The live face's mean shape in the reference's frame, float32 [468, 3]. */
  readonly #neutral = new Float32Array(CANONICAL_VERTICES * 3);
  #offsets = new Float32Array(CANONICAL_VERTICES * 3);
  #smoothed = new Float32Array(CANONICAL_VERTICES * 3);
  #seconds = 0;
  #isEmpty = true;

  constructor(topology: ShapeTopology) {
    this.#topology = topology;
  }

  /**
   * @param reference float32 [468, 3], the reference's mesh.
   * @param live float32 [≥ 468, 3] in frame pixels.
   * @param amount 0 keeps the live shape, 1 takes the reference's.
   * @param secondsSinceLast of the stream's time; any value on the first frame.
   * @param out float32 [468, 2] in frame pixels, filled in place.
   */
  apply(
    reference: Float32Array,
    live: Float32Array,
    amount: number,
    secondsSinceLast: number,
    out: Float32Array,
  ): void {
    for (let i = 0; i < CANONICAL_VERTICES; i++) {
      out[2 * i] = live[3 * i];
      out[2 * i + 1] = live[3 * i + 1];
    }
    if (amount === 0) return;

    const { scale, rotation: r, translation: t } = similarity3d(reference, live, RIGID_POINTS);
    this.#followNeutral(live, scale, r, t, secondsSinceLast);
    this.#measureOffsets(reference);
    this.#smoothOffsets();

    const offsets = this.#offsets;
    for (let i = 0; i < CANONICAL_VERTICES; i++) {
      const weight = amount * scale * this.#topology.freedom[i];
      const x = offsets[3 * i];
      const y = offsets[3 * i + 1];
      const z = offsets[3 * i + 2];
      out[2 * i] += weight * (r[0] * x + r[1] * y + r[2] * z);
      out[2 * i + 1] += weight * (r[3] * x + r[4] * y + r[5] * z);
    }
  }

  #followNeutral(
    live: Float32Array,
    scale: number,
    r: Float64Array,
    t: Float64Array,
    secondsSinceLast: number,
  ): void {
    this.#seconds = this.#isEmpty ? 0 : this.#seconds + Math.max(0, secondsSinceLast);
    // A plain mean until the window is full, an exponential one after.
    const window = Math.min(NEUTRAL_SECONDS, this.#seconds + secondsSinceLast);
    const share = this.#isEmpty ? 1 : Math.min(1, Math.max(0, secondsSinceLast) / (window || 1));
    this.#isEmpty = false;
    const neutral = this.#neutral;
    for (let i = 0; i < neutral.length; i += 3) {
      const x = (live[i] - t[0]) / scale;
      const y = (live[i + 1] - t[1]) / scale;
      const z = (live[i + 2] - t[2]) / scale;
      // The inverse of a rotation is its transpose.
      neutral[i] += share * (r[0] * x + r[3] * y + r[6] * z - neutral[i]);
      neutral[i + 1] += share * (r[1] * x + r[4] * y + r[7] * z - neutral[i + 1]);
      neutral[i + 2] += share * (r[2] * x + r[5] * y + r[8] * z - neutral[i + 2]);
    }
  }

  #measureOffsets(reference: Float32Array): void {
    const offsets = this.#offsets;
    for (let i = 0; i < offsets.length; i++) offsets[i] = reference[i] - this.#neutral[i];
    for (const region of RIGID_REGIONS) {
      for (let axis = 0; axis < 3; axis++) {
        let sum = 0;
        for (const v of region) sum += offsets[3 * v + axis];
        const mean = sum / region.length;
        for (const v of region) offsets[3 * v + axis] = mean;
      }
    }
  }

  #smoothOffsets(): void {
    for (let pass = 0; pass < SMOOTHING_PASSES; pass++) {
      const from = this.#offsets;
      const to = this.#smoothed;
      to.set(from);
      for (let v = 0; v < CANONICAL_VERTICES; v++) {
        const around = this.#topology.neighbours[v];
        if (around.length === 0) continue;
        for (let axis = 0; axis < 3; axis++) {
          let sum = 0;
          for (const other of around) sum += from[3 * other + axis];
          to[3 * v + axis] = 0.5 * from[3 * v + axis] + (0.5 * sum) / around.length;
        }
      }
      this.#offsets = to;
      this.#smoothed = from;
    }
  }
}
