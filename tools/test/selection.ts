import { parseArgs } from 'node:util';
import { MirageError } from '../../src-main/contract/error.ts';
import type { Suite } from './suites.ts';

export type Selection =
  | { readonly kind: 'help' }
  | { readonly kind: 'run'; readonly suites: readonly Suite[]; readonly isLive: boolean };

/**
 * Reads the command line of `npm test`.
 *
 * @param isCi every suite runs, also those that wait to be asked.
 * @throws MirageError `usage` for an unknown option or suite.
 */
export function select(
  args: readonly string[],
  suites: readonly Suite[],
  isCi: boolean,
): Selection {
  const { values, positionals: names } = parse(args, suites);
  if (values.help) return { kind: 'help' };

  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) throw wrongUse(`No suite is called ${unknown.join(' or ')}.`, suites);
  const chosen = suites.filter(({ name, onRequest }) =>
    names.length > 0 ? names.includes(name) : !onRequest || values.all || isCi,
  );
  // Whoever asks for one suite wants to watch it.
  return { kind: 'run', suites: chosen, isLive: chosen.length === 1 };
}

export function helpText(suites: readonly Suite[]): string {
  const rows = suites.map(({ name, describes, onRequest }) => {
    const note = onRequest ? ' (in CI, with --all, or when named)' : '';
    return `  ${name.padEnd(12)} ${describes}${note}`;
  });
  return ['npm test [-- [--all] [suite …]]', '', ...rows].join('\n');
}

function parse(args: readonly string[], suites: readonly Suite[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        all: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (cause) {
    throw wrongUse(cause instanceof Error ? cause.message : String(cause), suites, cause);
  }
}

function wrongUse(message: string, suites: readonly Suite[], cause?: unknown): MirageError {
  const names = suites.map(({ name }) => name).join(', ');
  return new MirageError('usage', {
    message,
    hint: `npm test -- [--all] [suite …], where a suite is one of: ${names}`,
    cause,
  });
}
