import { MirageError } from '../contract/error.ts';
import type { Notice } from '../contract/notice.ts';
import type { SwapSettings } from '../contract/swap-settings.ts';
import type { ReferenceReport } from '../video/faces/reference-analysis.ts';
import type { VideoWorker } from '../video/worker/video-worker.ts';
import type { RunStatistics } from './run-statistics.ts';

export interface SwapProgress {
  /** Frames finished. */
  frames: number;
  /** By the container's length; absent where it does not say. */
  estimatedFrames: number | undefined;
  fps: number;
  etaSeconds: number | undefined;
}

export interface SwapFileOptions {
  /** One or more pictures of one person. */
  references: readonly string[];
  /** A picture or a video. */
  input: string;
  /** Where the result goes; without one the run is only measured. */
  output: string | undefined;
  /** How many faces are replaced at most; the largest. */
  maxFaces: number;
  settings: SwapSettings;
  onProgress?: (progress: SwapProgress) => void;
  onNotice?: (notice: Notice) => void;
  onReference?: (path: string, report: ReferenceReport) => void;
  /** Aborting removes what was written and ends with `interrupted`. */
  signal?: AbortSignal;
  /** The built worker, where it is not beside this program. */
  workerEntry?: string;
}

/** What the parts of a run share. */
export interface SwapRun {
  options: SwapFileOptions;
  worker: VideoWorker;
  statistics: RunStatistics;
  note: (notices: readonly Notice[]) => void;
}

/** @throws MirageError `interrupted`. */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new MirageError('interrupted', { message: 'Stopped before the end; nothing was written.' });
}

/** What ends a run in which nothing was replaced: the output would show the real face throughout. */
export function noFaceFound(input: string): MirageError {
  return new MirageError('no-face', {
    message: `No face was found in ${input}.`,
    hint: 'Faces have to be larger than about a tenth of the picture and seen from the front half.',
  });
}
