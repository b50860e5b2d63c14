import type { Frame } from '../frame.ts';
import type { HeadPose, PosedFace } from './face.ts';
import { POINT } from './mesh-topology.ts';
import { blurEffect } from './sharpness.ts';
import { cropFace, lumaOf, sampleSkin, type FaceCrop, type SkinMap } from './skin-map.ts';

/** All that the judgement of a reference picture rests on. */
export interface ReferenceMeasurements {
  /** The larger side of the face, in pixels of the picture. */
  sizePixels: number;
  pose: HeadPose;
  /** Between the inner lips, over the face's height. */
  mouthOpening: number;
  /** Corner to corner, over the face's width. */
  mouthWidth: number;
  /** Eye aspect ratio of the wider-open eye. */
  eyeOpening: number;
  /** {@link blurEffect} at the picture's own resolution: 0 sharp, 1 blurred. */
  blur: number;
  skin: SkinMap;
  /** How much darker the darkest place on the ridge of the nose is than the rest of it, 0..1. */
  noseBridgeDip: number;
  /** How many faces the picture shows. */
  people: number;
}

/** Side of the crop that colours are taken from; as the mesh network sees the face. */
const SKIN_CROP_SIZE = 192;

/** Sharpness is judged at the picture's resolution, up to this size of crop. */
const MAX_SHARPNESS_CROP_SIZE = 256;

/** Measures a face as a reference. Two crops of at most 256 pixels, a few milliseconds. */
export function measureReference(
  frame: Frame,
  face: PosedFace,
  people: number,
): ReferenceMeasurements {
  const { region, mesh } = face;
  const crop = cropFace(frame, region, mesh, SKIN_CROP_SIZE);
  const sharpnessSize = Math.min(MAX_SHARPNESS_CROP_SIZE, Math.round(region.size));
  return {
    sizePixels: Math.round(face.size),
    pose: face.pose,
    mouthOpening:
      distance(mesh, POINT.innerLipTop, POINT.innerLipBottom) /
      distance(mesh, POINT.foreheadTop, POINT.chin),
    mouthWidth:
      distance(mesh, POINT.mouthLeft, POINT.mouthRight) /
      distance(mesh, POINT.leftTemple, POINT.rightTemple),
    eyeOpening: Math.max(
      eyeAspectRatio(mesh, [33, 160, 158, 133, 153, 144]),
      eyeAspectRatio(mesh, [362, 385, 387, 263, 373, 380]),
    ),
    blur: blurEffect(cropFace(frame, region, mesh, sharpnessSize)),
    skin: sampleSkin(crop),
    noseBridgeDip: noseBridgeDip(crop),
    people,
  };
}

/**
 * How open an eye is: the mean distance of its lids over its width. About 0.3 open, below 0.15
 * closed (Soukupová and Čech, "Real-time eye blink detection using facial landmarks", 2016).
 *
 * @param eye corner, two points of the upper lid, corner, two of the lower lid, in a ring.
 */
function eyeAspectRatio(
  mesh: Float32Array,
  [corner, upper1, upper2, otherCorner, lower2, lower1]: readonly number[],
): number {
  return (
    (distance(mesh, upper1, lower1) + distance(mesh, upper2, lower2)) /
    (2 * distance(mesh, corner, otherCorner))
  );
}

function distance(mesh: Float32Array, a: number, b: number): number {
  return Math.hypot(mesh[a * 3] - mesh[b * 3], mesh[a * 3 + 1] - mesh[b * 3 + 1]);
}

/** Between the brows, and above the tip of the nose: the ridge that a pair of glasses crosses. */
const RIDGE = { from: 9, to: 195, samples: 40, halfWidth: 3 } as const;

/** The bridge of a pair of glasses is a dark bar across a stretch that is otherwise even. */
function noseBridgeDip({ pixels, mesh, size }: FaceCrop): number {
  const profile: number[] = [];
  for (let i = 0; i < RIDGE.samples; i += 1) {
    const share = i / (RIDGE.samples - 1);
    const [x, y] = [0, 1].map((axis) =>
      Math.floor(mesh[RIDGE.from * 3 + axis] * (1 - share) + mesh[RIDGE.to * 3 + axis] * share),
    );
    let sum = 0;
    for (let k = -RIDGE.halfWidth; k <= RIDGE.halfWidth; k += 1) {
      const at = (y * size + x + k) * 4;
      sum += lumaOf(pixels[at], pixels[at + 1], pixels[at + 2]);
    }
    profile.push(sum);
  }
  const sorted = profile.toSorted((a, b) => a - b);
  const usual = sorted[sorted.length >> 1];
  return usual > 0 ? (usual - sorted[0]) / usual : 0;
}
