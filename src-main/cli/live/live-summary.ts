import type { LiveReport } from '../../contract/live-metrics.ts';
import { duration } from '../progress.ts';

/**
 * What is said at the end of a session: what was published, how steadily, how old it was, what was
 * turned down or lost, and where the recording is.
 *
 * @param recording undefined when there is none, or it was lost.
 */
export function liveSummary(report: LiveReport, recording: string | undefined): string[] {
  return [
    published(report),
    pictures(report),
    ...ages(report),
    ...ladder(report),
    ...recoveries(report),
    ...(recording === undefined ? [] : [`Recorded: ${recording}`]),
  ];
}

function published({
  virtualCamera,
  frames,
  durationMs,
  publishedFps,
  jitterMs,
}: LiveReport): string {
  const where = virtualCamera === null ? '' : ` to ${virtualCamera}`;
  return (
    `Published ${count(frames.published, 'picture')}${where} in ${duration(durationMs / 1000)}: ` +
    `${publishedFps.toFixed(1)} fps, off the beat by ${one(jitterMs.p50)} ms (median), ` +
    `${one(jitterMs.p95)} ms (95%).`
  );
}

function pictures({ frames }: LiveReport): string {
  const { swapped, clear, held, blurred, placeholder, repeated } = frames;
  const counts = [
    [swapped, 'swapped'],
    [clear, 'as they came'],
    [held, 'held'],
    [blurred, 'blurred'],
    [placeholder, 'blank'],
    [repeated, 'repeated'],
  ] as const;
  const told = counts.filter(([amount]) => amount > 0).map(([amount, what]) => `${amount} ${what}`);
  return `Of these: ${told.length === 0 ? 'none' : told.join(', ')}.`;
}

function ages({ ageMs, frames, cpuPercent, provider }: LiveReport): string[] {
  // Nothing that came from the camera was shown, so nothing has an age.
  if (frames.swapped + frames.clear === 0) return [];
  return [
    `From camera to output: ${Math.round(ageMs.p50)} ms (median), ${Math.round(ageMs.p95)} ms (95%), ` +
      `with ${Math.round(cpuPercent)}% of one core (${provider}).`,
  ];
}

function ladder({ rungChanges }: LiveReport): string[] {
  const last = rungChanges.at(-1);
  if (last === undefined) return [];
  return [
    `Changed its effort ${count(rungChanges.length, 'time')} to keep up; at the end: ${last.to}.`,
  ];
}

function recoveries({ recoveries: { worker, camera, virtualCamera } }: LiveReport): string[] {
  const parts = [
    [worker, 'the video worker'],
    [camera, 'the camera'],
    [virtualCamera, 'the virtual camera'],
  ] as const;
  const told = parts
    .filter(([times]) => times > 0)
    .map(([times, part]) => `${part} ${count(times, 'time')}`);
  return told.length === 0 ? [] : [`Lost and brought back: ${told.join(', ')}.`];
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

function one(value: number): string {
  return value.toFixed(1);
}
