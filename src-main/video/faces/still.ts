import { nativeAddon } from '../../base/addon.ts';
import { createFrame, type Frame } from '../frame.ts';
import type { FaceDetector } from './detector.ts';
import { MESH_POINTS, type DetectedFace, type MeshFace, type PosedFace } from './face.ts';
import { isOverlapping, placeOfMesh, type FacePlace } from './matching.ts';
import type { HeadPoseEstimator } from './pose.ts';
import { REGION_SCALE, regionFromDetection, regionFromMesh } from './region.ts';
import { fitFromDetection, type MeshFitter } from './track.ts';

/** What finding faces in a picture needs. */
export interface StillParts {
  detector: Pick<FaceDetector, 'detect' | 'detectWithin'>;
  mesh: MeshFitter;
  poses: HeadPoseEstimator;
}

/**
 * Longest side of the copy that is searched: a photo's pixels far beyond the detector's 256 would
 * only alias in its crops.
 */
const OVERVIEW_SIZE = 1024;

/** From this region size on (the mesh network's own) a copy shows the face as well as the original. */
const SUFFICIENT_REGION = 192;

/** An upright square of the picture: its centre and side. */
type Square = Pick<FacePlace, 'x' | 'y' | 'size'>;

/**
 * A face detected at this score needs no second look. Faces that overflow the picture bring weak
 * boxes on parts of them (0.5 to 0.7), while the same picture within a border scores 0.8 or more.
 */
const SURE_SCORE = 0.75;

/**
 * Finds all faces in a single picture, largest first.
 *
 * The detector sees the whole picture at 256 pixels, which fits faces between a tenth and most of
 * it. Unless it is sure of one, it is shown the picture smaller within a black border, for a face
 * that fills it, and then in overlapping tiles, for small ones; of overlapping finds the surest
 * counts.
 *
 * @returns at most `maxFaces`, each with a mesh of its own in the picture's pixels.
 * @throws MirageError `model-failed`.
 */
export async function findFacesInStill(
  parts: StillParts,
  frame: Frame,
  maxFaces: number,
): Promise<PosedFace[]> {
  const overview = overviewOf(frame);
  const { detector } = parts;
  const detections = await detector.detect(overview);
  let found = await fitAll(parts, frame, overview, detections);
  for (const squares of secondLooks(overview)) {
    if (found.some(({ seen }) => seen.score >= SURE_SCORE)) break;
    for (const square of squares) {
      detections.push(...(await detector.detectWithin(overview, square)));
    }
    found = await fitAll(parts, frame, overview, detections);
  }
  return found
    .map(({ face }) => ({ ...face, pose: parts.poses.estimate(face.mesh) }))
    .sort((a, b) => b.size - a.size)
    .slice(0, maxFaces);
}

/** A face with the detection that led to it. */
interface Find {
  seen: DetectedFace;
  face: MeshFace;
}

/** The picture itself, or a copy of it whose longest side is {@link OVERVIEW_SIZE}. */
function overviewOf(frame: Frame): Frame {
  const scale = OVERVIEW_SIZE / Math.max(frame.width, frame.height);
  if (scale >= 1) return frame;
  const width = Math.max(1, Math.round(frame.width * scale));
  const height = Math.max(1, Math.round(frame.height * scale));
  const overview = createFrame(width, height, frame.timeMs);
  nativeAddon().scaleRgba(frame.pixels, frame.width, frame.height, overview.pixels, width, height);
  return overview;
}

/** Squares to search one set after the other: all of it small, then in large and small tiles. */
function secondLooks({ width, height }: Frame): Square[][] {
  const longer = Math.max(width, height);
  return [
    [{ x: width / 2, y: height / 2, size: 2 * longer }],
    tiles(width, height, 0.6 * longer),
    tiles(width, height, 0.4 * longer),
  ];
}

/** Squares of one size that cover the picture and overlap by a fifth or more. */
function tiles(width: number, height: number, size: number): Square[] {
  const columns = centres(width, size);
  return centres(height, size).flatMap((y) => columns.map((x) => ({ x, y, size })));
}

function centres(length: number, size: number): number[] {
  const count = Math.max(1, Math.ceil((length - size) / (size * 0.8)) + 1);
  if (count === 1) return [length / 2];
  const step = (length - size) / (count - 1);
  return Array.from({ length: count }, (_, i) => size / 2 + i * step);
}

/**
 * Fits a mesh to each detection, the surest first; those that show no face, or one that has its
 * mesh already, fall away.
 */
async function fitAll(
  { mesh: fitter }: StillParts,
  frame: Frame,
  overview: Frame,
  detections: readonly DetectedFace[],
): Promise<Find[]> {
  const scale = frame.width / overview.width;
  const found: Find[] = [];
  const places: FacePlace[] = [];
  for (const seen of [...detections].sort((a, b) => b.score - a.score)) {
    const isLargeInOverview = regionFromDetection(seen).size >= SUFFICIENT_REGION;
    const mesh = new Float32Array(MESH_POINTS * 3);
    const score = isLargeInOverview
      ? await fitFromDetection(fitter, overview, seen, mesh)
      : await fitFromDetection(fitter, frame, scaleDetection(seen, scale), mesh);
    if (score === undefined) continue;
    if (isLargeInOverview) mesh.forEach((value, i) => (mesh[i] = value * scale));

    const region = regionFromMesh(mesh);
    const size = region.size / REGION_SCALE;
    const place = placeOfMesh(mesh, size);
    if (places.some((taken) => isOverlapping(taken, place))) continue;
    places.push(place);
    found.push({ seen, face: { mesh, region, size, score } });
  }
  return found;
}

function scaleDetection({ score, box, points }: DetectedFace, scale: number): DetectedFace {
  return {
    score,
    box: {
      x: box.x * scale,
      y: box.y * scale,
      width: box.width * scale,
      height: box.height * scale,
    },
    points: points.map(([x, y]) => [x * scale, y * scale]),
  };
}
