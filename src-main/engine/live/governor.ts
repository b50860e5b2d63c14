import { ladderFor, type Rung } from './rungs.ts';

/** When the governor steps. */
export interface GovernorLimits {
  /** So many pictures are judged together, by their median: one slow picture does nothing. */
  window: number;
  /** Above this load there is no room for a detection or a busy moment. */
  overload: number;
  /** Pictures that wait so much longer than they could are late whatever the load says. */
  standingMs: number;
  /** Below this load (spec.md section 3) … */
  calm: number;
  /** … for so many pictures running (spec.md section 3) there is room for one step up. */
  calmPictures: number;
  /** A step up that fails doubles the wait for the next, up to this many times the first. */
  mostPatience: number;
}

export const GOVERNOR_LIMITS: GovernorLimits = {
  window: 12,
  overload: 0.9,
  standingMs: 60,
  calm: 0.6,
  calmPictures: 300,
  mostPatience: 16,
};

/** What one picture took. */
export interface PictureCost {
  /** Milliseconds the video worker was busy with it. */
  processingMs: number;
  /** Milliseconds from its capture to its being ready. */
  ageMs: number;
}

/** A change of the rung, for a reason. */
export interface GovernorStep {
  from: Rung;
  to: Rung;
  /** A sentence for people. */
  reason: string;
}

/**
 * Turns work down when pictures take longer than there is time for, and up again when there is room.
 * It knows no clock: every picture that was processed is told to it, and it answers with a step.
 */
export class Governor {
  readonly #ladder: readonly Rung[];
  readonly #limits: GovernorLimits;
  #index = 0;
  #reason = 'Everything runs as asked.';
  /** Costs since the last step, the newest at the end. */
  #window: PictureCost[] = [];
  #calmPictures = 0;
  /** Times calmPictures that must pass before a step up. */
  #patience = 1;
  /** Pictures since the last step up; undefined when the last step was down. */
  #sinceStepUp: number | undefined;
  /** The least median age seen: what the camera and the work take with nobody waiting. */
  #leastAgeMs = Infinity;

  /** @param fps pictures a second that are wanted and that the camera gives. */
  constructor(fps: number, limits = GOVERNOR_LIMITS) {
    this.#ladder = ladderFor(fps);
    this.#limits = limits;
  }

  get rung(): Rung {
    return this.#ladder[this.#index];
  }

  /** Of the rung; 0 is the best. */
  get index(): number {
    return this.#index;
  }

  /** Why it stands on this rung, a sentence for people. */
  get reason(): string {
    return this.#reason;
  }

  /** Median time of the last pictures over the time each may take; 0 before the first. */
  get load(): number {
    return this.#window.length === 0 ? 0 : this.#median('processingMs') / this.#periodMs;
  }

  /** @returns the step that is due after this picture. */
  observe(cost: PictureCost): GovernorStep | undefined {
    const { window, overload, standingMs, calm, calmPictures } = this.#limits;
    this.#window.push(cost);
    if (this.#sinceStepUp !== undefined) this.#sinceStepUp += 1;
    this.#settleIfStepUpHeld();
    if (this.#window.length < window) return undefined;
    if (this.#window.length > window) this.#window.shift();

    const { load } = this;
    const ageMs = this.#median('ageMs');
    this.#leastAgeMs = Math.min(this.#leastAgeMs, ageMs);
    const waitedMs = ageMs - this.#leastAgeMs;
    if (load > overload) return this.#down(this.#tooSlow());
    if (waitedMs > standingMs) return this.#down(tooLate(waitedMs));

    this.#calmPictures = load < calm ? this.#calmPictures + 1 : 0;
    if (this.#calmPictures < calmPictures * this.#patience) return undefined;
    return this.#up();
  }

  /** What was measured so far does not hold any more: another worker, another camera. */
  forget(): void {
    this.#window = [];
    this.#calmPictures = 0;
    this.#leastAgeMs = Infinity;
  }

  #down(reason: string): GovernorStep | undefined {
    this.#calmPictures = 0;
    if (this.#index === this.#ladder.length - 1) return undefined;
    if (this.#sinceStepUp !== undefined) {
      this.#patience = Math.min(this.#patience * 2, this.#limits.mostPatience);
    }
    this.#sinceStepUp = undefined;
    return this.#step(1, reason);
  }

  #up(): GovernorStep | undefined {
    this.#calmPictures = 0;
    if (this.#index === 0) return undefined;
    this.#sinceStepUp = 0;
    return this.#step(-1, this.#timeToSpare());
  }

  /** Forgives the failed attempts before when a step up has lasted. */
  #settleIfStepUpHeld(): void {
    if (this.#sinceStepUp === undefined || this.#sinceStepUp < this.#limits.calmPictures) return;
    this.#sinceStepUp = undefined;
    this.#patience = 1;
  }

  #step(by: 1 | -1, reason: string): GovernorStep {
    const from = this.rung;
    this.#index += by;
    this.#reason = reason;
    this.#window = [];
    return { from, to: this.rung, reason };
  }

  get #periodMs(): number {
    return 1000 / this.rung.maxFps;
  }

  #median(cost: keyof PictureCost): number {
    const sorted = this.#window.map((picture) => picture[cost]).sort((a, b) => a - b);
    return sorted[sorted.length >> 1];
  }

  #tooSlow(): string {
    const took = Math.round(this.#median('processingMs'));
    return `A picture takes ${took} of the ${Math.round(this.#periodMs)} ms there are for each.`;
  }

  #timeToSpare(): string {
    const share = Math.round(this.load * 100);
    return `There is time to spare: ${share}% of it is used.`;
  }
}

function tooLate(waitedMs: number): string {
  return `Pictures come ${Math.round(waitedMs)} ms later than they could.`;
}
