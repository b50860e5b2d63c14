import type { MirageError } from '../../contract/error.ts';
import type { Notice } from '../../contract/notice.ts';
import type { PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import type { ExchangeHandle } from '../../video/live/frame-exchange.ts';
import type {
  OpenedSinks,
  SinkChoice,
  SourceChoice,
  StreamEvents,
  OpenedSource,
} from '../stream/protocol.ts';
import type { Listeners } from '../../base/worker/requests.ts';
import type { StreamWorkerOptions } from '../stream/stream-worker.ts';
import { endWorker } from './end-worker.ts';
import type { StreamWorkerHandle } from './live-dependencies.ts';

/** A camera is opened or closed within it, unless its driver hangs. */
const PATIENCE_MS = 3000;

/** A long recording is put in order at its end, on a disk that may be slow. */
const RECORDING_PATIENCE_MS = 60_000;

export interface LiveStreamOptions {
  startWorker: (options: StreamWorkerOptions) => StreamWorkerHandle;
  listeners: Listeners<StreamEvents>;
  /** The thread died while it was open. */
  onFailure: (error: MirageError) => void;
  format: PublishedFormat;
  sinks: SinkChoice;
  isSwapping: boolean;
}

/** The stream worker of a session, and what a new one has to be told when it is replaced. */
export class LiveStream {
  readonly #options: LiveStreamOptions;
  #worker: StreamWorkerHandle | undefined;
  #placeholder: Uint8Array | undefined;
  #sinks: SinkChoice;
  #virtualCamera: string | undefined;
  #source: OpenedSource | undefined;
  #sourceName: string | undefined;
  #isSwapping: boolean;
  #isPanicking = false;
  #isOpen = false;

  constructor(options: LiveStreamOptions) {
    this.#options = options;
    this.#sinks = options.sinks;
    this.#isSwapping = options.isSwapping;
  }

  /** Undefined while there is none, because it was not opened yet or was lost. */
  get source(): OpenedSource | undefined {
    return this.#source;
  }

  /** What other programs list the virtual camera as; undefined without one. */
  get virtualCamera(): string | undefined {
    return this.#virtualCamera;
  }

  /** Of the source that is open or was open last. */
  get sourceName(): string | undefined {
    return this.#sourceName;
  }

  get isRecording(): boolean {
    return this.#sinks.record !== undefined;
  }

  get isSwapping(): boolean {
    return this.#isSwapping;
  }

  /**
   * Starts the thread and opens the sinks; the placeholder is published from then on.
   *
   * @param placeholder in the published layout; it may be rendered while the thread starts.
   * @throws MirageError what a sink refuses with; none is open then.
   */
  async open(placeholder: Promise<Uint8Array>): Promise<OpenedSinks> {
    const worker = this.#startWorker();
    this.#worker = worker;
    this.#placeholder = await placeholder;
    const opened = await worker.ask('openSinks', {
      format: this.#options.format,
      sinks: this.#sinks,
      placeholder: this.#placeholder,
      isSwapping: this.#isSwapping,
    });
    this.#isOpen = true;
    this.#virtualCamera = opened.virtualCamera;
    if (this.#isPanicking) await worker.ask('setPanic', true);
    return opened;
  }

  /** @throws MirageError what the source refuses with; none is open then. */
  async openSource(choice: SourceChoice): Promise<OpenedSource> {
    this.#source = undefined;
    this.#source = await this.#running.ask('openSource', choice);
    this.#sourceName = this.#source.name;
    return this.#source;
  }

  /** It failed, or gives nothing any more. */
  sourceLost(): void {
    this.#source = undefined;
  }

  connect(): Promise<{ captured: ExchangeHandle; published: ExchangeHandle }> {
    return this.#running.ask('connect', undefined);
  }

  async setSwapping(isSwapping: boolean): Promise<void> {
    this.#isSwapping = isSwapping;
    if (this.#isOpen) await this.#running.ask('setSwapping', isSwapping);
  }

  async setPanic(isPanicking: boolean): Promise<void> {
    this.#isPanicking = isPanicking;
    // A worker that is not open is told when it is.
    if (this.#isOpen) await this.#running.ask('setPanic', isPanicking);
  }

  async reopenVirtualCamera(): Promise<void> {
    await this.#running.ask('reopenVirtualCamera', undefined);
  }

  /**
   * Puts a new thread in the place of one that died. Its recording is lost: what was written of it
   * must not be written over.
   */
  async replace(): Promise<OpenedSinks> {
    const placeholder = this.#placeholder;
    if (!placeholder) throw new Error('The stream worker was never open.');
    this.#isOpen = false;
    this.#source = undefined;
    this.#sinks = { ...this.#sinks, record: undefined };
    await this.#running.end();
    return this.open(Promise.resolve(placeholder));
  }

  /** Publishes a last placeholder, completes the recording and ends the thread. */
  async close(): Promise<Notice[]> {
    this.#isOpen = false;
    this.#source = undefined;
    if (!this.#worker) return [];
    const patienceMs = this.isRecording ? RECORDING_PATIENCE_MS : PATIENCE_MS;
    const { notices } = await endWorker(
      this.#worker,
      this.#worker.ask('close', undefined),
      patienceMs,
    );
    return notices;
  }

  get #running(): StreamWorkerHandle {
    if (!this.#worker) throw new Error('The stream worker has not been started.');
    return this.#worker;
  }

  #startWorker(): StreamWorkerHandle {
    const { startWorker, listeners, onFailure } = this.#options;
    return startWorker({
      listeners,
      onFailure: (error) => {
        if (!this.#isOpen) return;
        this.#isOpen = false;
        onFailure(error);
      },
    });
  }
}
