import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPORT_PATH_VARIABLE } from './count-reporter.ts';
import type { Machine } from './machine.ts';
import type { Outcome } from './outcome.ts';
import { runProgram } from './program.ts';
import type { Suite } from './suites.ts';
import { missingPackages, missingReason } from './system-packages.ts';

/** Where and how suites run. */
export interface Workplace {
  /** The project's folder. */
  readonly root: string;
  readonly machine: Machine;
  readonly hasProgram: (name: string) => boolean;
  /** Ends the run: the suite at work is stopped, the rest is not started. */
  readonly signal: AbortSignal;
  /** Gets a suite's output as it comes. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

export interface SuiteResult {
  readonly suite: Suite;
  readonly outcome: Outcome;
  readonly output: string;
  readonly durationMs: number;
}

/** Where logs and counts of the last run lie, one file per suite. */
export const REPORT_FOLDER = 'out/test';

/** Runs one suite, or skips it with the reason; never throws for a suite that fails. */
export async function runSuite(suite: Suite, workplace: Workplace): Promise<SuiteResult> {
  const reason =
    suite.skipReason(workplace.machine) ??
    missingReason(missingPackages(suite.needs, workplace.hasProgram));
  if (reason !== undefined) {
    const outcome = { passed: 0, failed: 0, skips: [{ what: suite.name, reason }] };
    return { suite, outcome, output: '', durationMs: 0 };
  }

  const reportPath = join(workplace.root, REPORT_FOLDER, `${suite.name}.json`);
  const { exitCode, output, durationMs } = await runCommand(suite, reportPath, workplace);
  const report = readReport(reportPath);
  return { suite, outcome: suite.count({ exitCode, output, report }), output, durationMs };
}

async function runCommand(suite: Suite, reportPath: string, workplace: Workplace) {
  const { root, onOutput } = workplace;
  const folder = join(root, REPORT_FOLDER);
  const limit = AbortSignal.timeout(suite.limitMinutes * 60_000);
  const signal = AbortSignal.any([workplace.signal, limit]);
  mkdirSync(folder, { recursive: true });
  rmSync(reportPath, { force: true });
  try {
    const command = await suite.command(root, signal);
    const environment = { ...command.environment, [REPORT_PATH_VARIABLE]: reportPath };
    const run = await runProgram({ ...command, environment }, { folder: root, signal, onOutput });
    writeFileSync(join(folder, `${suite.name}.log`), run.output);
    return run;
  } catch (thrown) {
    // The suite's program could not be had or started: that is a failed suite, with its reason.
    return { exitCode: 1, output: String(thrown), durationMs: 0 };
  }
}

function readReport(path: string): Outcome | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Outcome;
  } catch {
    return undefined;
  }
}
