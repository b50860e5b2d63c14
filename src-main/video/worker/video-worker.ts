import { join } from 'node:path';
import { WorkerClient } from '../../base/worker/worker-client.ts';
import type { MirageError } from '../../contract/error.ts';
import type { ReferenceReport } from '../faces/reference-analysis.ts';
import type { Frame } from '../frame.ts';
import type { VideoPipelineOptions } from '../pipeline.ts';
import type {
  LiveFrameRecord,
  LiveLoopOptions,
  LiveTuning,
  OpenedPipeline,
  TravellingPicture,
  VideoEvents,
  VideoRequests,
  WorkerFrameResult,
  YuvPicture,
} from './protocol.ts';

export interface VideoWorkerOptions {
  /** The built worker; it lies beside the program that starts it. */
  entry?: string | URL | undefined;
  /** Told of each picture of a live run, in order. */
  onLiveFrame?: ((record: LiveFrameRecord) => void) | undefined;
  /** The thread died. */
  onFailure?: ((error: MirageError) => void) | undefined;
}

/**
 * The control thread's handle on the video worker. Requests are answered in order; two frames of a
 * file may be on their way at once, so that the worker never waits for the next.
 */
export class VideoWorker {
  readonly #client: WorkerClient<VideoRequests, VideoEvents>;

  constructor({ entry, onLiveFrame, onFailure }: VideoWorkerOptions = {}) {
    this.#client = new WorkerClient({
      entry: entry ?? join(import.meta.dirname, 'video.worker.mjs'),
      name: 'mirage video',
      part: 'The part of Mirage that processes the picture',
      listeners: { liveFrame: (record) => onLiveFrame?.(record) },
      onFailure,
    });
  }

  /** Loads and warms up the networks. */
  open(options: VideoPipelineOptions): Promise<OpenedPipeline> {
    return this.#client.ask('open', options);
  }

  /** Takes effect with the next frame that is sent. */
  configure(options: Partial<VideoPipelineOptions>): Promise<undefined> {
    return this.#client.ask('configure', options);
  }

  /** @throws MirageError `no-face`. The frame is copied. */
  analyse(frame: Frame): Promise<ReferenceReport> {
    return this.#client.ask('analyse', frame);
  }

  /** @throws MirageError `no-face`. The frames are copied. */
  setReferences(frames: readonly Frame[]): Promise<ReferenceReport[]> {
    return this.#client.ask('setReferences', frames);
  }

  /** The picture's buffer goes to the worker and comes back in the result. */
  processYuv(picture: YuvPicture): Promise<WorkerFrameResult> {
    return this.#client.ask('processYuv', picture, [picture.buffer]);
  }

  /** The picture's buffer goes to the worker and comes back in the result. */
  processStill(picture: TravellingPicture): Promise<WorkerFrameResult> {
    return this.#client.ask('processStill', picture, [picture.buffer]);
  }

  /**
   * Lets the worker take pictures from one exchange and put what may be published into another, until
   * {@link stopLive}; a running loop is ended first. Other requests are answered in between.
   */
  startLive(options: LiveLoopOptions): Promise<undefined> {
    return this.#client.ask('startLive', options);
  }

  /** Takes effect with the next picture. */
  tuneLive(tuning: Partial<LiveTuning>): Promise<undefined> {
    return this.#client.ask('tuneLive', tuning);
  }

  stopLive(): Promise<undefined> {
    return this.#client.ask('stopLive', undefined);
  }

  /** Lets the worker finish what it is doing and ends it; harmless when it has failed. */
  async close(): Promise<void> {
    try {
      if (!this.#client.hasFailed) await this.#client.ask('close', undefined);
    } finally {
      await this.#client.end();
    }
  }

  /** Ends the worker without waiting for what was asked of it. */
  async end(): Promise<void> {
    await this.#client.end();
  }
}
