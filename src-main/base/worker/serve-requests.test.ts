import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { MirageError } from '../../contract/error.ts';
import type { RequestMessage, WorkerMessage } from './requests.ts';
import { serveRequests } from './serve-requests.ts';

interface Requests {
  slow: { input: number; output: string };
  quick: { input: number; output: string };
  refused: { input: undefined; output: undefined };
}

interface Events {
  begun: number;
}

const { port1: control, port2: worker } = new MessageChannel();
afterEach(() => control.removeAllListeners());
afterAll(() => {
  control.close();
});

let release = (): void => undefined;

serveRequests<Requests, Events>(
  (emit) => ({
    slow: async (input) => {
      emit('begun', input);
      await new Promise<void>((resolve) => (release = resolve));
      return `slow ${input}`;
    },
    quick: (input) => Promise.resolve(`quick ${input}`),
    refused: () => Promise.reject(new MirageError('usage', { message: 'No.', hint: 'Ask less.' })),
  }),
  { urgent: ['quick'], port: worker },
);

/** Sends requests; they are answered as messages. */
function send(...requests: RequestMessage<Requests>[]): void {
  for (const request of requests) control.postMessage(request);
}

async function next(): Promise<WorkerMessage<Events>> {
  const [message] = (await once(control, 'message')) as [WorkerMessage<Events>];
  return message;
}

describe('a worker', () => {
  it('answers in the order it is asked, urgent requests past what is being done', async () => {
    const heard: unknown[] = [];
    const all = new Promise<void>((resolve) => {
      control.on('message', (message: WorkerMessage<Events>) => {
        heard.push('event' in message ? message.event : 'output' in message && message.output);
        if ('output' in message && message.output === 'quick 3') release();
        if (heard.length === 4) resolve();
      });
    });

    send(
      { id: 1, name: 'slow', input: 1 },
      { id: 2, name: 'refused', input: undefined },
      { id: 3, name: 'quick', input: 3 },
    );
    await all;

    expect(heard).toEqual(['begun', 'quick 3', 'slow 1', false]);
  });

  it('passes on what it refuses as the error it was, and goes on', async () => {
    send({ id: 4, name: 'refused', input: undefined });
    const refused = await next();
    send({ id: 5, name: 'quick', input: 5 });

    expect(refused).toMatchObject({
      id: 4,
      error: { code: 'usage', message: 'No.', hint: 'Ask less.' },
    });
    expect(await next()).toEqual({ id: 5, output: 'quick 5' });
  });
});
