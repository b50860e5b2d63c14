import { MirageError } from '../contract/error.ts';
import { nativeAddon, type NativeAddon, type YuvMatrix, type YuvRange } from './addon.ts';
import type { PixelFormat } from './picture-format.ts';

/** What was being done to a device when it failed; those in capitals are its driver's calls. */
export type V4l2Step =
  | 'open'
  /** Another process holds it by the same mark. */
  | 'lock'
  | 'QUERYCAP'
  /** It is of another kind, or cannot do this at the moment. */
  | 'capabilities'
  | 'S_FMT'
  /** It answered with a format that is of no use. */
  | 'format'
  | 'S_PARM'
  | 'REQBUFS'
  | 'QUERYBUF'
  | 'mmap'
  | 'QBUF'
  | 'DQBUF'
  | 'STREAMON'
  /** The driver has given up while pictures were waited for. */
  | 'poll'
  /** It was closed by us. */
  | 'closed';

/** What the calls below throw when a device refuses. */
export interface V4l2Error extends Error {
  /** The name of the error number, such as EBUSY. */
  code: string;
  errno: number;
  step: V4l2Step;
}

export function isV4l2Error(thrown: unknown): thrown is V4l2Error {
  return thrown instanceof Error && 'step' in thrown && 'code' in thrown && 'errno' in thrown;
}

export interface V4l2Mode {
  pixelFormat: Exclude<PixelFormat, 'rgba'>;
  width: number;
  height: number;
  /** Pictures a second, highest first; empty where the driver does not say. */
  rates: number[];
}

/** What a device says of itself. */
export interface V4l2Description {
  /** Such as uvcvideo; 'v4l2 loopback' for virtual cameras. */
  driver: string;
  /** Its name for people. */
  card: string;
  /** Where it is plugged in. */
  busInfo: string;
  /** At this moment: a loopback device with exclusive_caps changes. */
  canCapture: boolean;
  canOutput: boolean;
  /** What it captures that Mirage reads; of sizes and rates without steps the usual ones. */
  modes: V4l2Mode[];
  /** All layouts it captures in, as the kernel writes them. */
  fourccs: string[];
}

/** What the driver settled on. */
export interface V4l2CaptureFormat extends Omit<V4l2Mode, 'rates'> {
  matrix: YuvMatrix;
  range: YuvRange;
  fps: number;
}

/** A camera that is open. */
export interface V4l2Capture {
  readonly format: V4l2CaptureFormat;
  /** When the picture taken last was captured, by monotonicMs. */
  readonly captureTimeMs: number;
  /** Pictures that were not taken because a newer one waited. */
  readonly skipped: number;
  /** Pictures that came incomplete and were left out. */
  readonly damaged: number;
  /**
   * @param listener called on this thread, again and again while pictures wait, so {@link take}
   *   them; or once with the error that ends it. What it throws is an uncaught exception. There can
   *   be one.
   */
  listen(listener: (error?: V4l2Error) => void): void;
  /**
   * Takes the newest picture, rows without padding.
   *
   * @param target as long as pictureBytes of the format; memory may be shared.
   * @returns bytes of the picture; 0 when no whole one waits.
   * @throws V4l2Error ENODEV when the camera was unplugged.
   */
  take(target: Uint8Array): number;
  /** Releases the device; harmless when it is closed. */
  close(): void;
}

/** A loopback device that is open for writing. */
export interface V4l2Output {
  /** Pictures that were not written because the driver had no buffer to spare. */
  readonly dropped: number;
  /**
   * Shows one picture; never waits. With the first, the device becomes a camera to other programs.
   *
   * @param picture i420 or yuyv as opened, exactly.
   * @returns false when the picture was dropped.
   */
  write(picture: Uint8Array): boolean;
  /** Releases the device; harmless when it is closed. */
  close(): void;
}

/**
 * Video4Linux (native/src/v4l2_*.cc). Nothing here waits, and no threads are started. What is still
 * open when a thread ends is closed with it.
 *
 * Devices that refuse throw a {@link V4l2Error}; wrong arguments a TypeError or RangeError.
 */
export interface V4l2 {
  /** Asks a device what it is; it is open only meanwhile, and does not start to capture. */
  readonly describe: (path: string) => V4l2Description;
  /** Opens a camera, as near to what is asked as the driver can, and lets it capture. */
  readonly Capture: new (
    path: string,
    pixelFormat: V4l2Mode['pixelFormat'],
    width: number,
    height: number,
    fps: number,
  ) => V4l2Capture;
  /**
   * Opens a loopback device for writing, in exactly this format, BT.601 limited range; both sides
   * are even. A lock on the device keeps a second Mirage out; the kernel lifts it with the process.
   *
   * Steps by which it is refused, beside errors of the driver: 'lock' EAGAIN, another Mirage;
   * 'capabilities' EBUSY, another program writes; 'capabilities' EINVAL, it is stuck; 'format'
   * EBUSY, it keeps the format of before.
   */
  readonly Output: new (
    path: string,
    pixelFormat: 'i420' | 'yuyv',
    width: number,
    height: number,
    fps: number,
  ) => V4l2Output;
}

/**
 * The addon's part for Video4Linux.
 *
 * @throws MirageError `addon-missing` when the addon was not built, or elsewhere than on Linux.
 */
export function v4l2(): V4l2 {
  const addon: NativeAddon & { readonly v4l2?: V4l2 } = nativeAddon();
  if (addon.v4l2 === undefined) {
    throw new MirageError('addon-missing', { message: 'Video4Linux is part of Linux only.' });
  }
  return addon.v4l2;
}
