import { stripVTControlCharacters, styleText } from 'node:util';

/** A process's output stream; tests pass their own. */
export type TextStream = NodeJS.WritableStream & { isTTY?: boolean; columns?: number };

export type TextStyle = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Colours a text, or leaves it as it is where colours are not wanted. */
export type Paint = (style: TextStyle, text: string) => string;

export interface TerminalStreams {
  stdout: TextStream;
  stderr: TextStream;
  environment: NodeJS.ProcessEnv;
}

const DEFAULT_COLUMNS = 80;

/**
 * Where a command's words go: its result to standard output, for people or for a program that reads
 * it; all else to standard error.
 */
export class Terminal {
  readonly stderr: TextStream;
  /** Colours for standard output. */
  readonly paint: Paint;
  /** Colours for standard error. */
  readonly paintAside: Paint;
  readonly #stdout: TextStream;

  constructor({ stdout, stderr, environment }: TerminalStreams) {
    this.#stdout = stdout;
    this.stderr = stderr;
    this.paint = painter(stdout, environment);
    this.paintAside = painter(stderr, environment);
  }

  /** A line of the result. */
  print(line: string): void {
    this.#stdout.write(`${line}\n`);
  }

  /** The whole result, for programs. */
  printJson(value: unknown): void {
    this.print(JSON.stringify(value, undefined, 2));
  }

  /** A line beside the result: advice, notices, errors. */
  say(line: string): void {
    // A progress bar may stand in the line.
    const clear = this.stderr.isTTY === true ? '\r\x1b[K' : '';
    this.stderr.write(`${clear}${line}\n`);
  }

  /** Characters in a line of standard error. */
  get columns(): number {
    const { columns = 0 } = this.stderr;
    // A terminal that was never told its size says 0.
    return columns > 0 ? columns : DEFAULT_COLUMNS;
  }
}

/** Colours are for terminals, and not with NO_COLOR (https://no-color.org) or TERM=dumb. */
function painter(stream: TextStream, { NO_COLOR, TERM }: NodeJS.ProcessEnv): Paint {
  const isPlain =
    stream.isTTY !== true || (NO_COLOR !== undefined && NO_COLOR !== '') || TERM === 'dumb';
  if (isPlain) return (_, text) => text;
  return (style, text) => styleText(style, text, { validateStream: false });
}

/** Fills up with spaces to the width seen on screen. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stripVTControlCharacters(text).length));
}

/** Columns as wide as their widest cell, two spaces apart. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => stripVTControlCharacters(row[column]).length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column]))
      .join('  ')
      .trimEnd(),
  );
}
