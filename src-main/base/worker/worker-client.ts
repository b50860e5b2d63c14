import { once } from 'node:events';
import { setTimeout as elapse } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { MirageError } from '../../contract/error.ts';
import { forbidTelemetry } from '../telemetry.ts';
import { END_THREAD, type Listeners, type RequestTable, type WorkerMessage } from './requests.ts';

/**
 * What a thread may take to come to the end of what it computes: loading the networks takes a second,
 * on a busy machine several.
 */
const PATIENCE_MS = 20_000;

interface Waiting {
  resolve: (output: never) => void;
  reject: (error: MirageError) => void;
}

export interface WorkerClientOptions<Events> {
  /** The built worker. */
  entry: string | URL;
  /** Of the thread, for debuggers. */
  name: string;
  /** Completes "… has stopped." for people. */
  part: string;
  listeners: Listeners<Events>;
  /** The thread died; everything that waited has been refused with this error. */
  onFailure?: ((error: MirageError) => void) | undefined;
}

/** The control thread's handle on a worker. Requests are answered in the order they were made. */
export class WorkerClient<Requests extends RequestTable<Requests>, Events> {
  readonly #worker: Worker;
  readonly #options: WorkerClientOptions<Events>;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  /** What every request is refused with, once the thread has died or was ended. */
  #failure: MirageError | undefined;
  readonly #exited: Promise<unknown>;
  #ended: Promise<void> | undefined;

  constructor(options: WorkerClientOptions<Events>) {
    this.#options = options;
    forbidTelemetry();
    this.#worker = new Worker(options.entry, { name: options.name });
    this.#worker.on('message', (message: WorkerMessage<Events>) => {
      this.#receive(message);
    });
    this.#worker.on('error', (cause) => {
      this.#fail(cause);
    });
    this.#exited = once(this.#worker, 'exit').catch(() => undefined);
    this.#worker.on('exit', (code) => {
      this.#fail(new Error(`The worker ended with code ${code}.`));
    });
  }

  /**
   * @param transfer buffers and ports that change hands with the input.
   * @throws MirageError what the worker refused with, `worker-failed` when it is or becomes dead.
   */
  ask<Name extends keyof Requests & string>(
    name: Name,
    input: Requests[Name]['input'],
    transfer: ArrayBuffer[] = [],
  ): Promise<Requests[Name]['output']> {
    if (this.#failure) return Promise.reject(this.#failure);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, name, input }, transfer);
    });
  }

  /** Whether the thread has died or was ended. */
  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /**
   * Ends the thread as soon as it is not computing; what waits is refused at once. It is not a
   * failure. Resolves when the thread is gone, or when it hangs and is left behind.
   *
   * Not by Worker.terminate(): ended in the midst of a run, ONNX Runtime's binding throws where nobody
   * can catch it, and the whole process aborts.
   */
  end(): Promise<void> {
    return (this.#ended ??= this.#end());
  }

  async #end(): Promise<void> {
    this.#failure ??= this.#stopped(undefined);
    this.#refuse(this.#failure);
    this.#worker.postMessage(END_THREAD);
    const patience = new AbortController();
    await Promise.race([
      this.#exited,
      elapse(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
    this.#worker.unref();
  }

  #receive(message: WorkerMessage<Events>): void {
    if ('event' in message) {
      // A thread that comes to its end may still speak; nobody is to take it for its successor.
      if (this.#failure) return;
      this.#options.listeners[message.event](message.content);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('error' in message) waiting?.reject(MirageError.deserialise(message.error));
    else waiting?.resolve(message.output as never);
  }

  #fail(cause: unknown): void {
    if (this.#failure) return;
    this.#failure = this.#stopped(cause);
    this.#refuse(this.#failure);
    this.#options.onFailure?.(this.#failure);
  }

  #refuse(error: MirageError): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #stopped(cause: unknown): MirageError {
    return new MirageError('worker-failed', {
      message: `${this.#options.part} has stopped.`,
      hint: 'Try again; if it happens again, run: mirage doctor',
      cause,
    });
  }
}
