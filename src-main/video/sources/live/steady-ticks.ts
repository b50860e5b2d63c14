import { monotonicMs } from '../../../base/monotonic-clock.ts';

/**
 * Calls back at a steady rate without drift: tick n is due n periods after the start. Ticks that were
 * missed are left out.
 *
 * @param onTick is given the tick's number; never before it is due.
 * @returns the way to end it.
 */
export function startSteadyTicks(fps: number, onTick: (tick: number) => void): () => void {
  const periodMs = 1000 / fps;
  const startMs = monotonicMs();
  let tick = 0;
  let isEnded = false;
  let timer: NodeJS.Timeout | undefined;
  const untilDueMs = (): number => startMs + tick * periodMs - monotonicMs();
  const wait = (): void => {
    timer = setTimeout(fire, Math.ceil(untilDueMs()));
  };
  const fire = (): void => {
    // Timers count whole milliseconds from the turn they were set in, and may fire a little early.
    if (untilDueMs() <= 0) {
      onTick(tick);
      tick = Math.max(tick + 1, Math.ceil((monotonicMs() - startMs) / periodMs));
    }
    if (!isEnded) wait();
  };
  wait();
  return () => {
    isEnded = true;
    clearTimeout(timer);
  };
}
