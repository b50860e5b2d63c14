import type { SerialisedError } from '../../contract/error.ts';

/** The shape of a list of requests: arguments and answer of each, by its name. */
export type RequestTable<Requests> = {
  [Name in keyof Requests]: { input: unknown; output: unknown };
};

/** Answers one worker's requests. */
export type Handlers<Requests extends RequestTable<Requests>> = {
  [Name in keyof Requests]: (input: Requests[Name]['input']) => Promise<Requests[Name]['output']>;
};

/** Is told of one worker's events: the content of each, by its name. */
export type Listeners<Events> = {
  [Name in keyof Events]: (content: Events[Name]) => void;
};

/** To the worker. */
export interface RequestMessage<Requests extends RequestTable<Requests>> {
  id: number;
  name: keyof Requests;
  input: Requests[keyof Requests]['input'];
}

/** To the worker: it ends its thread as soon as it is not computing. */
export const END_THREAD = 'end thread';

/** From the worker: the answer to a request, or an event. */
export type WorkerMessage<Events> =
  | { id: number; output: unknown }
  | { id: number; error: SerialisedError }
  | { event: keyof Events; content: Events[keyof Events] };
