import { CANONICAL_VERTICES } from '../../src-main/video/faces/canonical-face.ts';
import {
  INNER_LIPS,
  LEFT_EYE,
  LIPS_REFINED,
  POINT,
  RIGHT_EYE,
} from '../../src-main/video/faces/mesh-topology.ts';

/** How a head is held and what its face does at one moment; all zero (scale 1) is the portrait. */
export interface HeadPosition {
  /** Degrees, positive to the picture's right. */
  yaw: number;
  /** Degrees, positive up. */
  pitch: number;
  /** Degrees, positive clockwise on screen. */
  roll: number;
  /** Shift on screen, in face sizes. */
  x: number;
  y: number;
  /** Size relative to the portrait's place in the frame. */
  scale: number;
  /** 0 closed as in the portrait, 1 wide open. */
  jaw: number;
  /** 0 as open as in the portrait, 1 shut. */
  blink: number;
  /** 0 as in the portrait, 1 a broad smile more. */
  smile: number;
}

/** What a head does over time. */
export type HeadMotion = (seconds: number) => Partial<HeadPosition>;

const AT_REST: HeadPosition = {
  yaw: 0,
  pitch: 0,
  roll: 0,
  x: 0,
  y: 0,
  scale: 1,
  jaw: 0,
  blink: 0,
  smile: 0,
};

/** The head as in the portrait. */
export const atRest: HeadMotion = () => AT_REST;

/** Someone who talks to a camera: turns and sways slowly, opens the mouth, blinks every 2.2 s. */
export const talking: HeadMotion = (seconds) => ({
  yaw: 10 * Math.sin(1.9 * seconds),
  pitch: 4 * Math.sin(1.3 * seconds + 1),
  roll: 4 * Math.sin(1.1 * seconds),
  x: 0.04 * Math.sin(1.2 * seconds),
  y: 0.02 * Math.sin(2.1 * seconds),
  scale: 1 + 0.05 * Math.sin(0.9 * seconds),
  jaw: Math.max(0, Math.sin(7 * seconds)) * (0.5 + 0.5 * Math.sin(1.7 * seconds)),
  blink: Math.max(0, 1 - Math.abs(((seconds + 0.5) % 2.2) - 1.1) / 0.12),
  smile: 0.5 - 0.5 * Math.cos(0.8 * seconds),
});

/** Distances as shares of the face's size. */
const PIVOT_BEHIND_FACE = 0.35;
const JAW_DROP = 0.1;
/** How much less than its middle the lower lip drops at the corners of the mouth. */
const CORNERS_STAY = 0.9;
const SMILE_RISE = 0.035;
const SMILE_REACH = 0.16;

/** How far down the upper lid and the fold above it go in a blink, as shares of the eye's opening. */
const LID_CLOSES = 0.95;
const FOLD_FOLLOWS = 0.4;

/** The folds above the upper lids, vertex for vertex as the lids in the eye rings. */
const LEFT_FOLD = [247, 30, 29, 27, 28, 56, 190];
const RIGHT_FOLD = [414, 286, 258, 257, 259, 260, 467];

const LOWER_LIPS = lowerLips();

/** A face that can be moved: its vertices in the portrait and what moves each. */
export class Head {
  readonly size: number;
  readonly centre: readonly [x: number, y: number, z: number];
  readonly #rest: Float32Array;
  /** float32 [468, 3]: the shift of each vertex at full strength. */
  readonly #jaw: Float32Array;
  readonly #blink: Float32Array;
  readonly #smile: Float32Array;

  /** @param mesh float32 [≥ 468, 3] in pixels of the picture that shows it. */
  constructor(mesh: Float32Array) {
    this.#rest = mesh.slice(0, CANONICAL_VERTICES * 3);
    const extent = [0, 1, 2].map((axis) => {
      const values = this.#rest.filter((_, i) => i % 3 === axis);
      return { size: Math.max(...values) - Math.min(...values), mean: meanOf(values) };
    });
    this.size = Math.max(extent[0].size, extent[1].size);
    this.centre = [extent[0].mean, extent[1].mean, extent[2].mean];
    this.#jaw = jawShifts(this.#rest, this.size);
    this.#blink = blinkShifts(this.#rest);
    this.#smile = smileShifts(this.#rest, this.size);
  }

  /**
   * Turns the head and moves the face; shift, scale and roll, which move the whole picture, are
   * {@link similarityOf}'s.
   *
   * @param out float32 [468, 3] in pixels of the portrait, filled in place.
   */
  deform({ yaw, pitch, jaw, blink, smile }: HeadPosition, out: Float32Array): void {
    const [sinYaw, cosYaw] = sinCos(yaw);
    const [sinPitch, cosPitch] = sinCos(pitch);
    const [pivotX, pivotY] = this.centre;
    const pivotZ = this.centre[2] + PIVOT_BEHIND_FACE * this.size;
    const rest = this.#rest;
    for (let i = 0; i < rest.length; i += 3) {
      const moved = (axis: number): number =>
        rest[i + axis] +
        jaw * this.#jaw[i + axis] +
        blink * this.#blink[i + axis] +
        smile * this.#smile[i + axis];
      const x = moved(0) - pivotX;
      const y = moved(1) - pivotY;
      const z = moved(2) - pivotZ;
      // z points away from the camera: a face that turns right brings its left cheek nearer.
      const turnedX = x * cosYaw - z * sinYaw;
      const turnedZ = z * cosYaw + x * sinYaw;
      out[i] = pivotX + turnedX;
      out[i + 1] = pivotY + y * cosPitch + turnedZ * sinPitch;
      out[i + 2] = pivotZ + turnedZ * cosPitch - y * sinPitch;
    }
  }

  /**
   * The part of a position that moves the whole picture, as a map of portrait pixels to frame pixels
   * [a, -b, x0, b, a, y0].
   *
   * @param corner what of the portrait lies at the frame's top left corner at rest.
   */
  similarityOf(
    { x, y, scale, roll }: HeadPosition,
    corner: readonly [x: number, y: number],
  ): Float64Array {
    const [sin, cos] = sinCos(roll);
    const [a, b] = [scale * cos, scale * sin];
    const [centreX, centreY] = this.centre;
    return Float64Array.of(
      a,
      -b,
      centreX - a * centreX + b * centreY + x * this.size - corner[0],
      b,
      a,
      centreY - b * centreX - a * centreY + y * this.size - corner[1],
    );
  }
}

/** A whole position from the parts that a motion states. */
export function positionAt(motion: HeadMotion, seconds: number): HeadPosition {
  return { ...AT_REST, ...motion(seconds) };
}

const meanOf = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function sinCos(degrees: number): [sin: number, cos: number] {
  const radians = (degrees * Math.PI) / 180;
  return [Math.sin(radians), Math.cos(radians)];
}

/** The lower lips, inner edge to outer: what a jaw takes down whole. */
function lowerLips(): ReadonlySet<number> {
  const inner = INNER_LIPS.slice(INNER_LIPS.indexOf(308) + 1);
  const outer = LIPS_REFINED.filter((vertex) =>
    [146, 91, 181, 84, 17, 314, 405, 321, 375, 77, 90, 180, 85, 16, 315, 404, 320, 307].includes(
      vertex,
    ),
  );
  const between = [96, 89, 179, 86, 15, 316, 403, 319, 325];
  return new Set([...inner, ...outer, ...between]);
}

function jawShifts(rest: Float32Array, size: number): Float32Array {
  const shifts = new Float32Array(rest.length);
  const mouthY = rest[POINT.innerLipTop * 3 + 1];
  const chinY = rest[POINT.chin * 3 + 1];
  const mouthX = (rest[POINT.mouthLeft * 3] + rest[POINT.mouthRight * 3]) / 2;
  const halfWidth = (rest[POINT.mouthRight * 3] - rest[POINT.mouthLeft * 3]) / 2;
  for (let vertex = 0; vertex < CANONICAL_VERTICES; vertex++) {
    // The corners of the mouth stay: an open mouth is round.
    const fromMiddle = (rest[vertex * 3] - mouthX) / halfWidth;
    const below = Math.min(1, (rest[vertex * 3 + 1] - mouthY) / (chinY - mouthY));
    const share = LOWER_LIPS.has(vertex) ? 1 - CORNERS_STAY * fromMiddle ** 2 : below;
    shifts[vertex * 3 + 1] = Math.max(0, share) * JAW_DROP * size;
  }
  return shifts;
}

function blinkShifts(rest: Float32Array): Float32Array {
  const shifts = new Float32Array(rest.length);
  const eyes = [
    { ring: LEFT_EYE, fold: LEFT_FOLD },
    { ring: RIGHT_EYE, fold: RIGHT_FOLD },
  ];
  for (const { ring, fold } of eyes) {
    for (let k = 1; k <= 7; k++) {
      const upper = ring[k];
      const lower = ring[ring.length - k];
      for (let axis = 0; axis < 3; axis++) {
        const opening = rest[lower * 3 + axis] - rest[upper * 3 + axis];
        shifts[upper * 3 + axis] = LID_CLOSES * opening;
        shifts[fold[k - 1] * 3 + axis] = FOLD_FOLLOWS * opening;
      }
    }
  }
  return shifts;
}

function smileShifts(rest: Float32Array, size: number): Float32Array {
  const shifts = new Float32Array(rest.length);
  const corners = [
    { corner: POINT.mouthLeft, outward: -1 },
    { corner: POINT.mouthRight, outward: 1 },
  ];
  for (const { corner, outward } of corners) {
    for (let i = 0; i < rest.length; i += 3) {
      const distance = Math.hypot(rest[i] - rest[corner * 3], rest[i + 1] - rest[corner * 3 + 1]);
      const share = Math.exp(-((distance / (SMILE_REACH * size)) ** 2));
      shifts[i] += share * outward * SMILE_RISE * size;
      shifts[i + 1] -= share * SMILE_RISE * size;
    }
  }
  return shifts;
}
