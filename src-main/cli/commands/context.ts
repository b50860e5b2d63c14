import type { Terminal } from '../terminal.ts';

/** What every command is given. */
export interface CommandContext {
  terminal: Terminal;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Sets the exit code of a command that ends without an error. */
  endWith: (exitCode: number) => void;
}
