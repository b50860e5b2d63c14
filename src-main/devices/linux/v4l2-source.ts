import {
  isV4l2Error,
  v4l2,
  type V4l2,
  type V4l2Capture,
  type V4l2Error,
} from '../../base/v4l2-addon.ts';
import type { CameraWish } from '../camera/camera.ts';
import type { PictureReceiver, PictureSource, SourceFormat } from '../camera/picture-source.ts';
import {
  cameraError,
  cameraLost,
  cameraMissing,
  cameraNotFed,
  formatUnsupported,
} from './camera-error.ts';
import { locateCamera } from './camera-identity.ts';
import { chooseMode } from '../camera/choose-mode.ts';
import { findDeviceHolders } from './device-holders.ts';

export interface V4l2SourceChoice {
  /** Of a {@link Camera}; it is looked for anew each time, for its path may change. */
  id: string;
  /** As people know it. */
  name: string;
  wish: CameraWish;
}

/** What the source asks of the machine; others in tests. */
export interface V4l2SourceMachine {
  v4l2: () => Pick<V4l2, 'describe' | 'Capture'>;
  locate: (id: string) => Promise<string | undefined>;
  findHolders: (path: string) => Promise<string[]>;
}

const THIS_MACHINE: V4l2SourceMachine = {
  v4l2,
  locate: locateCamera,
  findHolders: findDeviceHolders,
};

/** A camera on Linux. */
export class V4l2Source implements PictureSource {
  readonly name: string;
  readonly #choice: V4l2SourceChoice;
  readonly #machine: V4l2SourceMachine;
  #capture: V4l2Capture | undefined;

  constructor(choice: V4l2SourceChoice, machine = THIS_MACHINE) {
    this.name = choice.name;
    this.#choice = choice;
    this.#machine = machine;
  }

  /** @throws MirageError `camera-*`, `addon-missing`. */
  async open(): Promise<SourceFormat> {
    const path = await this.#machine.locate(this.#choice.id);
    if (path === undefined) throw cameraMissing(this.name);
    try {
      this.#capture = this.#openAt(path);
      return this.#capture.format;
    } catch (thrown) {
      if (!isV4l2Error(thrown)) throw thrown;
      const holders = thrown.code === 'EBUSY' ? await this.#machine.findHolders(path) : [];
      throw cameraError(this.name, thrown, holders);
    }
  }

  start(receiver: PictureReceiver): void {
    const capture = this.#capture;
    if (capture === undefined) throw new Error('The camera must be opened first.');
    capture.listen((error) => {
      this.#pass(capture, receiver, error);
    });
  }

  stop(): Promise<void> {
    this.#capture?.close();
    this.#capture = undefined;
    return Promise.resolve();
  }

  #openAt(path: string): V4l2Capture {
    const { describe, Capture } = this.#machine.v4l2();
    const { canCapture, modes, fourccs } = describe(path);
    if (!canCapture) throw cameraNotFed(this.name);
    const mode = chooseMode(modes, this.#choice.wish);
    if (mode === undefined) throw formatUnsupported(this.name, fourccs);
    return new Capture(path, mode.pixelFormat, mode.width, mode.height, mode.fps);
  }

  #pass(capture: V4l2Capture, receiver: PictureReceiver, error: V4l2Error | undefined): void {
    try {
      if (error !== undefined) throw error;
      const bytes = capture.take(receiver.target);
      if (bytes > 0) receiver.deliver(bytes, capture.captureTimeMs);
    } catch (thrown) {
      if (!isV4l2Error(thrown)) throw thrown;
      capture.close();
      receiver.fail(cameraLost(this.name, thrown));
    }
  }
}
