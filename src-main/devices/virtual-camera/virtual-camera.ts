/** The layouts virtual cameras take: planar 4:2:0, or packed 4:2:2 for programs that know no other. */
export type PublishedPixelFormat = 'i420' | 'yuyv';

/** What is published; it never changes while a camera is open. BT.601, limited range. */
export interface PublishedFormat {
  pixelFormat: PublishedPixelFormat;
  /** Even. */
  width: number;
  /** Even. */
  height: number;
  /** Pictures a second. */
  fps: number;
}

/** Takes published pictures. It runs in the stream worker: `write` returns at once. */
export interface PictureSink {
  /** As people know it. */
  readonly name: string;
  /** @throws MirageError `virtual-camera-*`, `output-*`, `ffmpeg-missing`; nothing stays open then. */
  open: (format: PublishedFormat) => Promise<void>;
  /**
   * Takes one picture; its memory may be reused at once.
   *
   * @throws MirageError `virtual-camera-lost` and what else ends the sink; it must be closed then.
   */
  write: (picture: Uint8Array) => void;
  /** Completes what was written and releases the device; harmless when it is closed. */
  close: () => Promise<void>;
}

/** A camera that other programs can choose. */
export interface VirtualCamera extends PictureSink {
  /** What other programs list it as. */
  readonly deviceName: string;
}

/** By this name video calls show the virtual camera. */
export const VIRTUAL_CAMERA_NAME = 'Mirage Camera';
