import { describe, expect, it } from 'vitest';
import { refuseUnexcusedSkips, summaryLine, totalOf, unexcused } from './outcome.ts';

const allowed = [{ reason: 'Linux only.', because: 'of the test' }];
const excused = { what: 'sanitizers', reason: 'Linux only.' };
const unlisted = { what: 'opens a camera', reason: 'too slow' };
const silent = { what: 'opens a file', reason: undefined };

describe('the outcome of a run', () => {
  it('is the sum over the suites', () => {
    const total = totalOf([
      { passed: 3, failed: 0, skips: [excused] },
      { passed: 4, failed: 2, skips: [unlisted] },
    ]);

    expect(total).toEqual({ passed: 7, failed: 2, skips: [excused, unlisted] });
  });

  it('ends in one line with three numbers', () => {
    const line = summaryLine({ passed: 120, failed: 0, skips: [excused, silent] });

    expect(line).toBe('120 passed, 0 failed, 2 skipped');
  });

  it('is all zeros when nothing ran', () => {
    expect(summaryLine(totalOf([]))).toBe('0 passed, 0 failed, 0 skipped');
  });
});

describe('skips', () => {
  it('are excused by a listed reason only', () => {
    expect(unexcused([excused, unlisted, silent], allowed)).toEqual([unlisted, silent]);
  });

  it('become failures in CI unless they are excused', () => {
    const outcome = { passed: 5, failed: 1, skips: [excused, unlisted, silent] };

    expect(refuseUnexcusedSkips(outcome, allowed)).toEqual({
      passed: 5,
      failed: 3,
      skips: [excused],
    });
  });
});
