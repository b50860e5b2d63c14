import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits for what no event tells. Devices and drivers of the kernel have nothing to wait on here: no
 * udev runs in the guest.
 *
 * @param what completes "Waited in vain for …".
 * @param look gives undefined as long as it is not so.
 */
export async function eventually<T>(
  what: string,
  signal: AbortSignal,
  look: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (signal.aborted) throw new Error(`Waited in vain for ${what}.`);
    await delay(100);
  }
}
