/** What OBS Virtual Camera's queue takes; both are stored as NV12. */
export type ObsQueuePixelFormat = 'i420' | 'yuyv';

/** The writing end of the shared memory that OBS Virtual Camera reads on Windows. */
export interface ObsQueue {
  /**
   * Hands one picture over; readers take the newest.
   *
   * @param picture whole, rows without padding. It is copied.
   * @param timeMs of the picture, 0 or more, on any steady clock.
   * @throws Error when the queue is closed; TypeError and RangeError as the kernels do.
   */
  write(picture: Uint8Array, pixelFormat: ObsQueuePixelFormat, timeMs: number): void;
  /** Readers show their own placeholder from then on. Harmless when it is closed. */
  close(): void;
}

/** native/src/obs_queue.cc. A part of the NativeAddon. */
export interface ObsQueueAddon {
  /**
   * @param width even, at most 8192; so is the height.
   * @param interval between two pictures, in units of 100 ns.
   * @param memory where the queue lies; null for the memory that OBS Virtual Camera opens.
   * @throws Error with `code`: EEXIST when a queue exists, ENOSYS off Windows without memory, EIO.
   */
  readonly ObsQueue: new (
    width: number,
    height: number,
    interval: number,
    memory: Uint8Array | null,
  ) => ObsQueue;
  /** Whether OBS Studio has registered its camera on this Windows machine; false on other systems. */
  isObsCameraInstalled(): boolean;
}
