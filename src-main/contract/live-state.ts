/** The life of a live session. What the user sees is derived from this alone. */
export type LiveState =
  /** Nothing is open. */
  | 'idle'
  /** Devices and networks are being opened; the placeholder is published. */
  | 'preparing'
  /** Everything runs as asked. */
  | 'live'
  /** It runs, with something turned down to keep up; see the rung. */
  | 'degraded'
  /** A part was lost and is being brought back; the shield decides what is published. */
  | 'recovering'
  /** Ended as asked. */
  | 'stopped'
  /** Ended by an error that does not pass by itself. */
  | 'failed';

/** Which states may follow which. */
export const LIVE_TRANSITIONS: Readonly<Record<LiveState, readonly LiveState[]>> = {
  idle: ['preparing', 'stopped'],
  preparing: ['live', 'recovering', 'stopped', 'failed'],
  live: ['degraded', 'recovering', 'stopped', 'failed'],
  degraded: ['live', 'recovering', 'stopped', 'failed'],
  recovering: ['live', 'degraded', 'stopped', 'failed'],
  stopped: [],
  failed: [],
};
