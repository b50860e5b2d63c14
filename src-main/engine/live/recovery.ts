import { setTimeout as pause } from 'node:timers/promises';
import { monotonicMs } from '../../base/monotonic-clock.ts';
import { MirageError } from '../../contract/error.ts';
import type { RecoveryPolicy } from './recovery-policy.ts';

export interface RecoveryOptions {
  policy: RecoveryPolicy;
  /** Brings the part back, or throws. */
  attempt: () => Promise<void>;
  /** Aborting ends the attempts. */
  signal: AbortSignal;
  /** Told of each attempt that failed. */
  onRefused: (error: MirageError) => void;
  /** Starts to watch for what makes an attempt worth while before its time. */
  watch?: (onChange: () => void) => { close: () => void };
}

/** Brings one lost part back. It is lost at most once at a time. */
export class Recovery {
  readonly #options: RecoveryOptions;
  #isRunning = false;

  constructor(options: RecoveryOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** The part works; harmless when it was known. */
  working(nowMs: number): void {
    this.#options.policy.working(nowMs);
  }

  /**
   * Tries until the part is back, or until the signal.
   *
   * @throws MirageError why the last attempt failed, when the policy gives up.
   */
  async run(loss: MirageError): Promise<void> {
    const { policy, signal, attempt, onRefused } = this.#options;
    this.#isRunning = true;
    const hasEnded = (): boolean => signal.aborted;
    const change = new Waker();
    const watching = this.#options.watch?.(() => {
      change.wake();
    });
    // At once: whoever ended the session expects nothing to stay open.
    const stopWatching = (): void => watching?.close();
    signal.addEventListener('abort', stopWatching);
    let reason = loss;
    try {
      while (!hasEnded()) {
        const delayMs = policy.lost(monotonicMs());
        if (delayMs === undefined) throw reason;
        await change.sleep(delayMs, signal);
        if (hasEnded()) return;
        try {
          await attempt();
          return;
        } catch (thrown) {
          reason = MirageError.from(thrown);
          if (!hasEnded()) onRefused(reason);
        }
      }
    } finally {
      signal.removeEventListener('abort', stopWatching);
      stopWatching();
      this.#isRunning = false;
    }
  }
}

/** A sleep that may be ended early. */
class Waker {
  #alarm = new AbortController();

  wake(): void {
    this.#alarm.abort();
  }

  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    this.#alarm = new AbortController();
    const either = AbortSignal.any([signal, this.#alarm.signal]);
    // Woken early is woken all the same.
    await pause(milliseconds, undefined, { signal: either }).catch(() => undefined);
  }
}
