import type { MirageError } from '../../contract/error.ts';
import type { ReferenceReport } from '../../video/faces/reference-analysis.ts';
import type { Frame } from '../../video/frame.ts';
import type { VideoPipelineOptions } from '../../video/pipeline.ts';
import type {
  LiveFrameRecord,
  LiveLoopOptions,
  OpenedPipeline,
} from '../../video/worker/protocol.ts';
import type { VideoWorkerOptions } from '../../video/worker/video-worker.ts';
import { endWorker } from './end-worker.ts';
import type { VideoWorkerHandle } from './live-dependencies.ts';
import type { Rung } from './rungs.ts';

/** A picture takes a fraction of it, loading another reference half. */
const PATIENCE_MS = 3000;

/**
 * Loading the networks takes a second, on a busy machine several. ONNX Runtime brings the whole
 * process down when its thread is ended meanwhile, so that it is waited for.
 */
const OPENING_PATIENCE_MS = 20_000;

/** What came of opening it. */
export interface OpenedVideo extends OpenedPipeline {
  /** One for each reference. */
  reports: ReferenceReport[];
}

export interface LiveVideoOptions {
  startWorker: (options: VideoWorkerOptions) => VideoWorkerHandle;
  onLiveFrame: (record: LiveFrameRecord) => void;
  /** The thread died while it was open. */
  onFailure: (error: MirageError) => void;
  pipeline: VideoPipelineOptions;
  rung: Rung;
}

/** The video worker of a session, and what a new one has to be told when it is replaced. */
export class LiveVideo {
  readonly #options: LiveVideoOptions;
  #worker: VideoWorkerHandle | undefined;
  #pipeline: VideoPipelineOptions;
  #references: readonly Frame[] = [];
  #rung: Rung;
  #isOpen = false;

  constructor(options: LiveVideoOptions) {
    this.#options = options;
    this.#pipeline = options.pipeline;
    this.#rung = options.rung;
  }

  /** Whether pictures can be given to it. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  get hasReferences(): boolean {
    return this.#references.length > 0;
  }

  /**
   * Starts the thread and loads the networks, while the references are loaded elsewhere.
   *
   * @throws MirageError as opening a model does, `no-face`, and what loading the references threw.
   */
  async open(references: Promise<readonly Frame[]>): Promise<OpenedVideo> {
    const worker = this.#startWorker();
    this.#worker = worker;
    const { detectEvery, masksOccluders } = this.#rung;
    const [opened, frames] = await Promise.all([
      worker.open({ ...this.#pipeline, detectEvery, masksOccluders }),
      references,
    ]);
    const reports = frames.length === 0 ? [] : await worker.setReferences(frames);
    this.#references = frames;
    this.#isOpen = true;
    return { ...opened, reports };
  }

  /** Puts a new thread in the place of one that died or hangs, with the same references. */
  async replace(): Promise<OpenedVideo> {
    await this.terminate();
    return this.open(Promise.resolve(this.#references));
  }

  /** @throws MirageError `no-face`; the references before stay. */
  async setReferences(references: readonly Frame[]): Promise<ReferenceReport[]> {
    const reports = await this.#running.setReferences(references);
    this.#references = references;
    return reports;
  }

  async configure(change: Pick<VideoPipelineOptions, 'settings' | 'maxFaces'>): Promise<void> {
    this.#pipeline = { ...this.#pipeline, ...change };
    await this.#running.configure(change);
  }

  /** Does as much for each picture as the rung allows, from the next picture on. */
  async setRung(rung: Rung): Promise<void> {
    this.#rung = rung;
    const { detectEvery, masksOccluders, maxFps, longestSide } = rung;
    await Promise.all([
      this.#running.configure({ detectEvery, masksOccluders }),
      this.#running.tuneLive({ maxFps, longestSide }),
    ]);
  }

  /** Lets pictures flow through it; those that flowed before come to an end. */
  async startLive(options: Omit<LiveLoopOptions, 'tuning'>): Promise<void> {
    const { maxFps, longestSide } = this.#rung;
    await this.#running.startLive({ ...options, tuning: { maxFps, longestSide } });
  }

  /** Ends the thread where it stands. */
  async terminate(): Promise<void> {
    this.#isOpen = false;
    await this.#worker?.terminate();
  }

  /** Ends the thread; a picture it is at is finished. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    const patienceMs = this.#isOpen ? PATIENCE_MS : OPENING_PATIENCE_MS;
    this.#isOpen = false;
    try {
      await endWorker(worker, worker.close(), patienceMs);
    } catch {
      // It died while it was asked to end, which is as well.
    }
  }

  get #running(): VideoWorkerHandle {
    if (!this.#worker) throw new Error('The video worker has not been started.');
    return this.#worker;
  }

  #startWorker(): VideoWorkerHandle {
    const { startWorker, onLiveFrame, onFailure } = this.#options;
    return startWorker({
      onLiveFrame,
      onFailure: (error) => {
        // Before it is open, whoever opens it is refused with the same error.
        if (!this.#isOpen) return;
        this.#isOpen = false;
        onFailure(error);
      },
    });
  }
}
