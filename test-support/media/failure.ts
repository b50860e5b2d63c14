import { MirageError } from '../../src-main/contract/error.ts';

/** The error a promise is expected to reject with; anything but a MirageError fails the test. */
export async function failureOf(work: Promise<unknown>): Promise<MirageError> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof MirageError) return thrown;
    throw thrown;
  }
  throw new Error('Expected a MirageError, but nothing was thrown.');
}
