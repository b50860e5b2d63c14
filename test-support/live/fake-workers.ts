import { monotonicMs } from '../../src-main/base/monotonic-clock.ts';
import { MirageError, type ErrorCode } from '../../src-main/contract/error.ts';
import type { SourceFormat } from '../../src-main/devices/camera/picture-source.ts';
import type {
  StreamWorkerHandle,
  VideoWorkerHandle,
} from '../../src-main/engine/live/live-dependencies.ts';
import type {
  PublishRecord,
  StreamRequests,
  OpenedSource,
} from '../../src-main/engine/stream/protocol.ts';
import type { StreamWorkerOptions } from '../../src-main/engine/stream/stream-worker.ts';
import type { Frame } from '../../src-main/video/frame.ts';
import { createExchange } from '../../src-main/video/live/frame-exchange.ts';
import type { ReferenceReport } from '../../src-main/video/faces/reference-analysis.ts';
import type { LiveFrameRecord, LiveLoopOptions } from '../../src-main/video/worker/protocol.ts';
import type { VideoWorkerOptions } from '../../src-main/video/worker/video-worker.ts';

export const SOURCE_FORMAT: SourceFormat = {
  pixelFormat: 'i420',
  width: 64,
  height: 36,
  fps: 30,
  matrix: 'bt601',
  range: 'limited',
};

export function failure(code: ErrorCode, message: string = code): MirageError {
  return new MirageError(code, { message });
}

/** What both fakes share: what they were asked, what they refuse, and their death. */
class FakeWorker {
  /** Names of the requests so far, in order. */
  readonly asked: string[] = [];
  /** By the name of a request: what it is refused with, until it is taken away. */
  readonly refusals = new Map<string, MirageError>();
  /** The same, for the next request of that name alone. */
  readonly refusalsOnce = new Map<string, MirageError>();
  /** Names of requests that are never answered. */
  readonly hanging = new Set<string>();
  isTerminated = false;
  #death: MirageError | undefined;
  readonly #waiting = new Set<(error: MirageError) => void>();
  readonly #onFailure: ((error: MirageError) => void) | undefined;

  constructor(onFailure: ((error: MirageError) => void) | undefined) {
    this.#onFailure = onFailure;
  }

  async answer<Output>(name: string, output: Output): Promise<Output> {
    this.asked.push(name);
    if (this.#death) throw this.#death;
    const refusal = this.refusals.get(name) ?? this.refusalsOnce.get(name);
    this.refusalsOnce.delete(name);
    if (refusal) throw refusal;
    // Requests are answered in order, so one behind a request that hangs hangs too.
    if (this.hanging.has(name) || this.#waiting.size > 0) {
      await new Promise((_, reject: (error: MirageError) => void) => this.#waiting.add(reject));
    }
    return output;
  }

  die(): void {
    this.#death = failure('worker-failed', 'It has stopped.');
    this.#refuseWaiting(this.#death);
    this.#onFailure?.(this.#death);
  }

  end(): Promise<void> {
    this.isTerminated = true;
    this.#death ??= failure('worker-failed', 'It was ended.');
    this.#refuseWaiting(this.#death);
    return Promise.resolve();
  }

  #refuseWaiting(error: MirageError): void {
    for (const reject of this.#waiting) reject(error);
    this.#waiting.clear();
  }
}

/** Stands for the stream worker; its clock ticks when a test says so. */
export class FakeStreamWorker extends FakeWorker implements StreamWorkerHandle {
  readonly inputs: Partial<{ [Name in keyof StreamRequests]: StreamRequests[Name]['input'] }> = {};
  source: OpenedSource = { name: 'Webcam', format: SOURCE_FORMAT, notices: [] };
  readonly #listeners: StreamWorkerOptions['listeners'];
  #captured = 0;

  constructor({ listeners, onFailure }: StreamWorkerOptions) {
    super(onFailure);
    this.#listeners = listeners;
  }

  ask<Name extends keyof StreamRequests>(
    name: Name,
    input: StreamRequests[Name]['input'],
  ): Promise<StreamRequests[Name]['output']> {
    this.inputs[name] = input as never;
    const outputs: { [Each in keyof StreamRequests]: StreamRequests[Each]['output'] } = {
      openSinks: { virtualCamera: 'Mirage Camera', notices: [] },
      reopenVirtualCamera: undefined,
      openSource: this.source,
      closeSource: undefined,
      connect: { captured: createExchange(16), published: createExchange(16) },
      setPanic: undefined,
      setSwapping: undefined,
      close: { notices: [] },
    };
    return this.answer(name, outputs[name]);
  }

  /** One tick. @param afterMs from now. */
  tick(record: Partial<PublishRecord> = {}, afterMs = 0): void {
    this.#captured += 1;
    this.#listeners.published({
      timeMs: monotonicMs() + afterMs,
      kind: 'swapped',
      isNew: true,
      sequence: this.#captured,
      captureTimeMs: monotonicMs() - 20,
      readyTimeMs: monotonicMs() - 5,
      writeMs: 1,
      captured: this.#captured,
      dropped: 0,
      ...record,
    });
  }

  loseSource(error: MirageError): void {
    this.#listeners.sourceFailed(error.serialise());
  }

  loseSink(sink: 'virtual-camera' | 'record', error: MirageError): void {
    this.#listeners.sinkFailed({ sink, error: error.serialise() });
  }
}

/** Stands for the video worker; it processes a picture when a test says so. */
export class FakeVideoWorker extends FakeWorker implements VideoWorkerHandle {
  references: readonly Frame[] = [];
  /** What it was told to do last. */
  readonly settings: Record<string, unknown> = {};
  loop: LiveLoopOptions | undefined;
  readonly #options: VideoWorkerOptions;

  constructor(options: VideoWorkerOptions) {
    super(options.onFailure);
    this.#options = options;
  }

  open(options: object): ReturnType<VideoWorkerHandle['open']> {
    Object.assign(this.settings, options);
    return this.answer('open', { provider: 'cpu', rejectedProviders: [] });
  }

  configure(options: object): Promise<undefined> {
    Object.assign(this.settings, options);
    return this.answer('configure', undefined);
  }

  async setReferences(references: readonly Frame[]): Promise<ReferenceReport[]> {
    await this.answer('setReferences', undefined);
    this.references = references;
    return references.map(() => ({}) as ReferenceReport);
  }

  startLive(options: LiveLoopOptions): Promise<undefined> {
    this.loop = options;
    return this.answer('startLive', undefined);
  }

  tuneLive(tuning: object): Promise<undefined> {
    Object.assign(this.settings, tuning);
    return this.answer('tuneLive', undefined);
  }

  async close(): Promise<void> {
    await this.answer('close', undefined);
    await this.end();
  }

  /** A picture was processed in so many milliseconds. */
  process(processingMs = 15, record: Partial<LiveFrameRecord> = {}): void {
    const readyTimeMs = monotonicMs() + processingMs;
    this.#options.onLiveFrame?.({
      sequence: 1,
      captureTimeMs: readyTimeMs - processingMs - 2,
      takenTimeMs: readyTimeMs - processingMs,
      readyTimeMs,
      kind: 'swapped',
      withheld: undefined,
      faces: 1,
      swapped: 1,
      times: { convert: 1, detect: 0, track: 3, swap: 3, compose: 1 },
      identity: undefined,
      ...record,
    });
  }
}
