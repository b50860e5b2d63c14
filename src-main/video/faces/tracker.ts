import type { ModelSessionOptions } from '../../models/inference/model-session.ts';
import type { Frame } from '../frame.ts';
import { Bystanders } from './bystanders.ts';
import { canonicalFace } from './canonical-face.ts';
import { FaceDetector } from './detector.ts';
import type { DetectedFace, PosedFace, TrackedFace } from './face.ts';
import {
  isOverlapping,
  isSamePlace,
  matchDetections,
  placeOfDetection,
  type FacePlace,
} from './matching.ts';
import { FaceMeshNetwork } from './mesh.ts';
import { HeadPoseEstimator } from './pose.ts';
import { SceneChange } from './scene-change.ts';
import { findFacesInStill } from './still.ts';
import { Track } from './track.ts';
import {
  isDetectionDue,
  orderBySize,
  RESUME_MS,
  TakeoverRule,
  type DetectionState,
} from './tracking-policy.ts';

export interface FaceTrackerOptions {
  /** How many faces are followed at most; the largest. */
  maxFaces: number;
  /** The detector runs on every frame of this distance, and whenever a face is sought or in doubt. */
  detectEvery: number;
}

/** What the tracker is made of; it closes both. */
export interface FaceTrackerParts {
  detector: Pick<FaceDetector, 'detect' | 'detectWithin' | 'close'>;
  mesh: Pick<FaceMeshNetwork, 'fit' | 'close'>;
}

/** What the last frame cost, in milliseconds. */
export interface TrackingTimes {
  detectMs: number;
  trackMs: number;
}

const DEFAULTS: FaceTrackerOptions = { maxFaces: 1, detectEvery: 5 };

/** Between two frames a followed face moves less than this, in face sizes. */
const REACH_FOLLOWED = 0.5;

/** A face comes back within this of where it vanished, in face sizes. */
const REACH_MISSING = 1;

/**
 * Follows faces over the frames of a video: the detector every few frames, the mesh in between from
 * where the face was. One frame at a time; a frame is processed before the next is begun.
 */
export class FaceTracker {
  readonly #detector: FaceTrackerParts['detector'];
  readonly #mesh: FaceTrackerParts['mesh'];
  readonly #poses = new HeadPoseEstimator(canonicalFace());
  readonly #takeover = new TakeoverRule();
  readonly #scene = new SceneChange();
  readonly #bystanders = new Bystanders();
  #options: FaceTrackerOptions;

  /** In the order of the last result; a missing face keeps its place among them. */
  #tracks: Track[] = [];
  #nextId = 1;
  #framesSinceDetection = Infinity;
  #frameSize = { width: 0, height: 0 };
  #last: TrackingTimes = { detectMs: 0, trackMs: 0 };

  constructor(parts: FaceTrackerParts, options: Partial<FaceTrackerOptions> = {}) {
    this.#detector = parts.detector;
    this.#mesh = parts.mesh;
    this.#options = { ...DEFAULTS, ...options };
  }

  /** @throws MirageError `model-missing`, `model-corrupt` and what else opening a model may throw. */
  static async open(
    options?: Partial<FaceTrackerOptions>,
    sessionOptions?: ModelSessionOptions,
  ): Promise<FaceTracker> {
    const detector = await FaceDetector.open(sessionOptions);
    try {
      return new FaceTracker(
        { detector, mesh: await FaceMeshNetwork.open(sessionOptions) },
        options,
      );
    } catch (cause) {
      await detector.close();
      throw cause;
    }
  }

  /** What the last frame cost. */
  get last(): Readonly<TrackingTimes> {
    return this.#last;
  }

  /** Where faces were in the last frame, or may have been, that are not among its result. */
  get bystanders(): readonly FacePlace[] {
    return this.#bystanders.places;
  }

  /** Faces that are followed and were not where they should be in the last frame. */
  get missing(): number {
    return this.#tracks.length - this.#followed.length;
  }

  /** Takes effect with the next frame; a lower `maxFaces` lets the smallest faces go. */
  configure(options: Partial<FaceTrackerOptions>): void {
    this.#options = { ...this.#options, ...options };
  }

  /**
   * Finds the faces in the next frame of a video, largest first.
   *
   * A frame of another size than the last starts anew, with new ids. A mesh stays readable until
   * the frame after next.
   *
   * @throws MirageError `model-failed`.
   */
  async process(frame: Frame): Promise<readonly TrackedFace[]> {
    const started = performance.now();
    this.#startAnewOnOtherSize(frame);
    const scene = this.#scene.compare(frame, this.#followedPlaces);
    // Nothing of what was followed is where it was; what is there now deserves ids of its own.
    this.#keepTracks(scene === 'cut' ? 0 : this.#options.maxFaces, frame.timeMs);
    this.#framesSinceDetection += 1;
    const isDue = isDetectionDue(this.#detectionState(scene !== 'same'));

    const isInDoubt = await this.#follow(frame);
    let detectMs = 0;
    if (isDue || isInDoubt) {
      const detectionStarted = performance.now();
      const detections = await this.#detector.detect(frame);
      detectMs = performance.now() - detectionStarted;
      await this.#claim(detections, frame);
      this.#watchOthers(detections, frame.timeMs);
      // Last: a look that failed half-way is taken again on the next frame.
      this.#framesSinceDetection = 0;
      this.#scene.noteLook(this.#followedPlaces);
    }
    this.#partDuplicates(frame.timeMs);
    this.#retire(frame.timeMs);
    orderBySize(this.#tracks);

    const faces = this.#followed.map((track) => track.face(this.#poses));
    this.#last = { detectMs, trackMs: performance.now() - started - detectMs };
    return faces;
  }

  /**
   * Finds the faces in a single picture, largest first. Where the detector sees none at first, it
   * looks again at other scales. Does not touch what is being followed.
   *
   * @throws MirageError `model-failed`.
   */
  async trackStill(frame: Frame, maxFaces = this.#options.maxFaces): Promise<PosedFace[]> {
    const parts = { detector: this.#detector, mesh: this.#mesh, poses: this.#poses };
    return findFacesInStill(parts, frame, maxFaces);
  }

  /** Closes both networks. */
  async close(): Promise<void> {
    await Promise.all([this.#detector.close(), this.#mesh.close()]);
  }

  get #followed(): Track[] {
    return this.#tracks.filter((track) => !track.isMissing);
  }

  get #followedPlaces(): FacePlace[] {
    return this.#followed.map((track) => track.place);
  }

  #startAnewOnOtherSize({ width, height, timeMs }: Frame): void {
    if (width === this.#frameSize.width && height === this.#frameSize.height) return;
    this.#keepTracks(0, timeMs);
    if (this.#frameSize.width > 0) this.#bystanders.scale(width / this.#frameSize.width);
    this.#frameSize = { width, height };
    this.#framesSinceDetection = Infinity;
  }

  /** Follows so many of the largest faces from now on; of the others the places are remembered. */
  #keepTracks(count: number, timeMs: number): void {
    for (const track of this.#tracks.splice(count)) this.#bystanders.lose(track.place, timeMs);
  }

  #detectionState(hasSceneChanged: boolean): DetectionState {
    const followed = this.#followed;
    return {
      framesSinceDetection: this.#framesSinceDetection,
      interval: this.#options.detectEvery,
      followed: followed.length,
      missing: this.#tracks.length - followed.length,
      lowestConfidence: Math.min(1, ...followed.map((track) => track.confidence)),
      hasSceneChanged,
    };
  }

  /** @returns whether a face was lost, or jumped. */
  async #follow(frame: Frame): Promise<boolean> {
    let isInDoubt = false;
    for (const track of this.#followed) {
      if (!(await track.follow(this.#mesh, frame))) track.lose(frame.timeMs);
      isInDoubt ||= track.isMissing || track.hasJumped;
    }
    return isInDoubt;
  }

  /** Gives the detections to the tracks they belong to and begins new tracks with the rest. */
  async #claim(detections: readonly DetectedFace[], frame: Frame): Promise<void> {
    const places = detections.map(placeOfDetection);
    const searched = this.#tracks.map((track) => ({
      ...track.place,
      reach: track.isMissing ? REACH_MISSING : REACH_FOLLOWED,
    }));
    const matches = matchDetections(searched, places);

    for (const [index, track] of this.#tracks.entries()) {
      const match = matches.find((pair) => pair.track === index);
      const seen = match && detections[match.detection];
      if (!track.isMissing) track.noteDetection(seen?.score ?? 0);
      else if (seen) await track.seize(this.#mesh, frame, seen);
      if (track.hasJumped && !track.isSeenByDetector) track.takeBackStep(frame.timeMs);
    }

    const newcomers = detections.filter(
      (_, index) =>
        !matches.some((pair) => pair.detection === index) &&
        !searched.some((place) => isOverlapping(place, places[index])),
    );
    await this.#admit(newcomers, frame);
  }

  /** Begins to follow newcomers: in free slots at once, else by the takeover rule. */
  async #admit(newcomers: readonly DetectedFace[], frame: Frame): Promise<void> {
    const waiting: DetectedFace[] = [];
    for (const newcomer of newcomers) {
      if (this.#tracks.length < this.#options.maxFaces) await this.#begin(newcomer, frame);
      else waiting.push(newcomer);
    }

    const smallest = this.#followed.reduce<Track | undefined>(
      (least, track) => (least && least.size <= track.size ? least : track),
      undefined,
    );
    const successor = this.#takeover.observe(
      smallest ? waiting.map(placeOfDetection) : [],
      smallest?.size ?? Infinity,
    );
    if (successor === undefined) return;
    if (await this.#begin(waiting[successor], frame)) {
      this.#tracks = this.#tracks.filter((track) => track !== smallest);
    }
  }

  /** @returns whether the mesh found the face that the detector saw. */
  async #begin(seen: DetectedFace, frame: Frame): Promise<boolean> {
    const track = new Track(this.#nextId);
    if (!(await track.seize(this.#mesh, frame, seen))) return false;
    this.#nextId += 1;
    this.#tracks.push(track);
    this.#bystanders.follow(track.place);
    return true;
  }

  /** Remembers the detected faces that nobody follows. */
  #watchOthers(detections: readonly DetectedFace[], timeMs: number): void {
    const followed = this.#followedPlaces;
    const unfollowed = detections
      .map(placeOfDetection)
      .filter((place) => !followed.some((other) => isOverlapping(other, place)));
    this.#bystanders.see(unfollowed, followed, timeMs);
  }

  /**
   * Where two tracks have come to follow one face, the one that jumped there gives way; in a
   * crossing that is the track of the face behind.
   */
  #partDuplicates(timeMs: number): void {
    for (const track of this.#followed) {
      const other = this.#followed.find(
        (candidate) => candidate !== track && isSamePlace(candidate.place, track.place),
      );
      if (!other || track.isMissing || givesWay(other, track)) continue;
      if (track.isNew) this.#tracks = this.#tracks.filter((kept) => kept !== track);
      else track.takeBackStep(timeMs);
    }
  }

  /** Lets faces go that have been missing for too long, or since a time that is yet to come. */
  #retire(timeMs: number): void {
    this.#tracks = this.#tracks.filter((track) => {
      const missingMs = track.missingMs(timeMs);
      const mayReturn = missingMs >= 0 && missingMs <= RESUME_MS;
      if (!mayReturn) this.#bystanders.lose(track.place, timeMs);
      return mayReturn;
    });
  }
}

/** Whether the first of two tracks on one face is the one to go: the more surprising, the younger. */
function givesWay(first: Track, second: Track): boolean {
  if (first.surprise === second.surprise) return first.id > second.id;
  return first.surprise > second.surprise;
}
