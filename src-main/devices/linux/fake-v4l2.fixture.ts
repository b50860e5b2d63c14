import type {
  V4l2,
  V4l2Capture,
  V4l2CaptureFormat,
  V4l2Description,
  V4l2Error,
  V4l2Mode,
  V4l2Output,
  V4l2Step,
} from '../../base/v4l2-addon.ts';

export function v4l2Error(step: V4l2Step, code: string): V4l2Error {
  return Object.assign(new Error(`${step} /dev/video0: ${code}`), { step, code, errno: 1 });
}

export function mode(
  pixelFormat: V4l2Mode['pixelFormat'],
  width: number,
  height: number,
  ...rates: number[]
): V4l2Mode {
  return { pixelFormat, width, height, rates };
}

export function describedAs(change: Partial<V4l2Description>): V4l2Description {
  return {
    driver: 'uvcvideo',
    card: 'HD Webcam',
    busInfo: 'usb-0000:00:14.0-1',
    canCapture: true,
    canOutput: false,
    modes: [],
    fourccs: [],
    ...change,
  };
}

/** A camera whose pictures and failures the test makes. */
export class FakeCapture implements V4l2Capture {
  readonly format: V4l2CaptureFormat;
  readonly skipped = 0;
  readonly damaged = 0;
  captureTimeMs = 0;
  isOpen = true;
  /** What {@link take} gives: a picture, nothing, or a failure. */
  next: Uint8Array | V4l2Error | undefined;
  #listener: ((error?: V4l2Error) => void) | undefined;

  constructor(...[, pixelFormat, width, height, fps]: ConstructorParameters<V4l2['Capture']>) {
    this.format = { pixelFormat, width, height, fps, matrix: 'bt601', range: 'limited' };
  }

  listen(listener: (error?: V4l2Error) => void): void {
    this.#listener = listener;
  }

  /** As the event loop does. */
  tell(error?: V4l2Error): void {
    this.#listener?.(error);
  }

  take(target: Uint8Array): number {
    if (this.next instanceof Error) throw this.next;
    if (this.next !== undefined) target.set(this.next);
    return this.next?.length ?? 0;
  }

  close(): void {
    this.isOpen = false;
  }
}

/** A loopback device that keeps what is written. */
export class FakeOutput implements V4l2Output {
  readonly dropped = 0;
  readonly opened: ConstructorParameters<V4l2['Output']>;
  readonly written: Uint8Array[] = [];
  isOpen = true;
  failure: V4l2Error | undefined;

  constructor(...opened: ConstructorParameters<V4l2['Output']>) {
    this.opened = opened;
  }

  write(picture: Uint8Array): boolean {
    if (this.failure !== undefined) throw this.failure;
    this.written.push(picture.slice());
    return true;
  }

  close(): void {
    this.isOpen = false;
  }
}
