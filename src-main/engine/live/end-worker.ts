/**
 * Waits for a worker that was asked to close, and no longer for its answer than patience lasts: a
 * driver may hang. Either way its thread is ended then.
 *
 * @param asked its answer.
 * @returns the answer.
 * @throws what it refused with, or that it was ended.
 */
export async function endWorker<Answer>(
  worker: { end: () => Promise<void> },
  asked: Promise<Answer>,
  patienceMs: number,
): Promise<Answer> {
  const impatience = setTimeout(() => void worker.end(), patienceMs);
  try {
    return await asked;
  } finally {
    clearTimeout(impatience);
    await worker.end();
  }
}
