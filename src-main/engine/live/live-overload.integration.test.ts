import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LiveRun } from '../../../test-support/live/live-run.ts';
import { GOVERNOR_LIMITS } from './governor.ts';
import { ladderFor } from './rungs.ts';

/** Low enough that a shared machine has time to spare once the load is gone. */
const OUTPUT = { pixelFormat: 'i420', width: 640, height: 360, fps: 20 } as const;

/** Another program that takes a processor for itself. */
function startHog(): Worker {
  const hog = new Worker('for (;;);', { eval: true });
  onTestFinished(async () => {
    await hog.terminate();
  });
  return hog;
}

describe('a live session under overload', () => {
  it('goes down the ladder step by step, keeps pictures young, and comes back up', async () => {
    const run = new LiveRun(
      { output: OUTPUT },
      { governorLimits: { ...GOVERNOR_LIMITS, calmPictures: 24 } },
    );
    const names = ladderFor(OUTPUT.fps).map(({ name }) => name);
    await run.session.start();
    await run.untilLiveFor(500);

    run.faults.set({ slowdown: 8 });
    const hog = startHog();
    await run.until(() => run.session.snapshot().rung.name === '15 fps');
    expect(run.session.state).toBe('degraded');
    const overloaded = run.records.length;
    await run.until(() => run.records.length === overloaded + 60);
    const { ageMs, load, frames } = run.session.snapshot();

    run.faults.set({ slowdown: 1 });
    await hog.terminate();
    await run.until(() => run.session.state === 'live');

    const { rungChanges } = run.session.report();
    for (const { from, to, reason } of rungChanges) {
      expect(Math.abs(names.indexOf(to) - names.indexOf(from)), `${from} to ${to}`).toBe(1);
      expect(reason).not.toBe('');
    }
    expect(rungChanges[0].from).toBe('full');
    expect(rungChanges.at(-1)?.to).toBe('full');
    // A picture waits at most for the one before it and then for the clock; what came meanwhile was
    // overtaken. With a queue the wait would grow with every picture.
    const processingMs = (load * 1000) / 15;
    expect(ageMs.p95).toBeLessThan(4 * processingMs + (2 * 1000) / OUTPUT.fps);
    expect(frames.dropped).toBeGreaterThan(0);
  });
});
