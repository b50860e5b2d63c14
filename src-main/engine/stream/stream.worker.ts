import { serveRequests } from '../../base/worker/serve-requests.ts';
import { DEVICES } from './devices.ts';
import type { StreamEvents, StreamRequests } from './protocol.ts';
import { StreamRequestHandlers } from './requests.ts';

/**
 * The thread that captures and publishes. It never computes, so that its clock stays steady whatever
 * the networks do.
 */
serveRequests<StreamRequests, StreamEvents>((emit) => new StreamRequestHandlers(emit, DEVICES), {
  // Whoever panics does not wait for a camera that is slow to open.
  urgent: ['setPanic'],
});
