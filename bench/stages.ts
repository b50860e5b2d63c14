import { nativeAddon } from '../src-main/base/addon.ts';
import { createFrame } from '../src-main/video/frame.ts';
import { VideoPipeline } from '../src-main/video/pipeline.ts';
import {
  DrawnClip,
  figure,
  median,
  PIPELINE,
  referencePicture,
  type Effort,
  type SceneSize,
} from './scene.ts';
import { summarise, type BenchTable } from './table.ts';

/** Frames before the clock counts: tracking settles, the compiler finishes. */
const WARM_UP_FRAMES = 20;

type Stage = 'detector' | 'tracking' | 'swap' | 'native render' | 'whole frame';

/** Orientation, in milliseconds at 1280x720; nothing fails by them. */
const TARGETS: Partial<Record<Stage, number>> = { 'native render': 3, 'whole frame': 10 };

type Durations = Record<Stage, number[]>;

/** What each stage of the pipeline costs per frame, in-process, on the synthetic clip. */
export async function benchStages(
  sizes: readonly SceneSize[],
  effort: Effort,
): Promise<BenchTable> {
  const reference = await referencePicture();
  const rows: (string | number)[][] = [];
  for (const size of sizes) {
    const clip = await DrawnClip.draw(size);
    const pipeline = await VideoPipeline.open(PIPELINE);
    try {
      await pipeline.setReferences([reference]);
      await timeFrames(pipeline, clip, WARM_UP_FRAMES);
      const runs: Durations[] = [];
      for (let run = 0; run < effort.runs; run++) {
        runs.push(await timeFrames(pipeline, clip, effort.frames));
      }
      for (const stage of Object.keys(runs[0]) as Stage[]) {
        const timings = runs.map((durations) => summarise(durations[stage]));
        rows.push([
          `${size.width}x${size.height}, face ${size.face}`,
          stage,
          figure(median(timings.map(({ p50 }) => p50))),
          figure(median(timings.map(({ p95 }) => p95))),
          figure(Math.min(...timings.map(({ minimum }) => minimum))),
          TARGETS[stage] === undefined ? '' : `≤ ${TARGETS[stage]}`,
        ]);
      }
    } finally {
      await pipeline.close();
    }
  }
  return {
    title: 'Pipeline, per frame',
    columns: ['picture', 'stage', 'p50 ms', 'p95 ms', 'least ms', 'target ms (720p, p50)'],
    rows,
    note:
      `Median of ${effort.runs} runs of ${effort.frames} frames. The detector runs on every fifth ` +
      'frame and counts only then; the native render is part of the swap.',
  };
}

async function timeFrames(
  pipeline: VideoPipeline,
  clip: DrawnClip,
  frames: number,
): Promise<Durations> {
  const durations: Durations = {
    detector: [],
    tracking: [],
    swap: [],
    'native render': [],
    'whole frame': [],
  };
  const frame = createFrame(clip.size.width, clip.size.height);
  const restore = timeRenders(durations['native render']);
  try {
    for (let n = 0; n < frames; n++) {
      clip.copy(n, frame);
      const started = performance.now();
      const { times } = await pipeline.process(frame);
      durations['whole frame'].push(performance.now() - started);
      if (times.detect > 0) durations.detector.push(times.detect);
      durations.tracking.push(times.track);
      durations.swap.push(times.swap);
    }
  } finally {
    restore();
  }
  return durations;
}

/** Times every call of the native render until it is restored. */
function timeRenders(durations: number[]): () => void {
  const addon = nativeAddon();
  const original = addon.renderFace.bind(addon);
  addon.renderFace = (...call) => {
    const started = performance.now();
    original(...call);
    durations.push(performance.now() - started);
  };
  return () => {
    addon.renderFace = original;
  };
}
