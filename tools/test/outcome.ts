/** One test or suite that did not run, and why. */
export interface Skip {
  /** Test's full name, or the suite's. */
  readonly what: string;
  /** A sentence; undefined when the test gave none. */
  readonly reason: string | undefined;
}

/** What one suite found. A static check counts as one test. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skips: readonly Skip[];
}

/** A reason for which a test or suite may be left out even in CI. */
export interface AllowedSkip {
  readonly reason: string;
  /** Why nothing is lost by it. */
  readonly because: string;
}

export function totalOf(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
    failed: outcomes.reduce((sum, { failed }) => sum + failed, 0),
    skips: outcomes.flatMap(({ skips }) => skips),
  };
}

/** The skips that nobody has agreed to: those without a reason, or with one that is not listed. */
export function unexcused(skips: readonly Skip[], allowed: readonly AllowedSkip[]): Skip[] {
  const reasons = new Set<string | undefined>(allowed.map(({ reason }) => reason));
  return skips.filter(({ reason }) => !reasons.has(reason));
}

/** Turns every unexcused skip into a failure, so that CI cannot grow blind unnoticed. */
export function refuseUnexcusedSkips(outcome: Outcome, allowed: readonly AllowedSkip[]): Outcome {
  const refused = new Set(unexcused(outcome.skips, allowed));
  return {
    passed: outcome.passed,
    failed: outcome.failed + refused.size,
    skips: outcome.skips.filter((skip) => !refused.has(skip)),
  };
}

/** The runner's last line, which CI reads. */
export function summaryLine({ passed, failed, skips }: Outcome): string {
  return `${passed} passed, ${failed} failed, ${skips.length} skipped`;
}
