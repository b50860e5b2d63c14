/** The part of a terminal's input that is used; tests pass their own. */
export interface KeyInput {
  isTTY?: boolean | undefined;
  setRawMode?: (isRaw: boolean) => unknown;
  setEncoding: (encoding: 'utf8') => unknown;
  on(event: 'data', listener: (text: string) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'data', listener: (text: string) => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
  resume: () => unknown;
  pause: () => unknown;
}

/** What the keys do. */
export interface KeyActions {
  togglePanic: () => void;
  quit: () => void;
  /** Ctrl-C: a terminal whose keys are read one by one makes no signal of it. */
  interrupt: () => void;
}

const CTRL_C = '\x03';
const CTRL_D = '\x04';
const ESCAPE = '\x1b';

/**
 * Listens to single keys until closed: p blanks the output and shows it again, q ends.
 *
 * @returns undefined where there is no terminal to listen to; otherwise what gives it back.
 */
export function listenToKeys(
  input: KeyInput,
  { togglePanic, quit, interrupt }: KeyActions,
): { close: () => void } | undefined {
  if (input.isTTY !== true || input.setRawMode === undefined) return undefined;
  const actions: Readonly<Partial<Record<string, () => void>>> = {
    p: togglePanic,
    q: quit,
    [CTRL_C]: interrupt,
    [CTRL_D]: quit,
  };
  const receive = (text: string): void => {
    // Arrow and function keys; what follows the escape is no key of its own.
    if (text.startsWith(ESCAPE)) return;
    for (const key of text.toLowerCase()) actions[key]?.();
  };
  // A terminal that goes away sends SIGHUP, which ends the command.
  const ignore = (): void => undefined;
  input.setRawMode(true);
  input.setEncoding('utf8');
  input.on('data', receive);
  input.on('error', ignore);
  input.resume();
  return {
    close: () => {
      input.off('data', receive);
      input.off('error', ignore);
      input.pause();
      input.setRawMode?.(false);
    },
  };
}
