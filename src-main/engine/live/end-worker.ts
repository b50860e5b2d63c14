/**
 * Waits for a worker that was asked to end, and ends it where it stands when it does not answer in
 * time: a driver may hang, and whoever closes Mirage does not wait for it.
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
