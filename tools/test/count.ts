import { stripVTControlCharacters } from 'node:util';
import type { Outcome } from './outcome.ts';

/** A suite's program after its end. */
export interface FinishedSuite {
  readonly exitCode: number;
  readonly output: string;
  /** Reads what {@link CountReporter} wrote; undefined when it wrote nothing. */
  readonly report: Outcome | undefined;
}

/** Turns the end of a program into counts. */
export type Count = (finished: FinishedSuite) => Outcome;

/** A static check is one test. */
export const countCheck: Count = ({ exitCode }) =>
  exitCode === 0 ? { passed: 1, failed: 0, skips: [] } : { passed: 0, failed: 1, skips: [] };

/** The tests vitest ran, from the reporter's own count. */
export const countReported: Count = ({ exitCode, report }) =>
  atLeastOneFailure(exitCode, report ?? { passed: 0, failed: 1, skips: [] });

/**
 * The tests of a program that runs vitest inside and passes its output on: the last line of the
 * form `Tests  1 failed | 2 passed | 3 skipped (6)`.
 */
export const countPrinted: Count = ({ exitCode, output }) => {
  const line = stripVTControlCharacters(output)
    .split('\n')
    .findLast((text) => /^\s*Tests\s+\d/.test(text));
  const number = (state: string): number =>
    Number(new RegExp(`(\\d+) ${state}`).exec(line ?? '')?.[1] ?? 0);
  const skips = Array.from({ length: number('skipped') + number('todo') }, () => ({
    what: 'a test that its runner does not name',
    reason: undefined,
  }));
  return atLeastOneFailure(exitCode, {
    passed: number('passed'),
    failed: line === undefined ? 1 : number('failed'),
    skips,
  });
};

/** A program can fail without a failed test: a leak report, an unhandled error, no tests at all. */
function atLeastOneFailure(exitCode: number, outcome: Outcome): Outcome {
  return exitCode !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;
}
