import { nativeAddon } from '../src-main/base/addon.ts';
import { createFrame } from '../src-main/video/frame.ts';
import { VideoWorker } from '../src-main/video/worker/video-worker.ts';
import {
  DrawnClip,
  figure,
  median,
  PIPELINE,
  referencePicture,
  type Effort,
  type SceneSize,
} from './scene.ts';
import { summarise, type BenchTable, type Timing } from './table.ts';

const TIMER_MS = 10;

const WARM_UP_FRAMES = 20;
const IDLE_MS = 500;

/** One frame in work and one that waits, as files are processed. */
const FRAMES_AT_WORKER = 2;

/** Intervals of the timer and frames a second of one run. */
interface StreamRun extends Timing {
  fps: number;
}

/**
 * How punctual the control thread stays while the worker swaps: the intervals of a 10 ms timer, and
 * how many frames the worker got through meanwhile.
 *
 * @param workerEntry path of the built video worker.
 */
export async function benchControlThread(
  workerEntry: string,
  size: SceneSize,
  effort: Effort,
): Promise<BenchTable> {
  const yuv = await drawYuv(size);
  const worker = new VideoWorker({ entry: workerEntry });
  try {
    await worker.open(PIPELINE);
    await worker.setReferences([await referencePicture()]);
    await stream(worker, yuv, size, WARM_UP_FRAMES);
    const runs: StreamRun[] = [];
    for (let run = 0; run < effort.runs; run++) {
      const timer = watchTimer();
      const started = performance.now();
      await stream(worker, yuv, size, effort.frames);
      const seconds = (performance.now() - started) / 1000;
      runs.push({ ...summarise(timer.stop()), fps: effort.frames / seconds });
    }
    const idle = watchTimer();
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    const still = summarise(idle.stop());
    const over = (value: (run: StreamRun) => number): number => figure(median(runs.map(value)));
    return {
      title: 'Control thread while the worker swaps',
      columns: ['what', 'p50', 'p95', 'p99', 'target'],
      rows: [
        [
          'interval of a 10 ms timer, swapping (ms)',
          ...[over(({ p50 }) => p50), over(({ p95 }) => p95), over(({ p99 }) => p99)],
          '',
        ],
        [
          'interval of a 10 ms timer, idle (ms)',
          ...[still.p50, still.p95, still.p99].map(figure),
          '',
        ],
        ['worker, YUV to YUV (frames a second)', over(({ fps }) => fps), '', '', '≥ 60'],
      ],
      note: `${size.width}x${size.height}; median of ${effort.runs} runs of ${effort.frames} frames.`,
    };
  } finally {
    await worker.close();
  }
}

/** I420 pictures of the clip, drawn ahead. */
async function drawYuv(size: SceneSize): Promise<Uint8Array[]> {
  const { width, height } = size;
  const clip = await DrawnClip.draw(size);
  const frame = createFrame(width, height);
  const whole = { x: 0, y: 0, width, height };
  return Array.from({ length: 46 }, (_, n) => {
    const yuv = new Uint8Array((width * height * 3) / 2);
    clip.copy(n, frame);
    nativeAddon().i420FromRgba(frame.pixels, width, height, 'bt709', 'limited', whole, yuv);
    return yuv;
  });
}

/** Sends frames through the worker as fast as it takes them. */
async function stream(
  worker: VideoWorker,
  pictures: readonly Uint8Array[],
  { width, height }: SceneSize,
  frames: number,
): Promise<void> {
  let next = 0;
  const keepBusy = async (buffer: ArrayBuffer): Promise<void> => {
    for (let travelling = buffer; next < frames;) {
      const n = next++;
      new Uint8Array(travelling).set(pictures[n % pictures.length]);
      const picture = { buffer: travelling, width, height, timeMs: (n * 1000) / 30 };
      const result = await worker.processYuv({ ...picture, matrix: 'bt709', range: 'limited' });
      travelling = result.buffer;
    }
  };
  const bytes = pictures[0].length;
  await Promise.all(
    Array.from({ length: FRAMES_AT_WORKER }, () => keepBusy(new ArrayBuffer(bytes))),
  );
}

/** Records the intervals of a timer until it is stopped. */
function watchTimer(): { stop: () => number[] } {
  const intervals: number[] = [];
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    intervals.push(now - last);
    last = now;
  }, TIMER_MS);
  return {
    stop: () => {
      clearInterval(timer);
      if (intervals.length === 0) intervals.push(performance.now() - last);
      return intervals;
    },
  };
}
