import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findResource } from '../src-main/base/resource.ts';
import { benchAllocation, measureAllocation } from './allocation.ts';
import { benchCommandLine } from './command-line.ts';
import { benchControlThread } from './control-thread.ts';
import { benchLive } from './live.ts';
import { benchOverload } from './overload.ts';
import type { SceneSize } from './scene.ts';
import { benchStages } from './stages.ts';
import type { BenchTable } from './table.ts';

const TINY: SceneSize = { width: 320, height: 240, face: 150 };
const SHORT = { runs: 2, frames: 6 };

/** A program of the last build. */
function built(path: string): string {
  const found = findResource(path);
  if (found === undefined || !existsSync(found)) {
    throw new Error(`${path} has not been built; run: npm run build`);
  }
  return found;
}

/** The figures of a table by the text before them. */
function figuresOf({ rows, columns }: BenchTable): Map<string, number[]> {
  for (const row of rows) expect(row).toHaveLength(columns.length);
  return new Map(
    rows.map((row) => [
      row
        .filter((cell) => typeof cell === 'string' && !/^[≤≥0]/.test(cell))
        .join(' ')
        .trim(),
      row.filter((cell) => typeof cell === 'number'),
    ]),
  );
}

describe('the benchmark', () => {
  it('times every stage of the pipeline', async () => {
    const figures = figuresOf(await benchStages([TINY], SHORT));

    const picture = '320x240, face 150';
    const [whole] = figures.get(`${picture} whole frame`)!;
    const [tracking] = figures.get(`${picture} tracking`)!;
    const [swap] = figures.get(`${picture} swap`)!;
    const [render] = figures.get(`${picture} native render`)!;
    for (const value of [whole, tracking, swap, render]) expect(value).toBeGreaterThan(0);
    expect(render).toBeLessThan(swap);
    expect(figures.get(`${picture} detector`)).toHaveLength(3);
  });

  it('counts what a steady frame allocates', async () => {
    const figures = figuresOf(await benchAllocation(TINY, SHORT));

    expect(figures.get('frames that allocated 128 KB of buffers or more')).toEqual([
      expect.any(Number),
    ]);
  });

  it('notices a frame that allocates a buffer, and a buffer that is kept', async () => {
    const kept: Uint8Array[] = [];
    const {
      buffers,
      framesWithLargeBuffers,
      kept: bytesKept,
    } = await measureAllocation(20, (n) => {
      kept.push(new Uint8Array(n % 2 === 0 ? 200_000 : 1));
      return Promise.resolve();
    });

    expect(framesWithLargeBuffers).toBeGreaterThanOrEqual(9);
    expect(buffers).toBeGreaterThan(90_000);
    expect(bytesKept).toBeGreaterThan(90_000);
    expect(kept).toHaveLength(20);
  });

  it('watches the control thread while the worker swaps', async () => {
    const table = await benchControlThread(built('out/main/video.worker.mjs'), TINY, SHORT);

    const figures = figuresOf(table);
    expect(figures.get('worker, YUV to YUV (frames a second)')![0]).toBeGreaterThan(0);
    expect(figures.get('interval of a 10 ms timer, swapping (ms)')).toHaveLength(3);
  });

  it('starts the built command and reads its report', async () => {
    const table = await benchCommandLine(built('out/main/mirage.mjs'), TINY, {
      runs: 1,
      frames: 6,
    });

    const figures = figuresOf(table);
    expect(figures.get('frames swapped (of 100)')).toEqual([100]);
    expect(figures.get('peak memory (MB)')![0]).toBeGreaterThan(50);
  });

  it('watches the live engine', async () => {
    const table = await benchLive(built('out/main/mirage.mjs'), TINY, { runs: 1, seconds: 2 });

    const figures = figuresOf(table);
    expect(figures.get('published (frames a second)')).toHaveLength(2);
    for (const age of figures.get('capture to publish p50 (ms)')!) expect(age).toBeGreaterThan(0);
  });

  it('watches the live engine under overload', async () => {
    const programs = dirname(built('out/tools/faulty-video.worker.mjs'));

    const figures = figuresOf(await benchOverload(programs, TINY, 2));

    expect(figures.get('capture to publish p50, at last (ms)')![0]).toBeGreaterThan(0);
  });
});
