/** What a scenario measured, for people: a name and a value with its unit. */
export type Figures = Readonly<Record<string, string>>;

/** What the guest tells the host, one JSON object to a line of {@link EVENTS_FILE}. */
export type GuestEvent =
  | { kind: 'planned'; scenarios: string[] }
  | { kind: 'started'; name: string; limitSeconds: number }
  | { kind: 'passed'; name: string; seconds: number; figures: Figures }
  | { kind: 'failed'; name: string; seconds: number; reason: string }
  | { kind: 'done' };

/** In the results folder, which both sides see at the same path. */
export const EVENTS_FILE = 'events.jsonl';

/** What the guest's process 1 passes on to the scenarios. */
export const GUEST_VARIABLES = {
  root: 'MIRAGE_GUEST_ROOT',
  results: 'MIRAGE_GUEST_RESULTS',
  only: 'MIRAGE_GUEST_ONLY',
} as const;

/** How long a scenario's programs get to end after it is over. */
export const CLEANUP_LIMIT_SECONDS = 30;
