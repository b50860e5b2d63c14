import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../test-support/random.ts';
import { PublishClock } from './publish-clock.ts';

interface Scene {
  clockFps: number;
  sourceFps: number;
  /** How much faster the source's clock runs than ours. */
  driftPpm?: number;
  /** From capture to ready, of the nth picture, taken at this time. */
  processingMs?: (picture: number, captureMs: number) => number;
  /** Nothing before this counts: the clock may still look for the rhythm. */
  settledMs?: number;
}

interface Outcome {
  /** Between two ticks, less the period. */
  deviations: number[];
  /** From ready to published, of pictures that were. */
  waits: { atMs: number; waitMs: number }[];
  /** Pictures that a newer one overtook before a tick. */
  overtaken: number;
  /** Ticks that had no new picture. */
  repeats: number;
}

const SECONDS = 20;

/** A source, a worker that always finishes in turn, and a timer up to a millisecond late. */
function simulate(scene: Scene): Outcome {
  const { clockFps, sourceFps, driftPpm = 0, processingMs, settledMs = 3000 } = scene;
  const random = createRandom(7);
  const sourcePeriod = 1000 / (sourceFps * (1 + driftPpm / 1e6));
  const ready = Array.from(
    { length: Math.floor((SECONDS * 1000) / sourcePeriod) },
    (_, picture) => {
      const captureMs = 11 + picture * sourcePeriod;
      return captureMs + (processingMs?.(picture, captureMs) ?? 8 + random.next());
    },
  );
  const clock = new PublishClock(clockFps);
  const outcome: Outcome = { deviations: [], waits: [], overtaken: 0, repeats: 0 };
  let now = clock.next(0);
  let taken = 0;
  while (now < SECONDS * 1000) {
    let newest = taken;
    while (ready[newest] <= now) newest++;
    const isSettled = now > settledMs;
    if (newest > taken) {
      clock.observe(ready[newest - 1]);
      if (isSettled) {
        outcome.waits.push({ atMs: now, waitMs: now - ready[newest - 1] });
        outcome.overtaken += newest - taken - 1;
      }
    } else if (isSettled) outcome.repeats++;
    taken = newest;
    const next = clock.next(now) + random.next();
    if (isSettled) outcome.deviations.push(next - now - 1000 / clockFps);
    now = next;
  }
  return outcome;
}

/** Feeds twenty pictures that are ready at one phase; the time of the last tick. */
function lockTo(clock: PublishClock, startMs: number, phaseMs: number): number {
  const period = 1000 / 30;
  let tick = clock.next(startMs);
  for (let i = 0; i < 20; i++) {
    clock.observe(Math.floor(tick / period) * period + phaseMs);
    tick = clock.next(tick);
  }
  return tick;
}

const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const percentile = (values: number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))];
function summary({ waits, deviations }: Outcome): Record<string, number> {
  const waitMs = waits.map((each) => each.waitMs);
  return {
    meanWait: mean(waitMs),
    jitter95: percentile(
      deviations.map((each) => Math.abs(each)),
      0.95,
    ),
    largestJitter: Math.max(...deviations.map((each) => Math.abs(each))),
    meanDeviation: mean(deviations),
  };
}

/** What a simulated timer and one slide may add up to, in milliseconds. */
const JITTER_LIMIT = 1.5;

/** 12 to 14 ms, and 7 more on every nth picture, on which the detector runs. */
function detectingEvery(turn: number): (picture: number) => number {
  const random = createRandom(3);
  return (picture) => 12 + random.next() * 2 + (picture % turn === 0 ? 7 : 0);
}

describe('publish clock', () => {
  it.each([
    { what: 'the same rate', clockFps: 30, sourceFps: 30 },
    { what: 'the same rate, its clock 200 ppm fast', clockFps: 30, sourceFps: 30, driftPpm: 200 },
    { what: 'the same rate, its clock 200 ppm slow', clockFps: 30, sourceFps: 30, driftPpm: -200 },
    { what: 'the NTSC rate', clockFps: 30, sourceFps: 29.97 },
    { what: 'half the rate', clockFps: 30, sourceFps: 15 },
    { what: 'twice the rate', clockFps: 30, sourceFps: 60 },
    { what: 'the highest rate', clockFps: 60, sourceFps: 60 },
    { what: 'the lowest rate', clockFps: 15, sourceFps: 15 },
  ])('publishes within 5 ms of ready at $what ($sourceFps to $clockFps)', (scene) => {
    const outcome = simulate(scene);

    const { meanWait, jitter95 } = summary(outcome);
    expect(meanWait).toBeLessThan(4);
    expect(Math.max(...outcome.waits.map((each) => each.waitMs))).toBeLessThan(5);
    expect(jitter95).toBeLessThan(JITTER_LIMIT);
    const surplus = Math.max(0, scene.sourceFps / scene.clockFps - 1);
    expect(outcome.overtaken).toBeCloseTo(surplus * outcome.waits.length, -1);
  });

  it.each([
    { clockFps: 30, sourceFps: 25 },
    { clockFps: 30, sourceFps: 24 },
    { clockFps: 30, sourceFps: 20 },
    { clockFps: 30, sourceFps: 29.5 },
    { clockFps: 25, sourceFps: 30 },
  ])('keeps its own rate beside a source of $sourceFps fps at $clockFps', (scene) => {
    const { meanDeviation, largestJitter } = summary(simulate(scene));

    expect(Math.abs(meanDeviation)).toBeLessThan(0.1);
    expect(largestJitter).toBeLessThan(JITTER_LIMIT);
  });

  it('shows every picture of a source slower than itself exactly once', () => {
    const { overtaken, repeats, waits } = simulate({ clockFps: 30, sourceFps: 25 });

    expect(overtaken).toBe(0);
    expect(repeats / (repeats + waits.length)).toBeCloseTo(1 / 6, 2);
  });

  it('waits for the detector when it runs on every fifth picture', () => {
    const outcome = simulate({ clockFps: 30, sourceFps: 30, processingMs: detectingEvery(5) });

    expect(outcome.overtaken).toBe(0);
    expect(summary(outcome).meanWait).toBeLessThan(10);
  });

  it('does not make all wait for one picture in a hundred', () => {
    const outcome = simulate({ clockFps: 30, sourceFps: 30, processingMs: detectingEvery(100) });

    expect(outcome.overtaken).toBeLessThan(outcome.waits.length / 50);
    expect(summary(outcome).meanWait).toBeLessThan(5);
  });

  it.each([
    { what: 'slower', before: 8, after: 20 },
    { what: 'faster', before: 20, after: 8 },
  ])('follows within 4 s when processing becomes $what for good', ({ before, after }) => {
    const changeMs = 8000;
    const processingMs = (_: number, captureMs: number): number =>
      captureMs < changeMs ? before : after;

    const { waits, deviations } = simulate({ clockFps: 30, sourceFps: 30, processingMs });

    const settled = waits.filter(({ atMs }) => atMs > changeMs + 4000);
    expect(Math.max(...settled.map((each) => each.waitMs))).toBeLessThan(5);
    expect(Math.max(...deviations.map((each) => Math.abs(each)))).toBeLessThan(JITTER_LIMIT);
  });

  it('finds the rhythm of the first pictures at once', () => {
    const processingMs = (): number => 25;

    const { waits } = simulate({ clockFps: 30, sourceFps: 30, processingMs, settledMs: 500 });

    expect(Math.max(...waits.map((each) => each.waitMs))).toBeLessThan(5);
  });

  it('jumps to a new rhythm when pictures come by another way', () => {
    const clock = new PublishClock(30);
    const tick = lockTo(clock, 0, 10);

    clock.beginAnew();

    const last = lockTo(clock, tick, 26);
    expect((last - 26) % (1000 / 30)).toBeCloseTo(2, 3);
  });

  it('keeps to the absolute schedule however late its ticks are', () => {
    const clock = new PublishClock(25);

    const ticks = [clock.next(100), clock.next(119), clock.next(141.5), clock.next(219.9)];

    expect(ticks).toEqual([100, 140, 180, 220]);
  });

  it('leaves out the ticks a stall has eaten up', () => {
    const clock = new PublishClock(25);
    clock.next(100);

    expect(clock.next(1001)).toBe(1020);
    expect(clock.next(1020)).toBe(1060);
    expect(clock.next(1100)).toBe(1140);
  });
});
