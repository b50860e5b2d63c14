import { availableParallelism } from 'node:os';
import { ALLOWED_SKIPS } from './allowed-skips.ts';
import { refuseUnexcusedSkips, summaryLine, totalOf, unexcused } from './outcome.ts';
import { runProgram } from './program.ts';
import { suiteLines } from './report-lines.ts';
import { runSuite, type Workplace } from './run-suite.ts';
import { runScheduled } from './schedule.ts';
import type { Suite } from './suites.ts';
import { aptCommands, missingPackages } from './system-packages.ts';

/**
 * Runs suites, prints what a person wants to know and, as the very last line, the counts.
 *
 * @param print gets text of one or more whole lines, without the last line's end.
 * @returns whether nothing failed.
 */
export async function runAll(
  suites: readonly Suite[],
  workplace: Workplace,
  print: (text: string) => void,
): Promise<boolean> {
  await installMissing(suites, workplace, print);
  const results = await runScheduled(
    suites,
    availableParallelism(),
    workplace.signal,
    async (suite) => {
      const result = await runSuite(suite, workplace);
      print(suiteLines(result, { withLog: workplace.onOutput === undefined }));
      return result;
    },
  );

  const found = totalOf(results.map(({ outcome }) => outcome));
  const total = workplace.machine.isCi ? refuseUnexcusedSkips(found, ALLOWED_SKIPS) : found;
  if (workplace.machine.isCi) {
    for (const { what, reason } of unexcused(found.skips, ALLOWED_SKIPS)) {
      print(`✗ skipped without an allowed reason: ${what} (${reason ?? 'no reason given'})`);
    }
  }
  print(summaryLine(total));
  return total.failed === 0;
}

async function installMissing(
  suites: readonly Suite[],
  { root, machine, hasProgram, signal }: Workplace,
  print: (text: string) => void,
): Promise<void> {
  if (!machine.canInstall) return;
  const needed = suites
    .filter((suite) => suite.skipReason(machine) === undefined)
    .flatMap(({ needs }) => needs);
  for (const command of aptCommands(missingPackages(needed, hasProgram))) {
    print(`$ ${[command.program, ...command.args].join(' ')}`);
    const { exitCode, output } = await runProgram(command, { folder: root, signal });
    // The suites that still miss their program say so themselves.
    if (exitCode !== 0) print(output.trimEnd());
  }
}
