import type { Frame } from '../frame.ts';
import { MESH_POINTS, type DetectedFace, type FaceRegion, type TrackedFace } from './face.ts';
import { distanceBetween, placeOfMesh, type FacePlace } from './matching.ts';
import type { FaceMeshNetwork } from './mesh.ts';
import { OneEuroFilter } from './one-euro.ts';
import type { HeadPoseEstimator } from './pose.ts';
import { isUsableRegion, REGION_SCALE, regionFromDetection, regionFromMesh } from './region.ts';
import { isLost, StabilityCounter } from './tracking-policy.ts';

/**
 * A mesh that comes to lie farther than this from where the movement before led, in face sizes, or
 * is of another size by this factor, may have slipped onto something else: a head shaken hard at 15
 * frames a second stays below.
 */
const LONGEST_STEP = 0.4;
const LARGEST_GROWTH = 1.4;

/** What fits meshes; {@link FaceMeshNetwork} outside of tests. */
export type MeshFitter = Pick<FaceMeshNetwork, 'fit'>;

/**
 * Fits a mesh to a detected face: once around the detector's box, and once more in the region of
 * that first mesh, which is upright and centred as the network was trained to see faces.
 *
 * @param mesh filled in place.
 * @returns presence of the second mesh, or undefined when there is no face.
 * @throws MirageError `model-failed`.
 */
export async function fitFromDetection(
  fitter: MeshFitter,
  frame: Frame,
  seen: DetectedFace,
  mesh: Float32Array,
): Promise<number | undefined> {
  let region = regionFromDetection(seen);
  let presence = 0;
  for (let round = 0; round < 2; round += 1) {
    if (!isUsableRegion(region, frame.width, frame.height)) return undefined;
    presence = await fitter.fit(frame, region, mesh);
    if (isLost(presence, false)) return undefined;
    region = regionFromMesh(mesh);
  }
  return isUsableRegion(region, frame.width, frame.height) ? presence : undefined;
}

/** One face followed over frames: where it is, its smoothed mesh and how sure we are of it. */
export class Track {
  readonly id: number;

  /** Where the next frame is searched: around the mesh as fitted, before smoothing. */
  #region: FaceRegion = { x: 0, y: 0, size: 0, angle: 0 };
  /** Where the face was in the last three frames, newest first. */
  #places: readonly FacePlace[] = [];
  #missingSinceMs: number | undefined;

  /** Written in turn, so that the previous frame's mesh may still be read. */
  readonly #meshes = [new Float32Array(MESH_POINTS * 3), new Float32Array(MESH_POINTS * 3)];
  #mesh: Float32Array = this.#meshes[0];
  readonly #filter = new OneEuroFilter(MESH_POINTS);

  #presence = 0;
  #detectionScore = 0;
  readonly #stability = new StabilityCounter();

  constructor(id: number) {
    this.id = id;
  }

  /** Where the face was seen last. */
  get place(): FacePlace {
    return this.#places[0];
  }

  get size(): number {
    return this.place.size;
  }

  /** The lower of what the detector and the mesh last said, 0..1. */
  get confidence(): number {
    return Math.min(this.#presence, this.#detectionScore);
  }

  get isMissing(): boolean {
    return this.#missingSinceMs !== undefined;
  }

  /** Found so short a time ago that its movement cannot be judged. */
  get isNew(): boolean {
    return this.#places.length < 3;
  }

  /**
   * How far the last step led away from the movement before it, in face sizes; infinite for a new
   * track.
   */
  get surprise(): number {
    if (this.isNew) return Infinity;
    const [now, before, earlier] = this.#places;
    const expected = {
      x: 2 * before.x - earlier.x,
      y: 2 * before.y - earlier.y,
      size: before.size,
    };
    return distanceBetween(now, expected);
  }

  /** Whether the last step is so long or so large that only the detector can tell if it was right. */
  get hasJumped(): boolean {
    if (this.isMissing || this.#places.length < 2) return false;
    const [now, before] = this.#places;
    const growth = Math.max(now.size / before.size, before.size / now.size);
    const step = this.isNew ? distanceBetween(now, before) : this.surprise;
    return step > LONGEST_STEP || growth > LARGEST_GROWTH;
  }

  /** Whether the detector saw this face when it last looked. */
  get isSeenByDetector(): boolean {
    return this.#detectionScore > 0;
  }

  /** For how long the face has been missing at a time; 0 while it is followed. */
  missingMs(timeMs: number): number {
    return this.#missingSinceMs === undefined ? 0 : timeMs - this.#missingSinceMs;
  }

  /** @param score of the detection that found this face, 0 when the detector did not. */
  noteDetection(score: number): void {
    this.#detectionScore = score;
    this.#stability.observe(score);
  }

  /**
   * Finds the face in the next frame, around where it was in the last.
   *
   * @returns whether it is there.
   * @throws MirageError `model-failed`.
   */
  async follow(fitter: MeshFitter, frame: Frame): Promise<boolean> {
    if (!isUsableRegion(this.#region, frame.width, frame.height)) return false;
    const mesh = this.#spareMesh;
    const presence = await fitter.fit(frame, this.#region, mesh);
    if (isLost(presence, this.#detectionScore === 0)) return false;
    return this.#accept(frame, mesh, presence);
  }

  /**
   * Takes the face up where the detector saw it: for the first time, or after it was missing.
   *
   * @returns whether there is a face.
   * @throws MirageError `model-failed`.
   */
  async seize(fitter: MeshFitter, frame: Frame, seen: DetectedFace): Promise<boolean> {
    const mesh = this.#spareMesh;
    const presence = await fitFromDetection(fitter, frame, seen, mesh);
    if (presence === undefined) return false;
    this.#places = [];
    this.#filter.reset();
    this.noteDetection(seen.score);
    return this.#accept(frame, mesh, presence);
  }

  /** The face is not where it was; it may come back near there. */
  lose(timeMs: number): void {
    this.#missingSinceMs ??= timeMs;
    this.#stability.observe(0);
  }

  /** The last step led onto something else, or a face that another track follows: it is taken back. */
  takeBackStep(timeMs: number): void {
    this.#places = this.#places.slice(1);
    this.lose(timeMs);
  }

  /** The face as the rest of the program sees it. */
  face(poses: HeadPoseEstimator): TrackedFace {
    const mesh = this.#mesh;
    const region = regionFromMesh(mesh);
    return {
      id: this.id,
      mesh,
      region,
      size: region.size / REGION_SCALE,
      score: this.#presence,
      isStable: this.#stability.isStable,
      pose: poses.estimate(mesh),
    };
  }

  get #spareMesh(): Float32Array {
    return this.#mesh === this.#meshes[0] ? this.#meshes[1] : this.#meshes[0];
  }

  #accept(frame: Frame, mesh: Float32Array, presence: number): boolean {
    const region = regionFromMesh(mesh);
    if (!isUsableRegion(region, frame.width, frame.height)) return false;
    const size = region.size / REGION_SCALE;
    this.#region = region;
    this.#places = [placeOfMesh(mesh, size), ...this.#places.slice(0, 2)];
    this.#presence = presence;
    this.#missingSinceMs = undefined;
    this.#filter.apply(mesh, frame.timeMs, size);
    this.#mesh = mesh;
    return true;
  }
}
