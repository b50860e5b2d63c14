/** How often and how soon a lost part is tried again. */
export interface RecoveryLimits {
  /** Waits before the first attempt, the second, …; the last one goes on. */
  delaysMs: readonly number[];
  /** So many losses running are too many; Infinity to try for ever. */
  mostLosses: number;
  /** Having worked for so long, a part has proven itself and its losses are forgotten. */
  steadyMs: number;
}

/**
 * A worker comes back at once, for a crash seldom comes twice. One that crashes again and again
 * within a second of working will go on doing so.
 */
export const WORKER_RECOVERY: RecoveryLimits = {
  delaysMs: [0, 100, 300, 1000],
  mostLosses: 5,
  steadyMs: 1000,
};

/**
 * A device comes back when somebody plugs it in or closes the other program, now or in an hour.
 * Drivers need a moment between unplugging and opening; beyond five seconds people think it hangs.
 */
export const DEVICE_RECOVERY: RecoveryLimits = {
  delaysMs: [250, 500, 1000, 2000, 5000],
  mostLosses: Infinity,
  steadyMs: 5000,
};

/** Decides how long to wait before a lost part is tried again, or that it is not. */
export class RecoveryPolicy {
  readonly #limits: RecoveryLimits;
  #losses = 0;
  #workingSinceMs: number | undefined;

  constructor(limits: RecoveryLimits) {
    this.#limits = limits;
  }

  /**
   * The part was lost, or an attempt to bring it back failed.
   *
   * @returns milliseconds to wait before the next attempt; undefined to give up.
   */
  lost(nowMs: number): number | undefined {
    const { delaysMs, mostLosses, steadyMs } = this.#limits;
    if (this.#workingSinceMs !== undefined && nowMs - this.#workingSinceMs >= steadyMs) {
      this.#losses = 0;
    }
    this.#workingSinceMs = undefined;
    this.#losses += 1;
    if (this.#losses >= mostLosses) return undefined;
    return delaysMs[Math.min(this.#losses, delaysMs.length) - 1];
  }

  /** The part works; harmless when it was known. */
  working(nowMs: number): void {
    this.#workingSinceMs ??= nowMs;
  }
}
