import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { swapReportSchema, type SwapReport } from '../src-main/contract/swap-report.ts';
import { createFrame } from '../src-main/video/frame.ts';
import { locateFfmpeg } from '../src-main/video/ffmpeg/locate.ts';
import { DrawnClip, figure, median, referencePath, type Effort, type SceneSize } from './scene.ts';
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

/** Writes the synthetic clip as H.264. */
async function encodeClip(path: string, size: SceneSize, frames: number): Promise<void> {
  const { width, height } = size;
  const clip = await DrawnClip.draw(size);
  const { ffmpeg } = await locateFfmpeg();
  const encoder = spawn(
    ffmpeg,
    [
      ...['-loglevel', 'error', '-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${width}x${height}`],
      ...['-r', '30', '-i', 'pipe:0', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18'],
      ...['-pix_fmt', 'yuv420p', '-y', path],
    ],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  );
  const complaint = text(encoder.stderr);
  const ended = once(encoder, 'close') as Promise<[number]>;
  const frame = createFrame(width, height);
  for (let n = 0; n < frames && encoder.stdin.writable; n++) {
    clip.copy(n, frame);
    if (!encoder.stdin.write(frame.pixels.slice())) {
      await Promise.race([once(encoder.stdin, 'drain'), ended]);
    }
  }
  encoder.stdin.end();
  const [code] = await ended;
  if (code !== 0) throw new Error(`ffmpeg could not write ${path}: ${await complaint}`);
}

/** @returns what the program printed. */
async function runMirage(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const [output, complaint, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ]);
  if (code !== 0) throw new Error(`mirage ${args.join(' ')} ended with ${code}: ${complaint}`);
  return output;
}
