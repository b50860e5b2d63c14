import type { PixelFormat } from '../../base/picture-format.ts';

/** A size and layout a camera offers, with its rates. */
export interface CameraMode {
  pixelFormat: PixelFormat;
  width: number;
  height: number;
  /** Pictures a second, highest first; empty where the camera does not say. */
  rates: readonly number[];
}

/** A camera that is attached. */
export interface Camera {
  /** The same after unplugging and replugging and after a restart; what settings keep. */
  id: string;
  /** As its maker calls it; two of one kind have the same. */
  name: string;
  /** What it is opened by: /dev/video0, a dshow or avfoundation name. */
  path: string;
  /** Made by software. */
  isVirtual: boolean;
  /** This user may open it. */
  isPermitted: boolean;
  /** Largest first; empty where it could not be asked (in use, not permitted). */
  modes: readonly CameraMode[];
}

/** What is wanted of a camera; it gives what comes nearest. */
export interface CameraWish {
  width: number;
  height: number;
  fps: number;
}
