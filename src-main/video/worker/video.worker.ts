import { parentPort } from 'node:worker_threads';
import { MirageError } from '../../contract/error.ts';
import type { AnswerMessage, RequestMessage } from './protocol.ts';
import { VideoRequestHandlers } from './requests.ts';

/**
 * The thread that owns the networks. ONNX Runtime computes on the thread that asks it to; here
 * nobody else has to wait. Requests are answered one after the other, in the order they came.
 */
const port = parentPort;
if (port === null) throw new Error('This file is started as a worker.');

const handlers = new VideoRequestHandlers();
let last: Promise<void> = Promise.resolve();

port.on('message', (request: RequestMessage) => {
  last = last.then(async () => {
    const message = await respond(request);
    port.postMessage(message, travellingBuffers(message));
  });
});

async function respond({ id, name, input }: RequestMessage): Promise<AnswerMessage> {
  try {
    const handler = handlers[name].bind(handlers) as (
      given: typeof input,
    ) => Promise<Extract<AnswerMessage, { output: unknown }>['output']>;
    return { id, output: await handler(input) };
  } catch (thrown) {
    return { id, error: MirageError.from(thrown).serialise() };
  }
}

function travellingBuffers(message: AnswerMessage): ArrayBuffer[] {
  if (!('output' in message) || message.output === undefined) return [];
  return 'buffer' in message.output ? [message.output.buffer] : [];
}
