import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';
import type { Outcome, Skip } from './outcome.ts';

/** The environment variable that says where {@link CountReporter} writes. */
export const REPORT_PATH_VARIABLE = 'MIRAGE_TEST_REPORT';

/**
 * Writes vitest's counts and the reason of each skipped test as JSON ({@link Outcome}).
 *
 * Vitest's own JSON reporter leaves out what `context.skip(reason)` was given, and does not count
 * a file that fails to load or a set-up that throws as a failure.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const path = process.env[REPORT_PATH_VARIABLE];
    if (path === undefined) throw new Error(`${REPORT_PATH_VARIABLE} is not set.`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(outcomeOf(modules, unhandledErrors.length)));
  }
}

function outcomeOf(modules: readonly TestModule[], unhandledErrors: number): Outcome {
  let passed = 0;
  let failed = unhandledErrors;
  const skips: Skip[] = [];
  for (const module of modules) {
    const groups = [module, ...module.children.allSuites()];
    failed += groups.filter((group) => group.errors().length > 0).length;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') passed += 1;
      else if (result.state === 'skipped') skips.push({ what: test.fullName, reason: result.note });
      else failed += 1;
    }
  }
  return { passed, failed, skips };
}
