import type { AffineMatrix } from '../../base/addon.ts';
import { CANONICAL_VERTICES } from './canonical-face.ts';
import type { DetectedFace, FaceRegion } from './face.ts';
import { POINT } from './mesh-topology.ts';

/**
 * The crop's side over the face's larger side, as the mesh network was trained (MediaPipe's face
 * landmark graph, RectTransformation scale 1.5).
 */
export const REGION_SCALE = 1.5;

/** Below this the mesh network sees fewer than a tenth of the pixels it works on. */
const MIN_REGION_SIZE = 20;

/** A face cannot be this many times larger than the picture that shows it. */
const MAX_REGION_TO_PICTURE = 4;

/** Where to look for the mesh of a detected face: around its box, upright by its eyes. */
export function regionFromDetection({ box, points }: DetectedFace): FaceRegion {
  const [leftEye, rightEye] = points;
  return {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    size: REGION_SCALE * Math.max(box.width, box.height),
    angle: Math.atan2(rightEye[1] - leftEye[1], rightEye[0] - leftEye[0]),
  };
}

/**
 * Where to look in the next picture: around the mesh's extent, upright by the outer eye corners.
 *
 * @param mesh float32 [478, 3], of which the 468 points of the face count.
 */
export function regionFromMesh(mesh: Float32Array): FaceRegion {
  const angle = Math.atan2(
    mesh[POINT.rightEyeOuter * 3 + 1] - mesh[POINT.leftEyeOuter * 3 + 1],
    mesh[POINT.rightEyeOuter * 3] - mesh[POINT.leftEyeOuter * 3],
  );
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);

  let left = Infinity;
  let right = -Infinity;
  let top = Infinity;
  let bottom = -Infinity;
  for (let i = 0; i < CANONICAL_VERTICES * 3; i += 3) {
    const x = mesh[i] * cos + mesh[i + 1] * sin;
    const y = mesh[i + 1] * cos - mesh[i] * sin;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }

  const x = (left + right) / 2;
  const y = (top + bottom) / 2;
  return {
    x: x * cos - y * sin,
    y: x * sin + y * cos,
    size: REGION_SCALE * Math.max(right - left, bottom - top),
    angle,
  };
}

/** Whether a crop of this region can show a face: finite, of sensible size, centred in the picture. */
export function isUsableRegion(region: FaceRegion, width: number, height: number): boolean {
  const { x, y, size, angle } = region;
  return (
    Number.isFinite(angle) &&
    size >= MIN_REGION_SIZE &&
    size <= MAX_REGION_TO_PICTURE * Math.max(width, height) &&
    x >= 0 &&
    x <= width &&
    y >= 0 &&
    y <= height
  );
}

/**
 * The map from a square crop to the picture it is cut from.
 *
 * @param cropSize side of the crop in its own pixels.
 * @param out filled and returned.
 */
export function cropToPicture(
  region: FaceRegion,
  cropSize: number,
  out: AffineMatrix = new Float64Array(6),
): AffineMatrix {
  const scale = region.size / cropSize;
  const cos = Math.cos(region.angle) * scale;
  const sin = Math.sin(region.angle) * scale;
  const half = cropSize / 2;
  out[0] = cos;
  out[1] = -sin;
  out[2] = region.x - (cos - sin) * half;
  out[3] = sin;
  out[4] = cos;
  out[5] = region.y - (sin + cos) * half;
  return out;
}
