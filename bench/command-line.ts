import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { swapReportSchema, type SwapReport } from '../src-main/contract/swap-report.ts';
import { encodeClip } from './encode-clip.ts';
import { runMirage } from './run-mirage.ts';
import { figure, median, referencePath, type Effort, type SceneSize } from './scene.ts';
import type { BenchTable } from './table.ts';

/**
 * The built command as a user starts it: time to the first swapped frame from a cold start, memory
 * and throughput without encoding.
 *
 * @param program path of the built mirage.mjs.
 */
export async function benchCommandLine(
  program: string,
  size: SceneSize,
  effort: Effort,
): Promise<BenchTable> {
  const folder = await mkdtemp(join(tmpdir(), 'mirage-bench-'));
  try {
    const clip = join(folder, 'clip.mp4');
    await encodeClip(clip, size, 2 * effort.frames);
    const swap = ['swap', '--reference', referencePath(), '--input', clip, '--measure', '--json'];
    const starts: number[] = [];
    const reports: SwapReport[] = [];
    for (let run = 0; run < effort.runs; run++) {
      const started = performance.now();
      await runMirage(program, ['--version']);
      starts.push(performance.now() - started);
      reports.push(swapReportSchema.parse(JSON.parse(await runMirage(program, swap))));
    }
    const processStart = median(starts);
    const over = (value: (report: SwapReport) => number): number =>
      figure(median(reports.map(value)));
    return {
      title: '`mirage swap`',
      columns: ['what', 'figure', 'target'],
      rows: [
        ['start of the process (ms)', figure(processStart), ''],
        [
          'from there to the first swapped frame (ms)',
          over(({ firstFrameMs }) => firstFrameMs),
          '',
        ],
        [
          'cold start to the first swapped frame (ms)',
          over(({ firstFrameMs }) => processStart + firstFrameMs),
          '≤ 2500',
        ],
        ['throughput without encoding (frames a second)', over(({ fps }) => fps), '≥ 60'],
        [
          'frames swapped (of 100)',
          over(({ frames }) => (100 * frames.swapped) / frames.total),
          '',
        ],
        ['peak memory (MB)', over(({ peakRssMb }) => peakRssMb), '≤ 400'],
      ],
      note:
        `${size.width}x${size.height}, ${2 * effort.frames} frames, median of ${effort.runs} runs. ` +
        'The start of the process is that of `mirage --version`.',
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
