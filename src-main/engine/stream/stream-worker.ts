import { join } from 'node:path';
import { WorkerClient } from '../../base/worker/worker-client.ts';
import type { MirageError } from '../../contract/error.ts';
import type { Listeners } from '../../base/worker/requests.ts';
import type { StreamEvents, StreamRequests } from './protocol.ts';

export interface StreamWorkerOptions {
  /** The built worker; it lies beside the program that starts it. */
  entry?: string | URL | undefined;
  listeners: Listeners<StreamEvents>;
  onFailure?: ((error: MirageError) => void) | undefined;
}

/**
 * The control thread's handle on the thread that captures and publishes. It never computes, so its
 * clock is steady whatever the networks do.
 */
export function startStreamWorker({
  entry,
  listeners,
  onFailure,
}: StreamWorkerOptions): WorkerClient<StreamRequests, StreamEvents> {
  return new WorkerClient({
    entry: entry ?? join(import.meta.dirname, 'stream.worker.mjs'),
    name: 'mirage stream',
    part: 'The part of Mirage that captures and publishes',
    listeners,
    onFailure,
  });
}
