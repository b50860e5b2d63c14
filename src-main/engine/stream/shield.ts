import type { PublishedKind } from '../../video/live/published-kind.ts';
import type { ShownKind } from './protocol.ts';

/** A good picture is seen no longer than this after it was first shown; spec.md asks for it. */
const HOLD_MS = 300;

/**
 * A blur is shown no longer than this after what it is made of was new: it says "a moment, please",
 * and what stands still for longer looks like a camera that hangs.
 */
const BLUR_MS = 1000;

/**
 * How long the same picture is ordinary: the next may be half a period late, and at most rates 100 ms
 * are a hitch that nobody calls a standstill.
 */
const LATE_PERIODS = 1.5;
const LATE_MS = 100;

/** A picture that has come from the video worker. */
export interface Arrival {
  kind: PublishedKind;
  /** By monotonicMs. */
  captureTimeMs: number;
}

/** What a tick publishes. */
export interface Showing {
  readonly kind: ShownKind;
  /** Where it is taken from; 'last' is the last good picture, the other two are blurred. */
  readonly picture: 'arrival' | 'last' | 'veil' | 'blurred-last' | 'placeholder';
}

/** Made once: a tick allocates nothing. */
const ARRIVED = {
  swapped: { kind: 'swapped', picture: 'arrival' },
  clear: { kind: 'clear', picture: 'arrival' },
} as const satisfies Record<string, Showing>;
const REPEATED = {
  swapped: { kind: 'swapped', picture: 'last' },
  clear: { kind: 'clear', picture: 'last' },
} as const satisfies Record<string, Showing>;
const HELD: Showing = { kind: 'held', picture: 'last' };
const VEIL: Showing = { kind: 'blurred', picture: 'veil' };
const BLURRED_LAST: Showing = { kind: 'blurred', picture: 'blurred-last' };
const PLACEHOLDER: Showing = { kind: 'placeholder', picture: 'placeholder' };

/**
 * Decides what may be shown, tick by tick. It fails closed: what is not known to be harmless is not
 * shown, and no command makes it show what was captured before the command.
 *
 * The first row that fits decides:
 *
 * | state                                                              | shown               |
 * | ------------------------------------------------------------------ | ------------------- |
 * | panic                                                              | placeholder         |
 * | a good picture arrived: swapped; clear while no swap is asked for  | it                  |
 * | none was due yet (since it: nothing refused, at most 1.5 source    | the last, repeated  |
 * | periods or 100 ms)                                                 |                     |
 * | the last good one will have been seen at most 300 ms by then       | the last, held      |
 * | a veil came within the last second                                 | the veil, blurred   |
 * | the last good one would have ended within the last second          | the last, blurred   |
 * | anything else                                                      | placeholder         |
 *
 * Commands and what they make it forget. Whatever was captured before any of them is not taken later
 * either:
 *
 * | command                                     | last good: swapped | last good: clear | veil      |
 * | ------------------------------------------- | ------------------ | ---------------- | --------- |
 * | swapping on, off or with another reference, | may be held and    | forgotten        | forgotten |
 * | another or no source, another video worker  | blurred to its end |                  |           |
 * | panic begins or ends                        | forgotten          | forgotten        | forgotten |
 *
 * A swapped picture never shows the face it is to hide, so that its end may be waited for; a clear
 * one was allowed only by what has just been changed.
 */
export class Shield {
  readonly #tickMs: number;
  #isSwapping: boolean;
  #isPanicking = false;
  #lateMs = LATE_MS;
  /** What was captured before is not taken. */
  #barrierMs = -Infinity;
  /** Of the last good picture; undefined when there is none. */
  #good: 'swapped' | 'clear' | undefined;
  #goodSinceMs = 0;
  /** Something that may not be shown came after the last good picture. */
  #isRefused = false;
  #veilSinceMs = -Infinity;

  /** @param fps ticks a second: what is written now is seen until the next one. */
  constructor(fps: number, isSwapping: boolean) {
    this.#tickMs = 1000 / fps;
    this.#isSwapping = isSwapping;
  }

  /** @param fps pictures a second the source promises. */
  expectSource(fps: number): void {
    this.#lateMs = Math.max(LATE_MS, (LATE_PERIODS * 1000) / fps);
  }

  setSwapping(isSwapping: boolean, nowMs: number): void {
    this.#isSwapping = isSwapping;
    this.beginAnew(nowMs);
  }

  setPanic(isPanicking: boolean, nowMs: number): void {
    this.#isPanicking = isPanicking;
    this.beginAnew(nowMs);
    this.#good = undefined;
  }

  /** Pictures come from another source or by another way from now on. */
  beginAnew(nowMs: number): void {
    this.#barrierMs = nowMs;
    this.#veilSinceMs = -Infinity;
    if (this.#good === 'clear') this.#good = undefined;
  }

  /**
   * @param arrival what came since the tick before, undefined for nothing.
   * @returns what to publish; the same object for the same answer.
   */
  decide(nowMs: number, arrival: Arrival | undefined): Showing {
    if (this.#isPanicking) return PLACEHOLDER;
    if (arrival && arrival.captureTimeMs >= this.#barrierMs) {
      const { kind } = arrival;
      if (kind === 'swapped' || (kind === 'clear' && !this.#isSwapping)) {
        return this.#accept(kind, nowMs);
      }
      this.#isRefused = true;
      if (kind === 'withheld') this.#veilSinceMs = nowMs;
    }
    return this.#withoutPicture(nowMs);
  }

  #accept(kind: 'swapped' | 'clear', nowMs: number): Showing {
    this.#good = kind;
    this.#goodSinceMs = nowMs;
    this.#isRefused = false;
    this.#veilSinceMs = -Infinity;
    return ARRIVED[kind];
  }

  #withoutPicture(nowMs: number): Showing {
    const shownMs = nowMs - this.#goodSinceMs;
    if (this.#good !== undefined && shownMs + this.#tickMs <= HOLD_MS) {
      return this.#isRefused || shownMs > this.#lateMs ? HELD : REPEATED[this.#good];
    }
    if (nowMs - this.#veilSinceMs <= BLUR_MS) return VEIL;
    if (this.#good !== undefined && shownMs <= HOLD_MS + BLUR_MS) return BLURRED_LAST;
    return PLACEHOLDER;
  }
}
