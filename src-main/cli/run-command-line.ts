import { CommanderError } from 'commander';
import { MirageError } from '../contract/error.ts';
import { createProgram } from './create-program.ts';
import { Interruption } from './interruption.ts';
import { asMirageError, describeError } from './report-error.ts';
import { Terminal } from './terminal.ts';

/**
 * The mirage command: parses, runs, and puts every failure into words.
 *
 * @param words what follows the program's name.
 * @returns the process's exit code; see docs/command-line.md.
 */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  const { stdout, stderr, env } = process;
  const terminal = new Terminal({ stdout, stderr, environment: env });
  survive(terminal);
  const interruption = new Interruption(process, () => {
    terminal.say('Stopping; press Ctrl-C again to stop at once.');
  });
  let exitCode = 0;
  const program = createProgram({
    terminal,
    signal: interruption.signal,
    endWith: (code) => (exitCode = code),
  });
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
    const error = thrown instanceof CommanderError ? usageError(thrown) : thrown;
    const { verbose: isVerbose = false } = program.opts<{ verbose?: boolean }>();
    if (!isHelp(thrown)) {
      terminal.say(describeError(error, { isVerbose, paint: terminal.paintAside }));
    }
    exitCode = interruption.exitCode ?? asMirageError(error).exitCode;
  } finally {
    interruption.close();
  }
  return exitCode;
}

/** `mirage` without a command: the help has been shown in place of an error. */
function isHelp(thrown: unknown): boolean {
  return thrown instanceof CommanderError && thrown.code === 'commander.help';
}

/** commander's own words: "error: unknown option '--opacty'\n(Did you mean --opacity?)". */
function usageError(cause: CommanderError): MirageError {
  const [first, ...others] = cause.message.replace(/^error: /, '').split('\n');
  const sentence = first.charAt(0).toUpperCase() + first.slice(1);
  return new MirageError('usage', {
    message: sentence.endsWith('.') ? sentence : `${sentence}.`,
    hint: [...others, 'mirage --help and mirage <command> --help list what there is.'].join('\n'),
    cause,
  });
}

/**
 * A reader that has gone (`mirage models | head -1`) is no reason to break off what else the
 * command does; any other failure to write the result is.
 */
function survive(terminal: Terminal): void {
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EPIPE') return;
    terminal.say(`The result could not be written: ${cause.message}`);
    process.exitCode = new MirageError('output-unwritable', { message: cause.message }).exitCode;
  });
}
