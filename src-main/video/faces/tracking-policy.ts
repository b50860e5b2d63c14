import { isSamePlace, type FacePlace } from './matching.ts';

/** Below this confidence the detector has a look at once. */
export const LOW_CONFIDENCE = 0.7;

/** A detection at or above this score counts toward a stable track. */
const STABLE_SCORE = 0.85;

/** So many detections running make a track stable. */
const STABLE_DETECTIONS = 3;

/** Below this presence the mesh fits something that is no face (MediaPipe: 0.5). */
export const MIN_PRESENCE = 0.5;

/**
 * A face that vanishes (a hand, another head in front) keeps its id and its slot for this long and
 * takes both up again where it comes back. Longer, and a bystander would wait too long for the
 * slot; shorter, and a hand through the picture would hand the swap to someone else.
 */
export const RESUME_MS = 500;

/** A newcomer must be this much larger than a followed face to take its slot … */
const TAKEOVER_SIZE_RATIO = 1.3;

/** … in so many detections running. */
const TAKEOVER_DETECTIONS = 3;

/** A face moves ahead in the order only when it is this much larger than the one before it. */
const REORDER_SIZE_RATIO = 1.15;

/** All that decides whether the detector runs. */
export interface DetectionState {
  /** 1 when it ran on the previous frame; Infinity before the first run. */
  framesSinceDetection: number;
  /** It runs on every frame of this distance. */
  interval: number;
  /** Faces followed now. */
  followed: number;
  /** Faces that vanished and may come back. */
  missing: number;
  /** The least of the followed faces' confidences; 1 when there is none. */
  lowestConfidence: number;
  /** Something new is in the picture beside the followed faces. */
  hasSceneChanged: boolean;
}

/** Whether the detector runs: on its turn, while a face is sought, in doubt, or on a new scene. */
export function isDetectionDue(state: DetectionState): boolean {
  return (
    state.framesSinceDetection >= state.interval ||
    state.followed === 0 ||
    state.missing > 0 ||
    state.hasSceneChanged ||
    state.lowestConfidence < LOW_CONFIDENCE
  );
}

/**
 * Whether a followed face is lost.
 *
 * The mesh alone decides when it is clear; when it is in doubt, the detector must have seen the
 * face too.
 *
 * @param presence of the mesh on this frame, 0..1; NaN is lost.
 * @param isMissedByDetector the detector ran last time without finding this face.
 */
export function isLost(presence: number, isMissedByDetector: boolean): boolean {
  return !(presence >= (isMissedByDetector ? LOW_CONFIDENCE : MIN_PRESENCE));
}

/** Counts detections running toward stability. */
export class StabilityCounter {
  #running = 0;

  /** @param score of the detection that found the face, 0 when none did. */
  observe(score: number): void {
    this.#running = score >= STABLE_SCORE ? this.#running + 1 : 0;
  }

  get isStable(): boolean {
    return this.#running >= STABLE_DETECTIONS;
  }
}

/** Decides when a newcomer takes the slot of a followed face while all slots are taken. */
export class TakeoverRule {
  #challenger: FacePlace | undefined;
  #running = 0;

  /**
   * @param newcomers detected faces that nobody follows.
   * @param smallestSize size of the smallest followed face.
   * @returns the position of the newcomer that takes over now.
   */
  observe(newcomers: readonly FacePlace[], smallestSize: number): number | undefined {
    let largest = -1;
    newcomers.forEach(({ size }, index) => {
      if (largest < 0 || size > newcomers[largest].size) largest = index;
    });
    if (largest < 0 || newcomers[largest].size < smallestSize * TAKEOVER_SIZE_RATIO) {
      this.#challenger = undefined;
      this.#running = 0;
      return undefined;
    }

    const challenger = newcomers[largest];
    const isSame = this.#challenger !== undefined && isSamePlace(this.#challenger, challenger);
    this.#running = isSame ? this.#running + 1 : 1;
    this.#challenger = challenger;
    if (this.#running < TAKEOVER_DETECTIONS) return undefined;
    this.#challenger = undefined;
    this.#running = 0;
    return largest;
  }
}

/**
 * Orders faces by size, largest first, but lets neighbours of nearly the same size keep their
 * order, so that the first face does not change from frame to frame.
 *
 * @param faces in the previous order; sorted in place.
 */
export function orderBySize(faces: { size: number }[]): void {
  for (let i = 1; i < faces.length; i += 1) {
    for (let k = i; k > 0 && faces[k].size > faces[k - 1].size * REORDER_SIZE_RATIO; k -= 1) {
      [faces[k - 1], faces[k]] = [faces[k], faces[k - 1]];
    }
  }
}
