/**
 * A picture must be ready this long before its tick: what a timer is early by, and the wobble of
 * processing within one kind of picture.
 */
const MARGIN_MS = 2;

/** The furthest a tick slides from where a free-running clock has it; it is seen as jitter. */
const MAX_SLIDE_MS = 0.5;

/**
 * Pictures looked back on, 1.6 s of a 30 fps camera: nearly ten of the detector's turns, and short
 * enough that a camera which runs off by 0.1% (29.97) blurs its phase by 1.6 ms only.
 */
const WINDOW = 48;

/** From here on the rhythm, the detector's turns included, is known well enough to jump to it. */
const FIRST_LOCK = 10;

/**
 * Sliding begins when it takes more than this share off the cost. Sources at rates foreign to the
 * clock's have almost no better phase; without a threshold the clock would wander among them.
 */
const WORTHWHILE = 0.4;

/**
 * Says when to publish: at an even rate that keeps to an absolute schedule, shortly after pictures
 * usually become ready.
 *
 * A free-running clock ticks at a random point of the camera's period, so that a picture waits half a
 * period on average. This one shifts its phase to where the mean of the cubed wait is least. The
 * cube weighs a picture that just misses its tick, and so waits a whole period and is shown with a
 * hitch, against a little more age for all others: with one in thirty late by 7 ms the clock
 * leaves that one out, with one in five it waits for it.
 *
 * All times are on one monotonic clock, in milliseconds.
 */
export class PublishClock {
  readonly #periodMs: number;
  /** Of the last pictures' ready times: where in the period they lie, 0 to the period. */
  readonly #phases = new Float64Array(WINDOW);
  #pictures = 0;
  #tickMs: number | undefined;
  #isLocked = false;
  /** What is left of the way to a better phase; negative is earlier. */
  #slideMs = 0;

  /** @param fps ticks a second, 15 to 60. */
  constructor(fps: number) {
    this.#periodMs = 1000 / fps;
  }

  /**
   * The time of the next tick. The first is now; those that a stall has eaten up are left out.
   *
   * @returns later than now, but for the first.
   */
  next(nowMs: number): number {
    if (this.#tickMs === undefined) return (this.#tickMs = nowMs);
    let next = this.#tickMs + this.#periodMs + this.#slide(this.#tickMs);
    if (next <= nowMs) next += this.#periodMs * (Math.floor((nowMs - next) / this.#periodMs) + 1);
    return (this.#tickMs = next);
  }

  /** A picture that has just been published was ready at this time. */
  observe(readyTimeMs: number): void {
    this.#phases[this.#pictures % WINDOW] = modulo(readyTimeMs, this.#periodMs);
    this.#pictures++;
  }

  /** Pictures come by another way from now on; the next lock jumps again. */
  beginAnew(): void {
    this.#pictures = 0;
    this.#slideMs = 0;
    this.#isLocked = false;
  }

  /** @returns how much later than a period after the last tick the next one is. */
  #slide(tickMs: number): number {
    if (this.#pictures < FIRST_LOCK) return 0;
    if (this.#slideMs === 0) this.#aim(tickMs);
    const limit = this.#isLocked ? MAX_SLIDE_MS : this.#periodMs;
    const step = Math.min(limit, Math.max(-limit, this.#slideMs));
    this.#slideMs -= step;
    this.#isLocked = true;
    return step;
  }

  /** Finds the phase of least cost. It lies the margin after some picture: any later only costs. */
  #aim(tickMs: number): void {
    const now = modulo(tickMs - MARGIN_MS, this.#periodMs);
    const worthwhile = this.#cost(now) * (1 - WORTHWHILE);
    let best = now;
    let leastCost = worthwhile;
    for (let i = 0; i < Math.min(this.#pictures, WINDOW); i++) {
      const cost = this.#cost(this.#phases[i]);
      if (cost >= leastCost) continue;
      leastCost = cost;
      best = this.#phases[i];
    }
    const later = modulo(best - now, this.#periodMs);
    this.#slideMs = later > this.#periodMs / 2 ? later - this.#periodMs : later;
  }

  /** The sum of the cubed waits if pictures had to be ready at this phase, the margin included. */
  #cost(phase: number): number {
    let sum = 0;
    for (let i = 0; i < Math.min(this.#pictures, WINDOW); i++) {
      const early = phase - this.#phases[i];
      const wait = (early < 0 ? early + this.#periodMs : early) + MARGIN_MS;
      sum += wait * wait * wait;
    }
    return sum;
  }
}

/** The remainder that is never negative. */
function modulo(value: number, divisor: number): number {
  return value - divisor * Math.floor(value / divisor);
}
