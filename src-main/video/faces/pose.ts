import { CANONICAL_VERTICES, type CanonicalFace } from './canonical-face.ts';
import type { HeadPose } from './face.ts';
import { INNER_LIPS, LEFT_EYE_REFINED, LIPS_REFINED, RIGHT_EYE_REFINED } from './mesh-topology.ts';
import { similarity3d } from './similarity.ts';

const DEGREES = 180 / Math.PI;

/**
 * Reads the head's pose off its mesh: the rotation of the 3D similarity that brings the canonical
 * face onto it, over the parts of a face that expression does not move.
 */
export class HeadPoseEstimator {
  /** Float32 [468, 3] in the picture's axes: x right, y down, z away from the camera. */
  readonly #canonical: Float32Array;
  readonly #rigidPoints: readonly number[];

  constructor({ vertices }: CanonicalFace) {
    this.#canonical = vertices.map((value, i) => (i % 3 === 0 ? value : -value));
    this.#rigidPoints = rigidPoints(vertices);
  }

  /** @param mesh float32 [478, 3] or [468, 3]: x right, y down, z smaller when nearer. */
  estimate(mesh: Float32Array): HeadPose {
    const { rotation } = similarity3d(this.#canonical, mesh, this.#rigidPoints);
    return poseOfRotation(rotation);
  }
}

/**
 * Takes a rotation R = Ry(-yaw) · Rx(-pitch) · Rz(roll) apart: roll turns the face about its own
 * line of sight first, pitch and yaw then aim it.
 *
 * @param rotation [3, 3] row by row, in the picture's axes: x right, y down, z away.
 */
export function poseOfRotation(rotation: Float64Array): HeadPose {
  // The face looks along -z; the third column, negated, is where it looks now.
  const lookX = -rotation[2];
  const lookY = -rotation[5];
  const lookZ = -rotation[8];
  return {
    yaw: Math.atan2(lookX, -lookZ) * DEGREES,
    pitch: Math.asin(Math.max(-1, Math.min(1, -lookY))) * DEGREES,
    roll: Math.atan2(rotation[3], rotation[4]) * DEGREES,
  };
}

/**
 * All points above the mouth but the lids, brows and lips: what the skull carries, not the muscles.
 */
function rigidPoints(vertices: Float32Array): number[] {
  const moving = new Set([...LIPS_REFINED, ...LEFT_EYE_REFINED, ...RIGHT_EYE_REFINED]);
  const mouthHeight = Math.max(...INNER_LIPS.map((point) => vertices[point * 3 + 1]));
  const points: number[] = [];
  for (let point = 0; point < CANONICAL_VERTICES; point += 1) {
    if (!moving.has(point) && vertices[point * 3 + 1] > mouthHeight) points.push(point);
  }
  return points;
}
