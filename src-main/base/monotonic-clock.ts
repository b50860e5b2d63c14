/** From this thread's performance.now() to the system's monotonic clock; both tick alike. */
const OFFSET_MS = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/**
 * Milliseconds on the system's monotonic clock (CLOCK_MONOTONIC on Linux): the same in every thread
 * and process, and the one camera drivers stamp pictures with. performance.now() counts from each
 * thread's own start.
 */
export function monotonicMs(): number {
  return performance.now() + OFFSET_MS;
}
