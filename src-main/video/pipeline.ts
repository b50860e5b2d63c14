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
import { GeometricSwapper } from './swap/geometric-swapper.ts';
import type { GeometricIdentity } from './swap/identity-atlas.ts';

/** What one frame cost, in milliseconds; detect is 0 when the detector did not run. */
export interface FrameTimes {
  detect: number;
  track: number;
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
  /** Faces replaced. */
  swapped: number;
  /** What was drawn over; all of it lies inside the frame. */
  rectangles: readonly Rectangle[];
  times: FrameTimes;
  identity: IdentitySample | undefined;
}

export interface VideoPipelineOptions extends FaceTrackerOptions {
  settings: SwapSettings;
  /** The identity of the largest face is measured on every frame of this distance; 0 is never. */
  measureIdentityEvery: number;
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
  #options: VideoPipelineOptions;
  #reference: Reference | undefined;
  #framesSinceMeasured = Infinity;
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

  /** Takes effect with the next frame. */
  configure(options: Partial<VideoPipelineOptions>): void {
    this.#options = { ...this.#options, ...options };
    this.#tracker.configure(this.#options);
  }

  /**
   * What a picture is worth as a reference.
   *
   * @throws MirageError `no-face`.
   */
  async analyse(frame: Frame): Promise<ReferenceReport> {
    const faces = await this.#tracker.trackStill(frame, MOST_FACES_IN_REFERENCE);
    return analyseReference(frame, faces, this.#embedder);
  }

  /**
   * Sets whose face is put on, from one or more pictures of the same person.
   *
   * @returns a report for each picture.
   * @throws MirageError `no-face` when one shows none, `usage` when there are none; the identity
   *   before stays.
   */
  async setReferences(frames: readonly Frame[]): Promise<ReferenceReport[]> {
    if (frames.length === 0) throw noReference();
    const reports: ReferenceReport[] = [];
    for (const frame of frames) reports.push(await this.analyse(frame));
    const identity = await this.#swapper.prepare(
      frames.map((frame, i) => ({ frame, face: reports[i].face })),
    );
    this.#reference = { identity, embedding: meanDirection(reports.map((r) => r.embedding)) };
    return reports;
  }

  /**
   * Finds and replaces the faces of the next frame, in place.
   *
   * @throws MirageError `usage` before a reference is set, `model-failed`.
   */
  async process(frame: Frame): Promise<FrameResult> {
    const faces = await this.#tracker.process(frame);
    const { detectMs, trackMs } = this.#tracker.last;
    return this.#replace(frame, faces, { detect: detectMs, track: trackMs, swap: 0 });
  }

  /** The same for a single picture, which gets more than one look. */
  async processStill(frame: Frame): Promise<FrameResult> {
    const started = performance.now();
    const found = await this.#tracker.trackStill(frame);
    const track = performance.now() - started;
    const faces = found.map((face) => ({ ...face, id: this.#nextStillId--, isStable: true }));
    return this.#replace(frame, faces, { detect: 0, track, swap: 0 });
  }

  async close(): Promise<void> {
    await Promise.all([this.#tracker.close(), this.#embedder.close()]);
  }

  async #replace(
    frame: Frame,
    faces: readonly TrackedFace[],
    times: FrameTimes,
  ): Promise<FrameResult> {
    const reference = this.#reference;
    if (!reference) throw noReference();
    const { settings } = this.#options;
    const original = await this.#embedIfDue(frame, faces);
    const started = performance.now();
    this.#swapper.forgetAllBut(faces);
    // The smallest first: where two faces meet, the nearer one lies on top.
    const rectangles = faces
      .toReversed()
      .map((face) => this.#swapper.swap(frame, face, reference.identity, settings).rectangle)
      .filter(({ width, height }) => width > 0 && height > 0);
    times.swap = performance.now() - started;
    return {
      faces: faces.length,
      swapped: rectangles.length,
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
