/**
 * Pictures the file may be off the real time by before it is set right. The publish clock follows
 * the camera's own rate and its ticks jitter; set right at once, that would be seen as a jolt.
 */
const TOLERANCE = 2;

/**
 * Places pictures that come at about a constant rate into a file of exactly that rate, so that the
 * file keeps the real time: after a gap a picture stands for those that are missing.
 */
export class RecordingTimeline {
  readonly #fps: number;
  #startMs: number | undefined;
  #placed = 0;

  constructor(fps: number) {
    this.#fps = fps;
  }

  /** Pictures of the file that have been placed. */
  get placed(): number {
    return this.#placed;
  }

  /** How often a picture of this time has to be written; 0 when the file is ahead. */
  copiesDue(timeMs: number): number {
    this.#startMs ??= timeMs;
    const behind = ((timeMs - this.#startMs) * this.#fps) / 1000 - this.#placed;
    if (behind <= -TOLERANCE) return 0;
    return behind < TOLERANCE ? 1 : Math.round(behind) + 1;
  }

  /** The picture is written so many times. */
  place(copies: number): void {
    this.#placed += copies;
  }
}
