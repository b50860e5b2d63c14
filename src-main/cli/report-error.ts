import { inspect } from 'node:util';
import { MirageError } from '../contract/error.ts';
import type { Paint } from './terminal.ts';

export interface ReportErrorOptions {
  /** Adds the stack, and those of the causes. */
  isVerbose: boolean;
  paint: Paint;
}

const SEE_MORE = 'Run the command again with --verbose to see where it happened, and report it.';

/**
 * Puts anything thrown into words: what happened, then what can be done about it.
 *
 * @returns lines without a line break at the end.
 */
export function describeError(thrown: unknown, { isVerbose, paint }: ReportErrorOptions): string {
  const error = asMirageError(thrown);
  const hint = error.hint ?? (error.exitCode === INTERNAL_EXIT_CODE ? SEE_MORE : undefined);
  const lines = [`${paint('red', 'Error:')} ${error.message}`];
  if (hint !== undefined) lines.push(hint);
  if (isVerbose) lines.push('', inspect(thrown, { depth: 4 }));
  return lines.join('\n');
}

const INTERNAL_EXIT_CODE = 70;

/** What is no MirageError was not foreseen, so its message was not written for the user. */
export function asMirageError(thrown: unknown): MirageError {
  if (thrown instanceof MirageError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new MirageError('internal', {
    message: `Something went wrong inside Mirage: ${message.split('\n')[0]}`,
    cause: thrown,
  });
}
