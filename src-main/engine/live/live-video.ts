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

/** What came of opening it. */
export interface OpenedVideo {
  /** What runs the networks; undefined where none are needed. */
  networks: OpenedPipeline | undefined;
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
  /** The networks are loaded, or being loaded, when the first reference is set. */
  #hasNetworks = false;

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
   * @param references none where pictures pass as they are: then no networks are loaded.
   * @throws MirageError as opening a model does, `no-face`, and what loading the references threw.
   */
  async open(references: Promise<readonly Frame[]> | undefined): Promise<OpenedVideo> {
    const worker = this.#startWorker();
    this.#worker = worker;
    this.#hasNetworks = false;
    if (!references) {
      this.#isOpen = true;
      return { networks: undefined, reports: [] };
    }
    const [networks, frames] = await Promise.all([this.#loadNetworks(worker), references]);
    const reports = await worker.setReferences(frames);
    this.#references = frames;
    this.#isOpen = true;
    return { networks, reports };
  }

  /** Puts a new thread in the place of one that died or hangs, with the same references. */
  async replace(): Promise<OpenedVideo> {
    // It is not waited for: a thread that hangs would hold its successor up.
    void this.end();
    return this.open(this.hasReferences ? Promise.resolve(this.#references) : undefined);
  }

  /** @throws MirageError `no-face`, and as opening a model does; the references before stay. */
  async setReferences(references: readonly Frame[]): Promise<OpenedVideo> {
    const worker = this.#running;
    const networks = this.#hasNetworks ? undefined : await this.#loadNetworks(worker);
    const reports = await worker.setReferences(references);
    this.#references = references;
    return { networks, reports };
  }

  async configure(change: Pick<VideoPipelineOptions, 'settings' | 'maxFaces'>): Promise<void> {
    this.#pipeline = { ...this.#pipeline, ...change };
    if (this.#hasNetworks) await this.#running.configure(change);
  }

  /** Does as much for each picture as the rung allows, from the next picture on. */
  async setRung(rung: Rung): Promise<void> {
    this.#rung = rung;
    const { detectEvery, masksOccluders, maxFps, longestSide } = rung;
    await Promise.all([
      this.#hasNetworks && this.#running.configure({ detectEvery, masksOccluders }),
      this.#running.tuneLive({ maxFps, longestSide }),
    ]);
  }

  /** Lets pictures flow through it; those that flowed before come to an end. */
  async startLive(options: Omit<LiveLoopOptions, 'tuning'>): Promise<void> {
    const { maxFps, longestSide } = this.#rung;
    await this.#running.startLive({ ...options, tuning: { maxFps, longestSide } });
  }

  /** Ends the thread without waiting for what was asked of it. */
  async end(): Promise<void> {
    this.#isOpen = false;
    await this.#worker?.end();
  }

  /** Ends the thread; a picture it is at is finished. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    this.#isOpen = false;
    try {
      await endWorker(worker, worker.close(), PATIENCE_MS);
    } catch {
      // It died while it was asked to end, which is as well.
    }
  }

  get #running(): VideoWorkerHandle {
    if (!this.#worker) throw new Error('The video worker has not been started.');
    return this.#worker;
  }

  async #loadNetworks(worker: VideoWorkerHandle): Promise<OpenedPipeline> {
    const { detectEvery, masksOccluders } = this.#rung;
    const networks = await worker.open({ ...this.#pipeline, detectEvery, masksOccluders });
    this.#hasNetworks = true;
    return networks;
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
