import { LIVE_TRANSITIONS, type LiveState } from '../../contract/live-state.ts';
import { StateMachine } from './state-machine.ts';

/** What can be lost and brought back. */
export type LivePart = 'camera' | 'video-worker' | 'stream-worker' | 'virtual-camera';

/** Pictures cannot flow without these, so a picture that flows shows that they are back. */
export const PARTS_OF_THE_FLOW: readonly LivePart[] = ['camera', 'video-worker', 'stream-worker'];

const LIVE = 'Everything runs as asked.';

export interface StateChange {
  state: LiveState;
  /** A sentence for people. */
  reason: string;
}

/** Derives the state of a session from what is lost and what is turned down. */
export class SessionState {
  readonly #machine = new StateMachine<LiveState>(LIVE_TRANSITIONS, 'idle');
  readonly #onChange: (change: StateChange) => void;
  /** Why each is lost. */
  readonly #lost = new Map<LivePart, string>();
  /** Why something is turned down; undefined while nothing is. */
  #degraded: string | undefined;
  #hasFlowed = false;

  constructor(onChange: (change: StateChange) => void) {
    this.#onChange = onChange;
  }

  get state(): LiveState {
    return this.#machine.state;
  }

  isLost(part: LivePart): boolean {
    return this.#lost.has(part);
  }

  prepare(): void {
    this.#enter('preparing', 'Opening the camera and loading the networks.');
  }

  /** A picture went the whole way from the camera to the sinks. */
  flowing(): void {
    for (const part of PARTS_OF_THE_FLOW) this.#lost.delete(part);
    this.#hasFlowed = true;
    this.#settle();
  }

  /** @param reason why, a sentence for people. */
  lose(part: LivePart, reason: string): void {
    this.#lost.set(part, reason);
    this.#enter('recovering', reason);
  }

  virtualCameraIsBack(): void {
    this.#lost.delete('virtual-camera');
    // Before the first picture there is more to wait for.
    if (this.#hasFlowed) this.#settle();
  }

  /** @param reason why something is turned down, undefined when nothing is any more. */
  degrade(reason: string | undefined): void {
    this.#degraded = reason;
    if (this.state === 'live' || this.state === 'degraded') this.#settle();
  }

  end(state: 'stopped' | 'failed', reason: string): void {
    this.#enter(state, reason);
  }

  #settle(): void {
    const lost = this.#lost.values().next();
    if (!lost.done) {
      this.#enter('recovering', lost.value);
      return;
    }
    // What is turned down at the start is told as a change of its own.
    if (this.#degraded === undefined || this.state === 'preparing') this.#enter('live', LIVE);
    if (this.#degraded !== undefined) this.#enter('degraded', this.#degraded);
  }

  /** Nothing happens where it is that state already. */
  #enter(state: LiveState, reason: string): void {
    if (state === this.state) return;
    this.#machine.enter(state);
    this.#onChange({ state, reason });
  }
}
