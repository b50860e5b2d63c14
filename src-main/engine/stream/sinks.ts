import { MirageError } from '../../contract/error.ts';
import type { Notice } from '../../contract/notice.ts';
import type {
  PictureSink,
  PublishedFormat,
  VirtualCamera,
} from '../../devices/virtual-camera/virtual-camera.ts';
import type { SinkChoice, SinkName } from './protocol.ts';

/** A sink that has something to say when it is opened or closed. */
export type RecordingLike = PictureSink & { readonly notices: readonly Notice[] };

/** How sinks are made; tests bring their own. */
export interface SinkMakers {
  openVirtualCamera: (choice: string) => Promise<VirtualCamera>;
  createRecording: (choice: NonNullable<SinkChoice['record']>) => RecordingLike;
}

/** What is published to. A sink that fails is closed and told about; the others go on. */
export class Sinks {
  readonly #choice: SinkChoice;
  readonly #format: PublishedFormat;
  readonly #makers: SinkMakers;
  readonly #onLost: (sink: SinkName, error: MirageError) => void;
  #camera: VirtualCamera | undefined;
  #recording: RecordingLike | undefined;
  /** The closing of what was lost. */
  #closing: Promise<unknown> = Promise.resolve();

  private constructor(
    choice: SinkChoice,
    format: PublishedFormat,
    makers: SinkMakers,
    onLost: (sink: SinkName, error: MirageError) => void,
  ) {
    this.#choice = choice;
    this.#format = format;
    this.#makers = makers;
    this.#onLost = onLost;
  }

  /** @throws MirageError what a sink refuses with; none stays open then. */
  static async open(
    choice: SinkChoice,
    format: PublishedFormat,
    makers: SinkMakers,
    onLost: (sink: SinkName, error: MirageError) => void,
  ): Promise<Sinks> {
    const sinks = new Sinks(choice, format, makers, onLost);
    await sinks.#openCamera();
    try {
      await sinks.#openRecording();
    } catch (thrown) {
      await sinks.#camera?.close();
      throw thrown;
    }
    return sinks;
  }

  /** What other programs list the virtual camera as; undefined when there is none. */
  get virtualCamera(): string | undefined {
    return this.#camera?.deviceName;
  }

  get notices(): Notice[] {
    return [...(this.#recording?.notices ?? [])];
  }

  write(picture: Uint8Array): void {
    this.writeToCamera(picture);
    try {
      this.#recording?.write(picture);
    } catch (thrown) {
      const lost = this.#recording;
      this.#recording = undefined;
      this.#lose('record', lost, thrown);
    }
  }

  writeToCamera(picture: Uint8Array): void {
    try {
      this.#camera?.write(picture);
    } catch (thrown) {
      const lost = this.#camera;
      this.#camera = undefined;
      this.#lose('virtual-camera', lost, thrown);
    }
  }

  /** @throws MirageError `virtual-camera-*`; there is none then. */
  async reopenVirtualCamera(): Promise<void> {
    await this.#closing;
    await this.#camera?.close();
    this.#camera = undefined;
    await this.#openCamera();
  }

  /** Completes the recording and releases the camera; what goes wrong is told like a loss. */
  async close(): Promise<void> {
    await this.#closing;
    await this.#closeOne('virtual-camera', this.#camera);
    await this.#closeOne('record', this.#recording);
    this.#camera = undefined;
  }

  async #openCamera(): Promise<void> {
    if (this.#choice.virtualCamera === undefined) return;
    const camera = await this.#makers.openVirtualCamera(this.#choice.virtualCamera);
    await camera.open(this.#format);
    this.#camera = camera;
  }

  async #openRecording(): Promise<void> {
    if (this.#choice.record === undefined) return;
    const recording = this.#makers.createRecording(this.#choice.record);
    await recording.open(this.#format);
    this.#recording = recording;
  }

  #lose(name: SinkName, sink: PictureSink | undefined, thrown: unknown): void {
    // What closing adds to the failure that made it lost helps nobody.
    this.#closing = Promise.all([this.#closing, sink?.close().catch(() => undefined)]);
    this.#onLost(name, MirageError.from(thrown));
  }

  async #closeOne(name: SinkName, sink: PictureSink | undefined): Promise<void> {
    try {
      await sink?.close();
    } catch (thrown) {
      this.#onLost(name, MirageError.from(thrown));
    }
  }
}
