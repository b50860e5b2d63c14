import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createFrame, type Frame } from '../src-main/video/frame.ts';
import { VideoPipeline } from '../src-main/video/pipeline.ts';
import { DrawnClip, PIPELINE, referencePicture, type Effort, type SceneSize } from './scene.ts';
import type { BenchTable } from './table.ts';

/** Frames until everything that is kept has grown to its size. */
const WARM_UP_FRAMES = 30;

/**
 * Growth in one frame from which a large buffer must be part of it. ONNX Runtime's binding returns
 * copies of all outputs, 68 KB on a frame with the detector; a crop, mask or frame lies above.
 */
const LARGE_BUFFER_BYTES = 128 * 1024;

/** What a steady stream allocates, in bytes per frame. */
export interface Allocation {
  /** On JavaScript's heap: objects, small typed arrays' headers, promises. */
  heap: number;
  /** In buffers outside of it. */
  buffers: number;
  /** Frames on which buffers grew by {@link LARGE_BUFFER_BYTES} or more. */
  framesWithLargeBuffers: number;
  /** What is still held after all frames and a collection. */
  kept: number;
}

/** What the pipeline allocates per frame once it runs steadily. */
export async function benchAllocation(size: SceneSize, effort: Effort): Promise<BenchTable> {
  const clip = await DrawnClip.draw(size);
  const pipeline = await VideoPipeline.open(PIPELINE);
  try {
    await pipeline.setReferences([await referencePicture()]);
    const frame = createFrame(size.width, size.height);
    const process = async (n: number): Promise<void> => {
      clip.copy(n, frame);
      await pipeline.process(frame);
    };
    for (let n = 0; n < WARM_UP_FRAMES; n++) await process(n);
    const pipelined = await measureAllocation(effort.frames, (n) => process(WARM_UP_FRAMES + n));
    const idle = await measureAllocation(effort.frames, () => copyOnly(clip, frame));
    return {
      title: 'Allocation per steady frame',
      columns: ['what', 'bytes per frame', 'target'],
      rows: [
        ['buffers', pipelined.buffers - idle.buffers, ''],
        ['frames that allocated 128 KB of buffers or more', pipelined.framesWithLargeBuffers, '0'],
        ['JavaScript heap', Math.max(0, pipelined.heap - idle.heap), ''],
        ['kept after all frames', pipelined.kept, '0'],
      ],
      note:
        `${effort.frames} frames of ${size.width}x${size.height}; the measurement's own share is ` +
        "taken off. Nearly all buffers are the copies of the networks' outputs that ONNX Runtime's binding " +
        'returns: 7 KB for the mesh, 61 KB for each detection.',
    };
  } finally {
    await pipeline.close();
  }
}

function copyOnly(clip: DrawnClip, frame: Frame): Promise<void> {
  clip.copy(0, frame);
  return Promise.resolve();
}

/**
 * Sums up what each frame adds to the process's memory. A collection inside a frame hides what that
 * frame allocated; with buffers of some megabytes free there are few of them.
 */
export async function measureAllocation(
  frames: number,
  work: (n: number) => Promise<void>,
): Promise<Allocation> {
  collectGarbage();
  const before = process.memoryUsage();
  let heap = 0;
  let buffers = 0;
  let framesWithLargeBuffers = 0;
  let last = before;
  for (let n = 0; n < frames; n++) {
    await work(n);
    const now = process.memoryUsage();
    const grown = Math.max(0, now.arrayBuffers - last.arrayBuffers);
    heap += Math.max(0, now.heapUsed - last.heapUsed);
    buffers += grown;
    if (grown >= LARGE_BUFFER_BYTES) framesWithLargeBuffers += 1;
    last = now;
  }
  collectGarbage();
  const after = process.memoryUsage();
  return {
    heap: Math.round(heap / frames),
    buffers: Math.round(buffers / frames),
    framesWithLargeBuffers,
    kept: Math.max(0, Math.round((after.arrayBuffers - before.arrayBuffers) / frames)),
  };
}

/** The collector is not handed to programs; the flag makes new contexts have it. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  // Dead buffers are given back in the background; the next collection waits for that to end.
  collect();
  collect();
}
