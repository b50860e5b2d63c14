import { pictureBytes } from '../../base/picture-format.ts';
import type { MirageError } from '../../contract/error.ts';
import type { Notice } from '../../contract/notice.ts';
import type {
  PictureReceiver,
  PictureSource,
  SourceFormat,
} from '../../devices/camera/picture-source.ts';
import {
  createExchange,
  ExchangeWriter,
  type ExchangeHandle,
} from '../../video/live/frame-exchange.ts';

/**
 * A running source. Its pictures go straight into the memory the video worker reads them from; as
 * long as nobody is connected, nowhere.
 */
export class Capture implements PictureReceiver {
  readonly name: string;
  readonly notices: readonly Notice[];
  readonly format: SourceFormat;
  /** Pictures delivered, and those of them that were never taken. */
  captured = 0;
  dropped = 0;
  readonly #source: PictureSource;
  readonly #onFailure: (error: MirageError) => void;
  /** Where pictures go without a connection. */
  readonly #nowhere: Uint8Array;
  #writer: ExchangeWriter | undefined;
  /** Takes the writer's place between two pictures: a source may be in the midst of filling one. */
  #nextWriter: ExchangeWriter | undefined;
  #stopped: Promise<void> | undefined;

  private constructor(
    source: PictureSource,
    format: SourceFormat,
    onFailure: (error: MirageError) => void,
  ) {
    this.name = source.name;
    this.notices = source.notices ?? [];
    this.format = format;
    this.#source = source;
    this.#onFailure = onFailure;
    this.#nowhere = new Uint8Array(pictureBytes(format));
  }

  /**
   * Opens and starts a source.
   *
   * @param onFailure it gives nothing more and has been stopped.
   * @throws MirageError what the source refuses with; nothing stays open then.
   */
  static async start(
    source: PictureSource,
    onFailure: (error: MirageError) => void,
  ): Promise<Capture> {
    const capture = new Capture(source, await source.open(), onFailure);
    source.start(capture);
    return capture;
  }

  /** A new exchange, which gets every picture that begins from now on. */
  connect(): ExchangeHandle {
    const handle = createExchange(pictureBytes(this.format));
    this.#nextWriter = new ExchangeWriter(handle);
    return handle;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#source.stop();
    return this.#stopped;
  }

  get target(): Uint8Array {
    return this.#writer?.slot.pixels ?? this.#nowhere;
  }

  deliver(bytes: number, captureTimeMs: number): void {
    if (this.#stopped) return;
    this.captured++;
    if (this.#isOvertaking(bytes, captureTimeMs)) this.dropped++;
    this.#writer = this.#nextWriter ?? this.#writer;
    this.#nextWriter = undefined;
  }

  fail(error: MirageError): void {
    if (this.#stopped) return;
    // The failure says more than what stopping a broken device may add.
    this.#stopped = this.#source.stop().catch(() => undefined);
    void this.#stopped.then(() => {
      this.#onFailure(error);
    });
  }

  /** Hands the filled target over; whether one picture is lost by it. */
  #isOvertaking(bytes: number, captureTimeMs: number): boolean {
    if (!this.#writer) return true;
    const { slot } = this.#writer;
    slot.sequence = this.captured;
    slot.captureTimeMs = captureTimeMs;
    slot.bytes = bytes;
    return this.#writer.publish();
  }
}
