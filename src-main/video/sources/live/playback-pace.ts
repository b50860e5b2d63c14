/** What to do with a frame that has been read. */
export type PaceStep = { kind: 'show'; dueMs: number } | { kind: 'skip' };

/** Later than this is no hiccup: the computer slept, or the file was stopped. */
const LONGEST_CATCH_UP_MS = 1000;

/**
 * When each frame of a recording is due while it is played as a live camera. Frames that are late are
 * skipped, so that the picture catches up and never bursts. Where that gains nothing, because frames
 * cannot be read as fast as they are due, or after a long pause, the recording goes on from there.
 *
 * No clock inside: the caller passes the time.
 */
export class PlaybackPace {
  readonly #periodMs: number;
  #nextDueMs: number | undefined;
  /** Of the frame before, when it was skipped. */
  #skippedLateMs = Infinity;

  constructor(fps: number) {
    this.#periodMs = 1000 / fps;
  }

  /**
   * The next frame has been read. The first is due at once.
   *
   * @returns when to show it; at once if that has passed.
   */
  next(nowMs: number): PaceStep {
    const plannedMs = this.#nextDueMs ?? nowMs;
    const lateMs = nowMs - plannedMs;
    const isLate = lateMs > this.#periodMs;
    const canCatchUp = lateMs <= LONGEST_CATCH_UP_MS && lateMs < this.#skippedLateMs;
    if (isLate && canCatchUp) {
      this.#skippedLateMs = lateMs;
      this.#nextDueMs = plannedMs + this.#periodMs;
      return { kind: 'skip' };
    }
    const dueMs = isLate ? nowMs : plannedMs;
    this.#skippedLateMs = Infinity;
    this.#nextDueMs = dueMs + this.#periodMs;
    return { kind: 'show', dueMs };
  }
}
