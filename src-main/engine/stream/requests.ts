import { setTimeout as delay } from 'node:timers/promises';
import type { Handlers } from '../../base/worker/requests.ts';
import type { Emit } from '../../base/worker/serve-requests.ts';
import { MirageError } from '../../contract/error.ts';
import type { PictureSource } from '../../devices/camera/picture-source.ts';
import { Capture } from './capture.ts';
import type { SourceChoice, StreamEvents, StreamRequests } from './protocol.ts';
import { Publisher } from './publisher.ts';
import { Sinks, type SinkMakers } from './sinks.ts';
import { Ticker } from './ticker.ts';

/** How devices are opened; tests bring their own. */
export interface StreamDevices extends SinkMakers {
  createSource: (choice: SourceChoice) => Promise<PictureSource>;
}

/** From the opening of the sinks to their closing. */
interface Stream {
  sinks: Sinks;
  publisher: Publisher;
  ticker: Ticker;
  placeholder: Uint8Array;
  periodMs: number;
}

/** The requests of the stream worker: one source, one publisher, its sinks. */
export class StreamRequestHandlers implements Handlers<StreamRequests> {
  readonly #emit: Emit<StreamEvents>;
  readonly #devices: StreamDevices;
  #stream: Stream | undefined;
  #capture: Capture | undefined;

  constructor(emit: Emit<StreamEvents>, devices: StreamDevices) {
    this.#emit = emit;
    this.#devices = devices;
  }

  async openSinks(
    input: StreamRequests['openSinks']['input'],
  ): Promise<StreamRequests['openSinks']['output']> {
    if (this.#stream) throw misuse('The sinks are open already.');
    const { format, placeholder, isSwapping } = input;
    const sinks = await Sinks.open(input.sinks, format, this.#devices, (sink, error) => {
      this.#emit('sinkFailed', { sink, error: error.serialise() });
    });
    const publisher = new Publisher({ format, placeholder, isSwapping, sinks });
    const ticker = new Ticker(
      (nowMs) => publisher.clock.next(nowMs),
      () => {
        this.#emit('published', publisher.publish());
      },
    );
    this.#stream = { sinks, publisher, ticker, placeholder, periodMs: 1000 / format.fps };
    ticker.start();
    return { virtualCamera: sinks.virtualCamera, notices: sinks.notices };
  }

  async reopenVirtualCamera(): Promise<undefined> {
    await this.#opened.sinks.reopenVirtualCamera();
    return undefined;
  }

  async openSource(choice: SourceChoice): Promise<StreamRequests['openSource']['output']> {
    const { publisher } = this.#opened;
    await this.closeSource();
    const source = await this.#devices.createSource(choice);
    const capture = await Capture.start(source, (error) => {
      this.#emit('sourceFailed', error.serialise());
    });
    this.#capture = capture;
    publisher.setSource(capture);
    return { name: capture.name, format: capture.format, notices: [...capture.notices] };
  }

  async closeSource(): Promise<undefined> {
    const capture = this.#capture;
    this.#capture = undefined;
    this.#stream?.publisher.setSource(undefined);
    await capture?.stop();
    return undefined;
  }

  connect(): Promise<StreamRequests['connect']['output']> {
    const { publisher } = this.#opened;
    if (!this.#capture) throw misuse('There is no source to connect.');
    const captured = this.#capture.connect();
    return Promise.resolve({ captured, published: publisher.connect() });
  }

  setPanic(isPanicking: boolean): Promise<undefined> {
    this.#opened.publisher.setPanic(isPanicking);
    return Promise.resolve(undefined);
  }

  setSwapping(isSwapping: boolean): Promise<undefined> {
    this.#opened.publisher.setSwapping(isSwapping);
    return Promise.resolve(undefined);
  }

  async close(): Promise<StreamRequests['close']['output']> {
    const stream = this.#stream;
    this.#stream = undefined;
    stream?.ticker.stop();
    try {
      await this.closeSource();
    } finally {
      if (stream) await closeSinks(stream);
    }
    return { notices: stream?.sinks.notices ?? [] };
  }

  get #opened(): Stream {
    if (!this.#stream) throw misuse('The sinks are not open.');
    return this.#stream;
  }
}

/**
 * Leaves the placeholder behind. Readers that poll see what was written last, those that queue keep
 * one picture back: written twice, no face is left in either.
 */
async function closeSinks({ sinks, placeholder, periodMs }: Stream): Promise<void> {
  sinks.writeToCamera(placeholder);
  await delay(periodMs);
  sinks.writeToCamera(placeholder);
  await sinks.close();
}

function misuse(message: string): MirageError {
  return new MirageError('internal', { message });
}
