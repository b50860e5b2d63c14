import type { Rectangle } from '../base/addon.ts';
import { MirageError } from '../contract/error.ts';
import type { SwapSettings } from '../contract/swap-settings.ts';
import type { Provider, RejectedProvider } from '../models/inference/providers.ts';
import { FaceIdentity, cosineSimilarity } from './faces/identity.ts';
import { analyseReference, type ReferenceReport } from './faces/reference-analysis.ts';
import { FaceDetector } from './faces/detector.ts';
import type { TrackedFace } from './faces/face.ts';
import { FaceMeshNetwork } from './faces/mesh.ts';
import { FaceTracker, type FaceTrackerOptions } from './faces/tracker.ts';
import type { Frame } from './frame.ts';
import { FaceCover } from './swap/face-cover.ts';
import type { SwapEffort } from './swap/face-swapper.ts';
import { GeometricSwapper } from './swap/geometric-swapper.ts';
import type { GeometricIdentity } from './swap/identity-atlas.ts';
import { isReplaced } from './swap/replacement.ts';
import { Turns } from './turns.ts';

/** What one frame cost, in milliseconds; detect is 0 when the detector did not run. */
export interface FrameTimes {
  detect: number;
  track: number;
  /** Covering bystanders included. */
  swap: number;
}

/** How alike a swapped face is to the reference and to who was there before; cosines, -1..1. */
export interface IdentitySample {
  toReference: number;
  toOriginal: number;
}

export interface FrameResult {
  /** Faces followed in the frame. */
  faces: number;
  /** Faces drawn over. */
  swapped: number;
  /**
   * Faces that may be recognised all the same: those the swap covers too little or too thinly, those
   * turned too far away for it, and those that were lost on this frame or shortly before.
   */
  exposed: number;
  /** What was drawn over; all of it lies inside the frame. */
  rectangles: Rectangle[];
  times: FrameTimes;
  identity: IdentitySample | undefined;
}

export interface VideoPipelineOptions extends FaceTrackerOptions, SwapEffort {
  settings: SwapSettings;
  /** The identity of the largest face is measured on every frame of this distance; 0 is never. */
  measureIdentityEvery: number;
}

export interface FrameWishes {
  /** Blurs faces that are not followed beyond recognition; by default they stay as they are. */
  coversBystanders?: boolean;
}

/** Who the pipeline puts on faces. */
interface Reference {
  identity: GeometricIdentity;
  embedding: Float32Array;
}

/**
 * One frame after the other: find the faces, replace them, say what it took. Runs where the ONNX
 * sessions live (a worker); it knows nothing of files, devices or clocks.
 */
export class VideoPipeline {
  /** The provider that runs the mesh network, the most expensive one. */
  readonly provider: Provider;
  /** Providers that were wanted before it, each with its reason. */
  readonly rejectedProviders: readonly RejectedProvider[];

  readonly #tracker: FaceTracker;
  readonly #embedder: FaceIdentity;
  readonly #swapper = new GeometricSwapper();
  readonly #cover = new FaceCover();
  #options: VideoPipelineOptions;
  #reference: Reference | undefined;
  #framesSinceMeasured = Infinity;
  /** The networks and the memory of faces belong to one request at a time. */
  readonly #turns = new Turns();
  /** Counted down, because tracks count up from 1. */
  #nextStillId = -1;

  private constructor(
    { provider, rejectedProviders }: Pick<FaceMeshNetwork, 'provider' | 'rejectedProviders'>,
    tracker: FaceTracker,
    embedder: FaceIdentity,
    options: VideoPipelineOptions,
  ) {
    this.provider = provider;
    this.rejectedProviders = rejectedProviders;
    this.#tracker = tracker;
    this.#embedder = embedder;
    this.#options = options;
  }

  /** @throws MirageError as opening a model does. */
  static async open(options: VideoPipelineOptions): Promise<VideoPipeline> {
    const opened: { close(): Promise<void> }[] = [];
    const keep = <T extends { close(): Promise<void> }>(network: T): T => {
      opened.push(network);
      return network;
    };
    try {
      const detector = keep(await FaceDetector.open());
      const mesh = keep(await FaceMeshNetwork.open());
      const embedder = keep(await FaceIdentity.open());
      return new VideoPipeline(
        mesh,
        new FaceTracker({ detector, mesh }, options),
        embedder,
        options,
      );
    } catch (cause) {
      await Promise.all(opened.map((network) => network.close()));
      throw cause;
    }
  }

  /** Whether it is known whose face is put on. */
  get hasReference(): boolean {
    return this.#reference !== undefined;
  }

  /** Takes effect with the next frame. */
  configure(options: Partial<VideoPipelineOptions>): Promise<void> {
    return this.#turns.take(() => {
      this.#options = { ...this.#options, ...options };
      this.#tracker.configure(this.#options);
    });
  }

  /**
   * What a picture is worth as a reference.
   *
   * @throws MirageError `no-face`.
   */
  analyse(frame: Frame): Promise<ReferenceReport> {
    return this.#turns.take(async () => {
      const faces = await this.#tracker.trackStill(frame, MOST_FACES_IN_REFERENCE);
      return analyseReference(frame, faces, this.#embedder);
    });
  }

  /**
   * Sets whose face is put on, from one or more pictures of the same person. Frames may be processed
   * meanwhile; they show the face before until the new one is ready.
   *
   * @returns a report for each picture.
   * @throws MirageError `no-face` when one shows none, `usage` when there are none; the identity
   *   before stays.
   */
  async setReferences(frames: readonly Frame[]): Promise<ReferenceReport[]> {
    if (frames.length === 0) throw noReference();
    const reports: ReferenceReport[] = [];
    for (const frame of frames) reports.push(await this.analyse(frame));
    const faces = frames.map((frame, i) => ({ frame, face: reports[i].face }));
    const identity = await this.#turns.take(() => this.#swapper.prepare(faces));
    this.#reference = { identity, embedding: meanDirection(reports.map((r) => r.embedding)) };
    return reports;
  }

  /**
   * Finds and replaces the faces of the next frame, in place.
   *
   * @throws MirageError `usage` before a reference is set, `model-failed`.
   */
  process(frame: Frame, wishes: FrameWishes = {}): Promise<FrameResult> {
    return this.#turns.take(() => this.#processNext(frame, wishes));
  }

  /** The same for a single picture, which gets more than one look. */
  processStill(frame: Frame): Promise<FrameResult> {
    return this.#turns.take(async () => {
      const started = performance.now();
      const found = await this.#tracker.trackStill(frame);
      const track = performance.now() - started;
      const faces = found.map((face) => ({ ...face, id: this.#nextStillId--, isStable: true }));
      return this.#replace(frame, faces, { detect: 0, track, swap: 0 });
    });
  }

  /** Closes the networks when what they are doing is done. */
  close(): Promise<void> {
    return this.#turns.take(async () => {
      await Promise.all([this.#tracker.close(), this.#embedder.close()]);
    });
  }

  async #processNext(
    frame: Frame,
    { coversBystanders = false }: FrameWishes,
  ): Promise<FrameResult> {
    const faces = await this.#tracker.process(frame);
    const { detectMs, trackMs } = this.#tracker.last;
    const started = performance.now();
    // First: where a bystander stands behind a followed face, that face lies on top.
    const covered = coversBystanders
      ? this.#tracker.bystanders.map((place) => this.#cover.draw(frame, place))
      : [];
    const coverMs = performance.now() - started;
    const times = { detect: detectMs, track: trackMs, swap: coverMs };
    const result = await this.#replace(frame, faces, times);
    result.exposed += this.#tracker.missing;
    result.rectangles.push(...covered.filter(isVisible));
    return result;
  }

  async #replace(
    frame: Frame,
    faces: readonly TrackedFace[],
    times: FrameTimes,
  ): Promise<FrameResult> {
    const reference = this.#reference;
    if (!reference) throw noReference();
    const { settings, masksOccluders } = this.#options;
    const original = await this.#embedIfDue(frame, faces);
    const started = performance.now();
    this.#swapper.forgetAllBut(faces);
    // The smallest first: where two faces meet, the nearer one lies on top.
    const rectangles: Rectangle[] = [];
    let exposed = 0;
    for (const face of faces.toReversed()) {
      const swap = this.#swapper.swap(frame, face, reference.identity, settings, {
        masksOccluders,
      });
      if (isVisible(swap.rectangle)) rectangles.push(swap.rectangle);
      if (!isReplaced(face.pose, swap, settings.opacity)) exposed += 1;
    }
    times.swap += performance.now() - started;
    return {
      faces: faces.length,
      swapped: rectangles.length,
      exposed,
      rectangles,
      times,
      identity: original && (await this.#compare(frame, faces[0], original, reference)),
    };
  }

  /** The largest face's embedding before it is replaced, on the frames that are measured. */
  async #embedIfDue(
    frame: Frame,
    faces: readonly TrackedFace[],
  ): Promise<Float32Array | undefined> {
    const every = this.#options.measureIdentityEvery;
    this.#framesSinceMeasured += 1;
    if (every === 0 || this.#framesSinceMeasured < every || faces.length === 0) return undefined;
    this.#framesSinceMeasured = 0;
    return this.#embedder.embed(frame, faces[0]);
  }

  async #compare(
    frame: Frame,
    face: TrackedFace,
    original: Float32Array,
    reference: Reference,
  ): Promise<IdentitySample> {
    const swapped = await this.#embedder.embed(frame, face);
    return {
      toReference: cosineSimilarity(swapped, reference.embedding),
      toOriginal: cosineSimilarity(swapped, original),
    };
  }
}

/** Enough to say that a picture shows several people. */
const MOST_FACES_IN_REFERENCE = 8;

function isVisible({ width, height }: Rectangle): boolean {
  return width > 0 && height > 0;
}

function noReference(): MirageError {
  return new MirageError('usage', {
    message: 'No reference picture has been chosen.',
    hint: 'Choose a picture of the face that is to be shown.',
  });
}

function meanDirection(embeddings: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(embeddings[0].length);
  for (const embedding of embeddings) embedding.forEach((value, i) => (mean[i] += value));
  const length = Math.hypot(...mean);
  return mean.map((value) => value / length);
}
