/** How far a picture may come before its time, as a share of the period: cameras are not that even. */
const TOLERANCE = 0.2;

/** Thins a stream of pictures out to a rate, evenly: 2 of 3 for 20 of 30 a second. */
export class EvenRate {
  #nextMs = -Infinity;

  /**
   * @param timeMs when the picture was taken.
   * @param maxFps pictures a second that are wanted at most.
   * @returns whether this one is wanted.
   */
  accepts(timeMs: number, maxFps: number): boolean {
    const period = 1000 / maxFps;
    const early = this.#nextMs - timeMs;
    // More than a period early is another clock, or a lower rate a moment ago.
    if (early > TOLERANCE * period && early <= period) return false;
    // From when it was due, so that small delays do not add up; from now after a gap.
    const isSteady = Math.abs(early) <= period;
    this.#nextMs = (isSteady ? this.#nextMs : timeMs) + period;
    return true;
  }
}
