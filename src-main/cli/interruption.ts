/** By convention 128 and the signal's number. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

type Interrupting = keyof typeof EXIT_CODES;

/** The part of `process` that is used; tests pass their own. */
export interface SignalSource {
  on: (signal: Interrupting, listener: (signal: Interrupting) => void) => unknown;
  off: (signal: Interrupting, listener: (signal: Interrupting) => void) => unknown;
  exit: (code: number) => void;
}

const SIGNALS = Object.keys(EXIT_CODES) as Interrupting[];

/**
 * Ctrl-C and its like: the first asks the command to stop and clean up, the second ends the process
 * where it stands.
 */
export class Interruption {
  readonly #abort = new AbortController();
  readonly #source: SignalSource;
  readonly #onFirst: () => void;
  #exitCode: number | undefined;

  /** Listens until closed. */
  constructor(source: SignalSource, onFirst: () => void) {
    this.#source = source;
    this.#onFirst = onFirst;
    for (const signal of SIGNALS) source.on(signal, this.#receive);
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** What the process ends with; undefined when no signal came. */
  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  close(): void {
    for (const signal of SIGNALS) this.#source.off(signal, this.#receive);
  }

  readonly #receive = (signal: Interrupting): void => {
    if (this.#exitCode !== undefined) {
      this.#source.exit(EXIT_CODES[signal]);
      return;
    }
    this.#exitCode = EXIT_CODES[signal];
    this.#abort.abort();
    this.#onFirst();
  };
}
