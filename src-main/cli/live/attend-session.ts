import { MirageError } from '../../contract/error.ts';
import type { LiveFrameCounts, LiveMetrics } from '../../contract/live-metrics.ts';
import type { LiveState } from '../../contract/live-state.ts';
import type { StateChange } from '../../engine/live/session-state.ts';
import type { ShownKind } from '../../engine/stream/protocol.ts';
import { sayNotice } from '../commands/asides.ts';
import type { Terminal } from '../terminal.ts';
import { showLive, type LiveDisplay } from './live-display.ts';
import { listenToKeys, type KeyInput } from './live-keys.ts';
import { mostShown } from './live-line.ts';

/** What is needed of a live session to attend it. */
export interface AttendedSession {
  readonly state: LiveState;
  /** Why it failed; undefined where it did not. */
  readonly failure: MirageError | undefined;
  /** Resolves when everything is open. */
  start: () => Promise<void>;
  /** Ends it, from every state. */
  stop: () => Promise<void>;
  setPanic: (isPanicking: boolean) => Promise<void>;
  snapshot: () => LiveMetrics;
  on: (event: 'state', listener: (change: StateChange) => void) => unknown;
}

/** Where scripts and hotkeys reach the command; tests pass their own. */
export interface PanicSignals {
  on: (signal: 'SIGUSR1', listener: () => void) => unknown;
  off: (signal: 'SIGUSR1', listener: () => void) => unknown;
}

export interface AttendOptions {
  terminal: Terminal;
  /** Undefined where its keys are not for this process. */
  keyboard: KeyInput | undefined;
  signals: PanicSignals;
  /** Asks for the end. */
  signal: AbortSignal;
  /** What Ctrl-C does; a keyboard that is read key by key makes no signal of it. */
  interrupt: () => void;
  /** So long after everything is open it ends by itself. */
  seconds: number | undefined;
  isRecording: boolean;
}

/** Drawn more often the line cannot be read, less often it looks stuck. */
const REDRAW_MS = 250;

/**
 * Runs a live session from its start to its end beside a person: the status line, the keys, the
 * ways to end it. Whatever happens, the session is stopped and the terminal is given back.
 *
 * @throws MirageError what the session refused to start with or failed of, `interrupted` when it
 *   was asked to end before everything was open.
 */
export async function attendSession(
  session: AttendedSession,
  options: AttendOptions,
): Promise<void> {
  const { terminal, keyboard, signals, signal, interrupt, seconds } = options;
  const quit = new AbortController();
  const end = (): void => {
    quit.abort();
  };
  const ending = AbortSignal.any([signal, quit.signal]);
  const desk = new Desk(session, terminal, options.isRecording);
  const { togglePanic, look } = desk;
  const keys = keyboard && listenToKeys(keyboard, { togglePanic, quit: end, interrupt });
  if (keys) terminal.say('Keys: p blanks the output and shows it again, q ends.');
  signals.on('SIGUSR1', togglePanic);
  const ended = endOf(session);
  session.on('state', desk.lookAnew);
  const redraw = setInterval(look, REDRAW_MS);
  let timer: NodeJS.Timeout | undefined;
  try {
    ending.addEventListener('abort', () => void session.stop());
    if (ending.aborted) throw stoppedEarly();
    await session.start();
    if (seconds !== undefined) timer = setTimeout(end, seconds * 1000);
    await ended;
    if (session.failure) throw session.failure;
  } finally {
    clearTimeout(timer);
    clearInterval(redraw);
    signals.off('SIGUSR1', togglePanic);
    keys?.close();
    desk.close();
    await session.stop();
  }
}

/** Resolves when the session has ended, well or not. */
function endOf(session: AttendedSession): Promise<void> {
  return new Promise((resolve) => {
    session.on('state', ({ state }) => {
      if (state === 'stopped' || state === 'failed') resolve();
    });
  });
}

function stoppedEarly(): MirageError {
  return new MirageError('interrupted', { message: 'Stopped before it was live.' });
}

/** What is seen and done beside a session. */
class Desk {
  readonly #session: AttendedSession;
  readonly #terminal: Terminal;
  readonly #display: LiveDisplay;
  readonly #isRecording: boolean;
  #isPanicking = false;
  #counts: LiveFrameCounts;
  #shown: ShownKind | undefined;
  /** When the recording began, in milliseconds since the start: with the first picture shown. */
  #recordingFromMs: number | undefined;

  constructor(session: AttendedSession, terminal: Terminal, isRecording: boolean) {
    this.#session = session;
    this.#terminal = terminal;
    this.#display = showLive(terminal);
    this.#isRecording = isRecording;
    this.#counts = session.snapshot().frames;
  }

  readonly look = (): void => {
    const metrics = this.#session.snapshot();
    this.#shown = mostShown(this.#counts, metrics.frames) ?? this.#shown;
    this.#counts = metrics.frames;
    if (hasShown(metrics.frames)) this.#recordingFromMs ??= metrics.uptimeMs;
    this.#display.show({
      state: this.#session.state,
      isPanicking: this.#isPanicking,
      shown: this.#shown,
      metrics,
      recordedMs: this.#recordedMs(metrics),
    });
  };

  /** What was shown before the state changed says nothing of now. */
  readonly lookAnew = (): void => {
    this.#counts = this.#session.snapshot().frames;
    this.#shown = undefined;
    this.look();
  };

  readonly togglePanic = (): void => {
    this.#isPanicking = !this.#isPanicking;
    // A stream worker that is dead publishes nothing; the one after it is told at its start.
    this.#session.setPanic(this.#isPanicking).catch((thrown: unknown) => {
      sayNotice(this.#terminal, MirageError.from(thrown));
    });
    this.look();
  };

  close(): void {
    this.#display.close();
  }

  #recordedMs({ uptimeMs }: LiveMetrics): number | undefined {
    if (!this.#isRecording || this.#recordingFromMs === undefined) return undefined;
    return uptimeMs - this.#recordingFromMs;
  }
}

/** Whether anything but the placeholder has been published. */
function hasShown({ swapped, clear, held, blurred }: LiveFrameCounts): boolean {
  return swapped + clear + held + blurred > 0;
}
