import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as elapse } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DEFAULT_SWAP_SETTINGS } from '../src-main/contract/swap-settings.ts';
import type { LiveMetrics } from '../src-main/contract/live-metrics.ts';
import { LiveSession } from '../src-main/engine/live/live-session.ts';
import { encodeClip } from './encode-clip.ts';
import { describeMachine, machineLine } from './machine.ts';
import { figure, LARGE, median, referencePath } from './scene.ts';
import { slopeOf } from './slope.ts';
import { toMarkdown, type BenchTable } from './table.ts';

const USAGE = `npm run bench:soak [-- options]

  --minutes <n>  how long to run (default 20)`;

const SAMPLE_MS = 5000;

/** Until then caches fill and the compiler settles; it does not count. */
const WARM_UP_MS = 60_000;

interface Sample extends LiveMetrics {
  minute: number;
}

/** `npm run bench:soak`: runs the live engine for long and prints what grows. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '20' },
      help: { type: 'boolean', default: false },
    },
  });
  const minutes = Number(values.minutes);
  if (values.help || !(minutes >= 2)) {
    console.log(values.help ? USAGE : '--minutes takes a number from 2 on.');
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const machine = describeMachine();
  const date = new Date().toISOString().slice(0, 10);
  const heading = `# Soak\n\n${date}, ${machineLine(machine)}.\n`;
  console.log(heading);
  const folder = await mkdtemp(join(tmpdir(), 'mirage-bench-'));
  try {
    const clip = join(folder, 'clip.mp4');
    await encodeClip(clip, LARGE, 150);
    const samples = await soak(clip, minutes * 60_000);
    const table = judge(samples);
    console.log(toMarkdown(table));
    const out = join('bench', 'out');
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'soak.md'), `${heading}\n${toMarkdown(table)}`);
    writeFileSync(join(out, 'soak.json'), JSON.stringify({ date, machine, samples }, null, 2));
    console.log(`Written to ${out}.`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns a sample every few seconds, the warm-up left out. */
async function soak(clip: string, durationMs: number): Promise<Sample[]> {
  const session = new LiveSession({
    camera: { kind: 'video', path: clip },
    references: [referencePath()],
    isSwapping: true,
    settings: DEFAULT_SWAP_SETTINGS,
    maxFaces: 1,
    output: { width: LARGE.width, height: LARGE.height, fps: 30, pixelFormat: 'i420' },
    isMirrored: false,
    sinks: { virtualCamera: undefined, record: undefined },
  });
  const samples: Sample[] = [];
  await session.start();
  try {
    const started = performance.now();
    for (let elapsed = 0; elapsed < durationMs; elapsed = performance.now() - started) {
      await elapse(SAMPLE_MS);
      const sample = { ...session.snapshot(), minute: figure(elapsed / 60_000) };
      console.log(
        `${sample.minute.toFixed(1)} min  ${sample.publishedFps.toFixed(1)} fps  ` +
          `age ${sample.ageMs.p50.toFixed(0)}/${sample.ageMs.p95.toFixed(0)} ms  ` +
          `${sample.rssMb.toFixed(0)} MB  ${sample.cpuPercent.toFixed(0)}%  ${sample.rung.name}`,
      );
      if (elapsed >= WARM_UP_MS) samples.push(sample);
    }
  } finally {
    await session.stop();
  }
  return samples;
}

function judge(samples: readonly Sample[]): BenchTable {
  const of = (value: (sample: Sample) => number, part: readonly Sample[] = samples): number =>
    figure(median(part.map(value)));
  const third = Math.ceil(samples.length / 3);
  const first = samples.slice(0, third);
  const last = samples.slice(-third);
  const slope = (part: readonly Sample[], value: (sample: Sample) => number): number =>
    figure(slopeOf(part.map((sample) => [sample.minute, value(sample)])));
  const row = (what: string, value: (sample: Sample) => number): (string | number)[] => [
    what,
    of(value, first),
    of(value, last),
    slope(samples, value),
    slope(samples.slice(samples.length >> 1), value),
  ];
  return {
    title: '`mirage live`, for long',
    columns: ['what', 'first third', 'last third', 'slope a minute', 'of the second half'],
    rows: [
      row('published (frames a second)', ({ publishedFps }) => publishedFps),
      row('capture to publish p50 (ms)', ({ ageMs }) => ageMs.p50),
      row('capture to publish p95 (ms)', ({ ageMs }) => ageMs.p95),
      row('jitter p95 (ms)', ({ jitterMs }) => jitterMs.p95),
      row('processor (% of one core)', ({ cpuPercent }) => cpuPercent),
      row('memory (MB)', ({ rssMb }) => rssMb),
    ],
    note:
      'Medians of samples taken every 5 s after the first minute; the slope is that of the least ' +
      'squares. 1280x720 at 30, no virtual camera.',
  };
}

await main();
