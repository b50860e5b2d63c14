import { join } from 'node:path';
import { setTimeout as elapse } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { DEFAULT_SWAP_SETTINGS } from '../src-main/contract/swap-settings.ts';
import { LiveSession } from '../src-main/engine/live/live-session.ts';
import { FaultControl } from '../test-support/live/faults.ts';
import { figure, referencePath, type SceneSize } from './scene.ts';
import type { BenchTable } from './table.ts';

/** Every picture takes so many times as long as it would. */
const SLOWDOWN = 4;

const FPS = 30;

/**
 * The live engine when it cannot keep up: every picture made several times slower, and another
 * program that takes a processor for itself.
 *
 * @param programs folder of the built workers, the faulty ones of the tests among them.
 * @param seconds of overload.
 */
export async function benchOverload(
  programs: string,
  { width, height }: SceneSize,
  seconds: number,
): Promise<BenchTable> {
  const faults = new FaultControl();
  const session = new LiveSession({
    camera: { kind: 'test', wish: { width, height, fps: FPS } },
    references: [referencePath()],
    isSwapping: true,
    settings: DEFAULT_SWAP_SETTINGS,
    maxFaces: 1,
    output: { width, height, fps: FPS, pixelFormat: 'i420' },
    isMirrored: false,
    sinks: { virtualCamera: undefined, record: undefined },
    workerEntries: {
      video: join(programs, 'faulty-video.worker.mjs'),
      stream: join(programs, 'stream.worker.mjs'),
    },
  });
  const hog = new Worker('for (;;);', { eval: true });
  try {
    await session.start();
    faults.set({ slowdown: SLOWDOWN });
    await elapse(seconds * 1000);
    const { rung, ageMs, jitterMs, publishedFps } = session.snapshot();
    const whole = session.report();
    return {
      title: '`mirage live` under overload',
      columns: ['what', 'figure', 'target'],
      rows: [
        ['published (frames a second)', figure(publishedFps), '≥ 29.9'],
        ['capture to publish p50, at last (ms)', figure(ageMs.p50), ''],
        ['capture to publish p95, at last (ms)', figure(ageMs.p95), '≤ 150'],
        ['capture to publish p95, from the start (ms)', figure(whole.ageMs.p95), '≤ 150'],
        ['jitter p95, at last (ms)', figure(jitterMs.p95), ''],
        ['rungs gone down', rung.index, ''],
      ],
      note:
        `${width}x${height} at ${FPS}; every picture takes ${SLOWDOWN} times as long, and another ` +
        `thread keeps one processor busy, for ${seconds} s. It ended on the rung "${rung.name}".`,
    };
  } finally {
    await hog.terminate();
    await session.stop();
    faults.close();
  }
}
