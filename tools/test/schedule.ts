/** What decides whether a job may run beside another. */
export interface Schedulable {
  readonly overlaps: boolean;
}

/**
 * Runs jobs: first those that may overlap, `width` at a time in the order given, then the others
 * one by one. Stops starting jobs once the signal is aborted.
 *
 * @returns results in the order the jobs ended.
 */
export async function runScheduled<Job extends Schedulable, Result>(
  jobs: readonly Job[],
  width: number,
  signal: AbortSignal,
  run: (job: Job) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const drain = async (queue: Iterator<Job>): Promise<void> => {
    for (let next = queue.next(); next.done !== true; next = queue.next()) {
      if (signal.aborted) return;
      results.push(await run(next.value));
    }
  };
  const light = jobs.filter(({ overlaps }) => overlaps).values();
  await Promise.all(Array.from({ length: width }, () => drain(light)));
  await drain(jobs.filter(({ overlaps }) => !overlaps).values());
  return results;
}
