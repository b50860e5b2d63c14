import { setTimeout as delay } from 'node:timers/promises';
import { monotonicMs } from '../../../base/monotonic-clock.ts';

/**
 * Waits for a moment, by monotonicMs; not at all when it has passed.
 *
 * @throws AbortError once the signal is aborted.
 */
export async function waitUntil(momentMs: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  // Timers count whole milliseconds from the turn they were set in, and may fire a little early.
  for (let leftMs = momentMs - monotonicMs(); leftMs > 0; leftMs = momentMs - monotonicMs()) {
    await delay(Math.ceil(leftMs), undefined, { signal });
  }
}
