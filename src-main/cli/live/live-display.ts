import type { Terminal } from '../terminal.ts';
import { liveLine, type LiveView } from './live-line.ts';

/** Shows how a live session goes. */
export interface LiveDisplay {
  /** Called a few times a second, and at every change of state. */
  show: (view: LiveView) => void;
  close: () => void;
}

/** A line drawn in place on a terminal; elsewhere (a log file, a pipe) a line now and then. */
export function showLive(terminal: Terminal): LiveDisplay {
  return terminal.stderr.isTTY === true ? new LineInPlace(terminal) : new LogLines(terminal);
}

const CLEAR_LINE = '\r\x1b[K';

class LineInPlace implements LiveDisplay {
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  show(view: LiveView): void {
    const { stderr, columns, paintAside } = this.#terminal;
    stderr.write(CLEAR_LINE + liveLine(view, columns, paintAside));
  }

  close(): void {
    this.#terminal.stderr.write(CLEAR_LINE);
  }
}

/** Often enough to see in a log that it lives, seldom enough to read the log. */
const LOG_PERIOD_MS = 10_000;

const NO_LIMIT = Infinity;

class LogLines implements LiveDisplay {
  readonly #terminal: Terminal;
  #lastKey = '';
  #lastMs = -Infinity;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  show(view: LiveView): void {
    const { uptimeMs } = view.metrics;
    const key = `${view.state} ${view.isPanicking}`;
    if (key === this.#lastKey && uptimeMs - this.#lastMs < LOG_PERIOD_MS) return;
    this.#lastKey = key;
    this.#lastMs = uptimeMs;
    this.#terminal.say(liveLine(view, NO_LIMIT, this.#terminal.paintAside));
  }

  close(): void {
    // Each line was whole.
  }
}
