import { MirageError } from '../../src-main/contract/error.ts';
import type { SwapReport } from '../../src-main/contract/swap-report.ts';
import type { Comparison } from './compare-clips.ts';

/** What the demo adds to the report of its run. */
export interface DemoFigures {
  /** Frames with a swapped face over all frames, 0..1. */
  swappedShare: number;
  /** The swapped face's flicker over the original's: 1 is as steady as the original. */
  flickerRatio: number;
  /** Mean absolute second difference of luma inside the face's rectangle, in levels. */
  flicker: { original: number; swapped: number };
}

/** The clip shows one face from the front throughout. */
const LEAST_SWAPPED_SHARE = 0.95;

/**
 * Judges the demo's run.
 *
 * @throws MirageError `internal` when the swap left out frames that show a face.
 */
export function demoFigures(report: SwapReport, { flicker }: Comparison): DemoFigures {
  const { swapped, total } = report.frames;
  const swappedShare = swapped / total;
  if (!(swappedShare >= LEAST_SWAPPED_SHARE)) {
    throw new MirageError('internal', {
      message: `The swap failed: only ${swapped} of ${total} frames were swapped.`,
    });
  }
  const rounded = (value: number): number => Number(value.toFixed(3));
  return {
    swappedShare: rounded(swappedShare),
    flickerRatio: rounded(flicker.swapped / flicker.original),
    flicker: { original: rounded(flicker.original), swapped: rounded(flicker.swapped) },
  };
}

/** The main figures in words. */
export function figureLines(report: SwapReport, demo: DemoFigures): string[] {
  const { identity, frames, fps, provider } = report;
  const likeness =
    identity === null
      ? 'not measured'
      : `${identity.toReference.median.toFixed(2)} to the reference, ${identity.toOriginal.median.toFixed(2)} to the original`;
  return [
    `Frames swapped: ${frames.swapped} of ${frames.total} (${(100 * demo.swappedShare).toFixed(1)}%)`,
    `Speed: ${fps} fps, decoding and encoding included (${provider})`,
    `Likeness: ${likeness}`,
    `Flicker: ${demo.flickerRatio.toFixed(2)} times the original's`,
  ];
}
