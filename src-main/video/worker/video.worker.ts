import { serveRequests } from '../../base/worker/serve-requests.ts';
import type { VideoEvents, VideoRequests } from './protocol.ts';
import { VideoRequestHandlers } from './requests.ts';

/**
 * The thread that owns the networks. ONNX Runtime computes on the thread that asks it to; here
 * nobody else has to wait.
 */
serveRequests<VideoRequests, VideoEvents>((emit) => new VideoRequestHandlers(emit), {
  travelling: (output) => (hasBuffer(output) ? [output.buffer] : []),
});

function hasBuffer(output: unknown): output is { buffer: ArrayBuffer } {
  return typeof output === 'object' && output !== null && 'buffer' in output;
}
