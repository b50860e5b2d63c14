import type { SwapReport } from '../../contract/swap-report.ts';

/** What is said at the end of a run: how much was swapped, how well, how fast, and where it is. */
export function swapSummary(report: SwapReport, output: string | undefined): string[] {
  return [
    ...[workDone(report)],
    ...(report.identity === null ? [] : [likeness(report.identity)]),
    output === undefined ? 'Measured only; nothing was written.' : `Saved: ${output}`,
  ];
}

function workDone({ input, frames, fps, provider }: SwapReport): string {
  // A picture has no rate.
  if (input.fps === 0)
    return `Swapped the picture of ${input.width}x${input.height} (${provider}).`;
  const share = ((100 * frames.swapped) / frames.total).toFixed(1).replace(/\.0$/, '');
  const missing = frames.withoutFace === 0 ? '' : `, ${frames.withoutFace} without a face`;
  return `Swapped ${frames.swapped} of ${frames.total} frames (${share}%${missing}) at ${fps} fps (${provider}).`;
}

function likeness({
  toReference,
  toOriginal,
  samples,
}: NonNullable<SwapReport['identity']>): string {
  const two = (value: number): string => value.toFixed(2);
  const basis = samples === 1 ? '' : `, median of ${samples} frames`;
  return `Likeness: ${two(toReference.median)} to the reference, ${two(toOriginal.median)} to the original face (1 is the same person${basis}).`;
}
