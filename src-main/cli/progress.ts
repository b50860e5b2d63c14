import { SingleBar } from 'cli-progress';
import type { SwapProgress } from '../engine/swap-run.ts';
import type { Terminal } from './terminal.ts';

/** Shows how far a run is. */
export interface ProgressDisplay {
  show: (progress: SwapProgress) => void;
  close: () => void;
}

/** A bar on a terminal; elsewhere (a log file, a pipe) a line now and then. */
export function showProgress(terminal: Terminal): ProgressDisplay {
  return terminal.stderr.isTTY === true ? new ProgressBar(terminal) : new ProgressLines(terminal);
}

class ProgressBar implements ProgressDisplay {
  readonly #bar: SingleBar;
  #isStarted = false;

  constructor(terminal: Terminal) {
    this.#bar = new SingleBar({
      stream: terminal.stderr,
      format: (_options, _state, progress) => barLine(progress as SwapProgress, terminal.columns),
      // Leaves the terminal as it was even when the process is ended in between.
      linewrap: true,
      clearOnComplete: true,
    });
  }

  show(progress: SwapProgress): void {
    const { frames, estimatedFrames } = progress;
    if (this.#isStarted) {
      this.#bar.update(frames, progress);
    } else {
      this.#isStarted = true;
      this.#bar.start(estimatedFrames ?? 0, frames, progress);
    }
  }

  close(): void {
    this.#bar.stop();
  }
}

class ProgressLines implements ProgressDisplay {
  readonly #terminal: Terminal;
  #lastStep = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  show(progress: SwapProgress): void {
    const step = stepOf(progress);
    if (step === this.#lastStep) return;
    this.#lastStep = step;
    this.#terminal.say(plainLine(progress));
  }

  close(): void {
    // Each line was whole.
  }
}

/** Without a length there are no tenths to report by. */
const FRAMES_PER_LINE = 250;

function stepOf({ frames, estimatedFrames }: SwapProgress): number {
  if (estimatedFrames === undefined) return Math.floor(frames / FRAMES_PER_LINE);
  return Math.floor(percentOf(frames, estimatedFrames) / 10);
}

const LONGEST_BAR = 40;

/** A cell at the end of a line makes some terminals wrap. */
const MARGIN = 1;

/** One line of at most `columns` characters; the bar takes what the figures leave. */
export function barLine(progress: SwapProgress, columns: number): string {
  const figures = plainLine(progress);
  const room = Math.min(LONGEST_BAR, columns - MARGIN - figures.length - 1);
  const { frames, estimatedFrames } = progress;
  if (estimatedFrames === undefined || room < 5) return figures.slice(0, columns - MARGIN);
  const filled = Math.round((percentOf(frames, estimatedFrames) / 100) * room);
  return `${'█'.repeat(filled)}${'░'.repeat(room - filled)} ${figures}`;
}

/** As in "40%, 100 of 250 frames, 41 fps, 4 s left". */
export function plainLine({ frames, estimatedFrames, fps, etaSeconds }: SwapProgress): string {
  const done =
    estimatedFrames === undefined
      ? `${frames} frames`
      : `${percentOf(frames, estimatedFrames)}%, ${frames} of ${Math.max(frames, estimatedFrames)} frames`;
  // There is no rate before the second frame.
  const rate = fps > 0 ? `${fps < 10 ? fps.toFixed(1) : Math.round(fps)} fps` : undefined;
  const left = etaSeconds === undefined ? undefined : `${duration(etaSeconds)} left`;
  return [done, rate, left].filter((part) => part !== undefined).join(', ');
}

/** 0..100, whole. The length is an estimate: a file may hold a few frames more. */
function percentOf(frames: number, estimatedFrames: number): number {
  return frames >= estimatedFrames ? 100 : Math.floor((frames * 100) / estimatedFrames);
}

/** As in "8 s", "2 min 05 s" or "1 h 02 min". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}
