import { dirname } from 'node:path';
import { findResource } from '../src-main/base/resource.ts';
import { MirageError } from '../src-main/contract/error.ts';
import { hasProgram, thisMachine } from './test/machine.ts';
import { runAll } from './test/run-all.ts';
import { helpText, select } from './test/selection.ts';
import { SUITES } from './test/suites.ts';

/** `npm test`: runs the suites named on the command line, or all. */
async function main(): Promise<void> {
  const machine = thisMachine();
  const selection = select(process.argv.slice(2), SUITES, machine.isCi);
  if (selection.kind === 'help') {
    console.log(helpText(SUITES));
    return;
  }

  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      interruption.abort();
    });
  }
  const succeeded = await runAll(
    selection.suites,
    {
      root: projectFolder(),
      machine,
      hasProgram,
      signal: interruption.signal,
      onOutput: selection.isLive ? (text) => process.stdout.write(text) : undefined,
    },
    (text) => {
      console.log(text);
    },
  );
  process.exitCode = interruption.signal.aborted ? 130 : Number(!succeeded);
}

function projectFolder(): string {
  const packagePath = findResource('package.json');
  if (packagePath !== undefined) return dirname(packagePath);
  throw new MirageError('internal', {
    message: 'The test runner does not lie in a checkout of Mirage.',
    hint: 'Run it with npm test in the checkout.',
  });
}

try {
  await main();
} catch (thrown) {
  const error = MirageError.from(thrown);
  console.error(error.message);
  if (error.hint !== undefined) console.error(error.hint);
  process.exitCode = error.exitCode;
}
