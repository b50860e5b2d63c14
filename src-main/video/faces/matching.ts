import type { DetectedFace } from './face.ts';
import { POINT } from './mesh-topology.ts';

/** Where a face is and how large, as far as telling faces apart needs it; in frame pixels. */
export interface FacePlace {
  /** Between the eyes and the mouth. */
  x: number;
  y: number;
  /** The larger side of the mesh's upright box. */
  size: number;
}

/** A place with how far from it the same face may be found, in face sizes. */
export interface SearchedPlace extends FacePlace {
  reach: number;
}

/** Track and detection that belong together, as positions in the two lists. */
export interface Match {
  track: number;
  detection: number;
}

/** Between two sightings a face does not change its size by more than this factor. */
const MAX_SIZE_RATIO = 2;

/** Two tracks whose places differ by less than this (in face sizes) follow one face. */
const SAME_PLACE = 0.25;

/** A face whose centre lies within another is that face, seen badly; in face sizes. */
const OVERLAPPING = 0.4;

/**
 * The mesh reaches from hairline to chin, the detector's box from the brows to the chin: its side
 * is this share of the mesh's size (median over 80 portraits and webcam frames; 0.77 to 1.04).
 */
const BOX_TO_MESH_SIZE = 0.88;

/** The place of a detected face, comparable with that of a mesh. */
export function placeOfDetection({ box, points }: DetectedFace): FacePlace {
  const [leftEye, rightEye, , mouth] = points;
  return {
    x: (leftEye[0] + rightEye[0]) / 4 + mouth[0] / 2,
    y: (leftEye[1] + rightEye[1]) / 4 + mouth[1] / 2,
    size: Math.max(box.width, box.height) / BOX_TO_MESH_SIZE,
  };
}

/** @param mesh float32 [478, 3]. @param size the larger side of its upright box. */
export function placeOfMesh(mesh: Float32Array, size: number): FacePlace {
  const mean = (axis: number) =>
    (mesh[POINT.leftEyeOuter * 3 + axis] +
      mesh[POINT.leftEyeInner * 3 + axis] +
      mesh[POINT.rightEyeInner * 3 + axis] +
      mesh[POINT.rightEyeOuter * 3 + axis]) /
      8 +
    (mesh[POINT.innerLipTop * 3 + axis] + mesh[POINT.innerLipBottom * 3 + axis]) / 4;
  return { x: mean(0), y: mean(1), size };
}

/** How far apart two places are, in face sizes. */
export function distanceBetween(a: FacePlace, b: FacePlace): number {
  return Math.hypot(a.x - b.x, a.y - b.y) / Math.max(a.size, b.size);
}

/** Whether two places are so alike that they hold the same face. */
export function isSamePlace(a: FacePlace, b: FacePlace): boolean {
  return distanceBetween(a, b) < SAME_PLACE && sizeRatio(a, b) < MAX_SIZE_RATIO;
}

/** Whether a place is too near to another to hold a face of its own. */
export function isOverlapping(a: FacePlace, b: FacePlace): boolean {
  return distanceBetween(a, b) < OVERLAPPING;
}

/**
 * Gives each track at most one detection and each detection at most one track, the closest pairs
 * first. Pairs beyond a track's reach or of too different a size stay apart.
 */
export function matchDetections(
  tracks: readonly SearchedPlace[],
  detections: readonly FacePlace[],
): Match[] {
  const pairs = tracks
    .flatMap((place, track) =>
      detections.map((seen, detection) => ({
        track,
        detection,
        isPossible:
          distanceBetween(place, seen) <= place.reach && sizeRatio(place, seen) <= MAX_SIZE_RATIO,
        cost: distanceBetween(place, seen) + Math.log(sizeRatio(place, seen)),
      })),
    )
    .filter(({ isPossible }) => isPossible)
    .sort((a, b) => a.cost - b.cost);

  const matches: Match[] = [];
  for (const { track, detection } of pairs) {
    if (matches.some((match) => match.track === track || match.detection === detection)) continue;
    matches.push({ track, detection });
  }
  return matches;
}

function sizeRatio(a: FacePlace, b: FacePlace): number {
  return Math.max(a.size, b.size) / Math.min(a.size, b.size);
}
