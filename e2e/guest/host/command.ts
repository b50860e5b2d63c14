import { runProgram } from '../../../tools/test/program.ts';

export interface CommandPlace {
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Runs a program in English.
 *
 * @returns what it printed.
 * @throws Error with all it printed when it fails or cannot be started.
 */
export async function run(
  program: string,
  args: readonly string[],
  { folder, signal }: CommandPlace,
): Promise<string> {
  const { exitCode, output } = await runProgram(
    { program, args, environment: { LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' } },
    { folder, signal },
  );
  if (exitCode !== 0) {
    throw new Error(`${[program, ...args].join(' ')} ended with ${exitCode}:\n${output.trim()}`);
  }
  return output;
}
