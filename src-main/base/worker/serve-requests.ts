import { parentPort, type MessagePort } from 'node:worker_threads';
import { MirageError } from '../../contract/error.ts';
import { END_THREAD, type Handlers, type RequestMessage, type RequestTable } from './requests.ts';

/** Tells the control thread something it did not ask for. */
export type Emit<Events> = <Name extends keyof Events & string>(
  event: Name,
  content: Events[Name],
) => void;

export interface ServiceOptions<Requests> {
  /** The buffers that leave with an answer. */
  travelling?: (output: unknown) => ArrayBuffer[];
  /** Answered at once, past what is still being done; their handlers never wait. */
  urgent?: readonly (keyof Requests)[];
  /** Where requests come from; in a worker its parent. */
  port?: MessagePort | null;
}

/**
 * The worker's end of a WorkerClient: answers requests one after the other, in the order they came.
 *
 * @param makeHandlers is given the way to emit events.
 * @throws Error outside a worker.
 */
export function serveRequests<Requests extends RequestTable<Requests>, Events>(
  makeHandlers: (emit: Emit<Events>) => Handlers<Requests>,
  { travelling = () => [], urgent = [], port = parentPort }: ServiceOptions<Requests> = {},
): void {
  if (port === null) throw new Error('This file is started as a worker.');
  const handlers = makeHandlers((event, content) => {
    port.postMessage({ event, content });
  });
  let last: Promise<void> = Promise.resolve();
  port.on('message', (request: RequestMessage<Requests> | typeof END_THREAD) => {
    // In a worker this ends its thread, not the process.
    if (request === END_THREAD) process.exit();
    const respond = (): Promise<void> => answer(port, handlers, request, travelling);
    if (urgent.includes(request.name)) void respond();
    else last = last.then(respond);
  });
}

async function answer<Requests extends RequestTable<Requests>>(
  port: MessagePort,
  handlers: Handlers<Requests>,
  { id, name, input }: RequestMessage<Requests>,
  travelling: (output: unknown) => ArrayBuffer[],
): Promise<void> {
  try {
    const output = await handlers[name](input);
    port.postMessage({ id, output }, travelling(output));
  } catch (thrown) {
    port.postMessage({ id, error: MirageError.from(thrown).serialise() });
  }
}
