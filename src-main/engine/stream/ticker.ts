import { monotonicMs } from '../../base/monotonic-clock.ts';

/** Calls a function at the times a schedule names. */
export class Ticker {
  readonly #next: (nowMs: number) => number;
  readonly #tick: () => void;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param next when to tick next, by monotonicMs.
   * @param tick does not throw.
   */
  constructor(next: (nowMs: number) => number, tick: () => void) {
    this.#next = next;
    this.#tick = tick;
  }

  start(): void {
    const nowMs = monotonicMs();
    // Timers take whole milliseconds: rounded up, a tick is never before its time.
    this.#timer = setTimeout(this.#run, Math.ceil(this.#next(nowMs) - nowMs));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  readonly #run = (): void => {
    this.#tick();
    this.start();
  };
}
