import { setImmediate } from 'node:timers/promises';

/**
 * Pipes, sockets and child processes this process holds at the moment. Node forgets a handle that
 * has been closed in the turn of its event loop after; both turns are awaited.
 */
export async function openHandles(): Promise<number> {
  await setImmediate();
  await setImmediate();
  return process.getActiveResourcesInfo().filter((kind) => /^(Pipe|TCP|Process)/.test(kind)).length;
}
