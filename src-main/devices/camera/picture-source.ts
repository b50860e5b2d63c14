import type { PictureFormat } from '../../base/picture-format.ts';
import type { MirageError } from '../../contract/error.ts';
import type { Notice } from '../../contract/notice.ts';

/** Where a source puts its pictures: one place, always there, the newest wins. */
export interface PictureReceiver {
  /**
   * Memory for the next picture. It may move with each {@link deliver}, so ask for it each time.
   * Length: pictureBytes of the format.
   */
  readonly target: Uint8Array;
  /**
   * The target holds a whole picture.
   *
   * @param bytes of the target that are the picture.
   * @param captureTimeMs when it was taken, by monotonicMs.
   */
  deliver: (bytes: number, captureTimeMs: number) => void;
  /** No more pictures will come: unplugged, ended, failed. Told at most once; then stop the source. */
  fail: (error: MirageError) => void;
}

/** A camera, or what stands in for one. It runs in the stream worker and never blocks it. */
export interface PictureSource {
  /** As people know it. */
  readonly name: string;
  /** What the user should know of it, once it is open; none where it is left out. */
  readonly notices?: readonly Notice[];
  /**
   * Opens it.
   *
   * @returns what it delivers, unchanged until it is stopped.
   * @throws MirageError `camera-*`, `input-*`, `ffmpeg-missing`; nothing stays open then.
   */
  open: () => Promise<SourceFormat>;
  /** Lets the pictures come. Called once, after {@link open}. */
  start: (receiver: PictureReceiver) => void;
  /** Ends it and releases the device; harmless when it has failed, was never opened or is stopped. */
  stop: () => Promise<void>;
}

export interface SourceFormat extends PictureFormat {
  /** Pictures a second, as promised by the source. */
  fps: number;
}
