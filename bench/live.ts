import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveReportSchema, type LiveReport } from '../src-main/contract/live-metrics.ts';
import { encodeClip } from './encode-clip.ts';
import { runMirage } from './run-mirage.ts';
import { figure, median, referencePath, type SceneSize } from './scene.ts';
import type { BenchTable } from './table.ts';

/** How long the live engine is watched. */
export interface LiveEffort {
  runs: number;
  /** Of each run, once it is live. */
  seconds: number;
}

export const THOROUGH_LIVE: LiveEffort = { runs: 3, seconds: 20 };
export const QUICK_LIVE: LiveEffort = { runs: 1, seconds: 8 };

/** Long enough not to repeat within a run's first seconds. */
const CLIP_FRAMES = 150;

/** A row of the table: what is shown of each report, and what the project aims at. */
const ROWS: readonly (readonly [string, (report: LiveReport) => number, string])[] = [
  ['published (frames a second)', ({ publishedFps }) => publishedFps, '≥ 29.9'],
  ['jitter p50 (ms)', ({ jitterMs }) => jitterMs.p50, ''],
  ['jitter p95 (ms)', ({ jitterMs }) => jitterMs.p95, '≤ 4'],
  ['capture to publish p50 (ms)', ({ ageMs }) => ageMs.p50, '≤ 25'],
  ['capture to publish p95 (ms)', ({ ageMs }) => ageMs.p95, '≤ 45'],
  ['capture to publish p99 (ms)', ({ ageMs }) => ageMs.p99, ''],
  ['wait for the video worker p50 (ms)', ({ stageMs }) => stageMs.wait.p50, ''],
  ['convert p50 (ms)', ({ stageMs }) => stageMs.convert.p50, ''],
  ['detect p50, where it ran (ms)', ({ stageMs }) => stageMs.detect.p50, ''],
  ['track p50 (ms)', ({ stageMs }) => stageMs.track.p50, ''],
  ['swap p50 (ms)', ({ stageMs }) => stageMs.swap.p50, ''],
  ['compose p50 (ms)', ({ stageMs }) => stageMs.compose.p50, ''],
  ['wait for the clock p50 (ms)', ({ stageMs }) => stageMs.clock.p50, ''],
  ['write p50 (ms)', ({ stageMs }) => stageMs.write.p50, ''],
  [
    'start to the first swapped picture (ms)',
    ({ firstSwappedMs }) => firstSwappedMs ?? 0,
    '≤ 2000',
  ],
  ['new pictures (of 100 captured)', ({ frames }) => (100 * frames.swapped) / frames.captured, ''],
  ['processor (% of one core)', ({ cpuPercent }) => cpuPercent, '≤ 60'],
  ['peak memory (MB)', ({ peakRssMb }) => peakRssMb, ''],
];

/**
 * The live engine as a user starts it, without a device: a clip and the drawn test picture as the
 * camera, nothing but the clock behind the publishing.
 *
 * @param program path of the built mirage.mjs.
 */
export async function benchLive(
  program: string,
  size: SceneSize,
  { runs, seconds }: LiveEffort,
): Promise<BenchTable> {
  const folder = await mkdtemp(join(tmpdir(), 'mirage-bench-'));
  try {
    const clip = join(folder, 'clip.mp4');
    await encodeClip(clip, size, CLIP_FRAMES);
    const reports = { clip: await watch(clip), test: await watch('test') };
    const over = (of: readonly LiveReport[], value: (report: LiveReport) => number): number =>
      figure(median(of.map(value)));
    return {
      title: '`mirage live`',
      columns: ['what', 'clip', 'test camera', 'target'],
      rows: ROWS.map(([what, value, target]) => [
        what,
        over(reports.clip, value),
        over(reports.test, value),
        target,
      ]),
      note:
        `${size.width}x${size.height} at 30, face of ${size.face} pixels in the clip, no virtual ` +
        `camera; median of ${runs} runs of ${seconds} s. The processor's share is that of Mirage ` +
        'itself, without the ffmpeg that plays the clip.',
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }

  async function watch(camera: string): Promise<LiveReport[]> {
    const reports: LiveReport[] = [];
    for (let run = 0; run < runs; run++) {
      const printed = await runMirage(program, [
        ...['live', '--camera', camera, '--reference', referencePath()],
        ...['--virtual-camera', 'none', '--size', `${size.width}x${size.height}`],
        ...['--seconds', String(seconds), '--json'],
      ]);
      reports.push(liveReportSchema.parse(JSON.parse(printed)));
    }
    return reports;
  }
}
