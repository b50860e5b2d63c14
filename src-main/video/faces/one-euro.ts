/** How strongly points are smoothed. */
export interface OneEuroOptions {
  /** Cutoff for a point at rest, in Hz: lower is calmer, and slower to begin to move. */
  minCutoffHz: number;
  /** What the cutoff gains per unit of speed, in Hz per face size per second: higher lags less. */
  cutoffPerSpeed: number;
  /** Cutoff of the speed's own low-pass, in Hz. */
  speedCutoffHz: number;
}

/**
 * Tuned on near-still webcam clips at 25 fps, where these bring the jitter (second difference over
 * face size) from 1.5e-3 to a quarter of it, while a head that turns at one face size per second
 * trails by less than a frame.
 */
export const FACE_SMOOTHING: OneEuroOptions = {
  minCutoffHz: 1.7,
  cutoffPerSpeed: 18,
  speedCutoffHz: 1,
};

/** A longer pause tells nothing about the movement in it: the filter starts anew. */
const MAX_STEP_SECONDS = 1;

/**
 * The One-Euro filter (Casiez, Roussel and Vogel, "1 € Filter: a simple speed-based low-pass filter
 * for noisy input in interactive systems", CHI 2012) on a set of 3D points.
 *
 * Two changes fit it to faces: speeds are measured in face sizes, so that a near and a far face are
 * smoothed alike, and the three coordinates of a point share one cutoff from its speed on screen,
 * so that a point moves along its path instead of staircase-wise.
 */
export class OneEuroFilter {
  readonly #options: OneEuroOptions;
  readonly #previous: Float32Array;
  /** Smoothed velocity on screen, [points][2], in face sizes per second. */
  readonly #velocity: Float32Array;
  #timeMs: number | undefined;

  /** @param points how many 3D points each call brings. */
  constructor(points: number, options: OneEuroOptions = FACE_SMOOTHING) {
    this.#options = options;
    this.#previous = new Float32Array(points * 3);
    this.#velocity = new Float32Array(points * 2);
  }

  /** Lets the next frame pass unchanged, as if it were the first. */
  reset(): void {
    this.#timeMs = undefined;
  }

  /**
   * Smooths one frame's points in place.
   *
   * The first frame, a frame from the past and one after a long pause pass unchanged and start the
   * filter anew; a repeated time stamp brings back the previous points.
   *
   * @param points float32 [points, 3].
   * @param timeMs when they were seen; steps may vary.
   * @param faceSize in the points' unit.
   */
  apply(points: Float32Array, timeMs: number, faceSize: number): void {
    const step = this.#timeMs === undefined ? -1 : (timeMs - this.#timeMs) / 1000;
    this.#timeMs = timeMs;
    const previous = this.#previous;
    if (step < 0 || step > MAX_STEP_SECONDS) {
      previous.set(points);
      this.#velocity.fill(0);
      return;
    }
    if (step === 0) {
      points.set(previous);
      return;
    }

    const { minCutoffHz, cutoffPerSpeed, speedCutoffHz } = this.#options;
    const velocity = this.#velocity;
    const perSpeed = 1 / (step * faceSize);
    const velocityGain = gain(speedCutoffHz, step);
    for (let i = 0, v = 0; i < points.length; i += 3, v += 2) {
      const dx = points[i] - previous[i];
      const dy = points[i + 1] - previous[i + 1];
      const dz = points[i + 2] - previous[i + 2];
      const vx = velocity[v] + velocityGain * (dx * perSpeed - velocity[v]);
      const vy = velocity[v + 1] + velocityGain * (dy * perSpeed - velocity[v + 1]);
      velocity[v] = vx;
      velocity[v + 1] = vy;

      const follow = gain(minCutoffHz + cutoffPerSpeed * Math.sqrt(vx * vx + vy * vy), step);
      points[i] = previous[i] += follow * dx;
      points[i + 1] = previous[i + 1] += follow * dy;
      points[i + 2] = previous[i + 2] += follow * dz;
    }
  }
}

/** The share of a step that a first-order low-pass takes on: 1 / (1 + τ / step), τ = 1 / (2π·cutoff). */
function gain(cutoffHz: number, stepSeconds: number): number {
  const turn = 2 * Math.PI * cutoffHz * stepSeconds;
  return turn / (1 + turn);
}
