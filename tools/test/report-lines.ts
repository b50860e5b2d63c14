import type { Outcome } from './outcome.ts';
import type { SuiteResult } from './run-suite.ts';

/**
 * What a person reads about one suite: a line, its skips, and all it printed if it failed.
 *
 * @param withLog false when the output was shown as it came.
 */
export function suiteLines(
  { suite, outcome, output, durationMs }: SuiteResult,
  { withLog }: { withLog: boolean },
): string {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`;
  const line = `${mark(outcome)} ${suite.name.padEnd(12)} ${seconds.padStart(8)}  ${counts(outcome)}`;
  const skips = outcome.skips.map(({ what, reason }) =>
    what === suite.name
      ? `    ${reason ?? ''}`
      : `    skipped: ${what} (${reason ?? 'no reason given'})`,
  );
  const log = withLog && outcome.failed > 0 && output !== '' ? [indent(output.trimEnd())] : [];
  return [line, ...skips, ...log].join('\n');
}

function mark({ passed, failed }: Outcome): string {
  if (failed > 0) return '✗';
  return passed > 0 ? '✓' : '-';
}

function counts({ passed, failed, skips }: Outcome): string {
  const parts = [
    { count: passed, word: 'passed' },
    { count: failed, word: 'failed' },
    { count: skips.length, word: 'skipped' },
  ];
  return parts
    .filter(({ count }) => count > 0)
    .map(({ count, word }) => `${count} ${word}`)
    .join(', ');
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
