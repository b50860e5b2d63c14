import { describe, expect, it } from 'vitest';
import { countCheck, countPrinted, countReported } from './count.ts';

const report = { passed: 8, failed: 0, skips: [] };

describe('counting a static check', () => {
  it('sees one test that passed or failed', () => {
    expect(countCheck({ exitCode: 0, output: '', report: undefined }).passed).toBe(1);
    expect(countCheck({ exitCode: 2, output: '', report: undefined }).failed).toBe(1);
  });
});

describe('counting reported tests', () => {
  it('takes the numbers of the report', () => {
    const found = { passed: 8, failed: 2, skips: [{ what: 'a', reason: 'b' }] };

    expect(countReported({ exitCode: 1, output: '', report: found })).toEqual(found);
  });

  it('sees a failure when the program failed but no test did', () => {
    expect(countReported({ exitCode: 1, output: '', report })).toEqual({ ...report, failed: 1 });
  });

  it('sees a failure when the program ended well without a report', () => {
    expect(countReported({ exitCode: 0, output: '', report: undefined }).failed).toBe(1);
  });
});

describe('counting printed tests', () => {
  const printed = (output: string, exitCode = 0) =>
    countPrinted({ exitCode, output, report: undefined });

  it.each([
    [' Tests  12 passed (12)', { passed: 12, failed: 0, skipped: 0 }],
    [' Tests  1 failed | 2 passed (3)', { passed: 2, failed: 1, skipped: 0 }],
    ['      Tests  4 passed | 3 skipped | 2 todo (9)', { passed: 4, failed: 0, skipped: 5 }],
  ])('reads "%s"', (line, { passed, failed, skipped }) => {
    const outcome = printed(` Test Files  1 passed (1)\n${line}\n   Start at  10:00:00\n`);

    expect(outcome).toMatchObject({ passed, failed });
    expect(outcome.skips).toHaveLength(skipped);
  });

  it('reads through colours', () => {
    const line = '\u001B[2m      Tests \u001B[22m \u001B[1m\u001B[32m12 passed\u001B[39m (12)';

    expect(printed(line)).toEqual({ passed: 12, failed: 0, skips: [] });
  });

  it('takes the last summary when several were printed', () => {
    expect(printed(' Tests  1 passed (1)\n Tests  2 passed (2)\n').passed).toBe(2);
  });

  it('sees a failure when tests pass and the sanitizer then complains', () => {
    const output = ' Tests  2 passed (2)\n==1==ERROR: LeakSanitizer: detected memory leaks\n';

    expect(printed(output, 1)).toEqual({ passed: 2, failed: 1, skips: [] });
  });

  it('sees a failure when there is no summary', () => {
    expect(printed('nothing to say').failed).toBe(1);
  });
});
