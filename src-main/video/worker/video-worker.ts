import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { MirageError } from '../../contract/error.ts';
import type { ReferenceReport } from '../faces/reference-analysis.ts';
import type { Frame } from '../frame.ts';
import type { VideoPipelineOptions } from '../pipeline.ts';
import type {
  AnswerMessage,
  OpenedPipeline,
  TravellingPicture,
  VideoRequestName,
  VideoRequests,
  WorkerFrameResult,
  YuvPicture,
} from './protocol.ts';

interface Waiting {
  resolve: (output: never) => void;
  reject: (error: MirageError) => void;
}

/**
 * The control thread's handle on the video worker. Requests are answered in order; two frames may be
 * on their way at once, so that the worker never waits for the next.
 */
export class VideoWorker {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #failure: MirageError | undefined;
  #isClosing = false;

  /** @param entry the built worker; it lies beside the program that starts it. */
  constructor(entry: string | URL = join(import.meta.dirname, 'video.worker.mjs')) {
    this.#worker = new Worker(entry, { name: 'mirage video' });
    this.#worker.on('message', (message: AnswerMessage) => {
      this.#settle(message);
    });
    this.#worker.on('error', (cause) => {
      this.#fail(cause);
    });
    this.#worker.on('exit', (code) => {
      if (!this.#isClosing) this.#fail(new Error(`The worker ended with code ${code}.`));
    });
  }

  /** Loads and warms up the networks. */
  open(options: VideoPipelineOptions): Promise<OpenedPipeline> {
    return this.#ask('open', options);
  }

  /** Takes effect with the next frame that is sent. */
  configure(options: Partial<VideoPipelineOptions>): Promise<undefined> {
    return this.#ask('configure', options);
  }

  /** @throws MirageError `no-face`. The frame is copied. */
  analyse(frame: Frame): Promise<ReferenceReport> {
    return this.#ask('analyse', frame);
  }

  /** @throws MirageError `no-face`. The frames are copied. */
  setReferences(frames: readonly Frame[]): Promise<ReferenceReport[]> {
    return this.#ask('setReferences', frames);
  }

  /** The picture's buffer goes to the worker and comes back in the result. */
  processYuv(picture: YuvPicture): Promise<WorkerFrameResult> {
    return this.#ask('processYuv', picture, [picture.buffer]);
  }

  /** The picture's buffer goes to the worker and comes back in the result. */
  processStill(picture: TravellingPicture): Promise<WorkerFrameResult> {
    return this.#ask('processStill', picture, [picture.buffer]);
  }

  /** Lets the worker finish what it is doing and ends it; harmless when it has failed. */
  async close(): Promise<void> {
    if (!this.#failure) await this.#ask('close', undefined);
    this.#isClosing = true;
    await this.#worker.terminate();
  }

  #ask<Name extends VideoRequestName>(
    name: Name,
    input: VideoRequests[Name]['input'],
    transfer: ArrayBuffer[] = [],
  ): Promise<VideoRequests[Name]['output']> {
    if (this.#failure) return Promise.reject(this.#failure);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, name, input }, transfer);
    });
  }

  #settle(message: AnswerMessage): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('error' in message) waiting?.reject(MirageError.deserialise(message.error));
    else waiting?.resolve(message.output as never);
  }

  #fail(cause: unknown): void {
    this.#failure = new MirageError('worker-failed', {
      message: 'The part of Mirage that processes the picture has stopped.',
      hint: 'Try again; if it happens again, run: mirage doctor',
      cause,
    });
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
  }
}
