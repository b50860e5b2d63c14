import { describe, expect, it } from 'vitest';
import type { LiveFrameRecord } from '../../video/worker/protocol.ts';
import type { PublishRecord } from '../stream/protocol.ts';
import { LiveStatistics } from './live-statistics.ts';
import { MetricsRegistry } from './metrics-registry.ts';

const PERIOD_MS = 40;
const STARTED_MS = 50_000;

function statisticsAt25(): LiveStatistics {
  return new LiveStatistics(new MetricsRegistry(), STARTED_MS, 25);
}

/** The nth tick of the clock; of a new picture that was captured 22 ms and ready 7 ms before. */
function tick(n: number, record: Partial<PublishRecord> = {}): PublishRecord {
  const timeMs = STARTED_MS + n * PERIOD_MS;
  return {
    timeMs,
    kind: 'swapped',
    isNew: true,
    sequence: n,
    captureTimeMs: timeMs - 22,
    readyTimeMs: timeMs - 7,
    writeMs: 2,
    captured: n,
    dropped: 0,
    ...record,
  };
}

function processed(n: number, detect: number): LiveFrameRecord {
  const captureTimeMs = STARTED_MS + n * PERIOD_MS;
  return {
    sequence: n,
    captureTimeMs,
    takenTimeMs: captureTimeMs + 3,
    readyTimeMs: captureTimeMs + 15,
    kind: 'swapped',
    withheld: undefined,
    faces: 1,
    swapped: 1,
    times: { convert: 1, detect, track: 4, swap: 5, compose: 2 },
    identity: undefined,
  };
}

describe('live statistics', () => {
  it('counts every picture once, by what was shown', () => {
    const statistics = statisticsAt25();
    const shown: Partial<PublishRecord>[] = [
      { kind: 'placeholder', isNew: true },
      { kind: 'placeholder', isNew: false },
      { kind: 'swapped', isNew: true },
      { kind: 'swapped', isNew: false },
      { kind: 'held', isNew: false },
      { kind: 'blurred', isNew: true },
      { kind: 'clear', isNew: true },
    ];
    shown.forEach((record, n) => {
      statistics.addPublished(tick(n, record));
    });

    expect(statistics.report(STARTED_MS + 1000).frames).toEqual({
      captured: 6,
      dropped: 0,
      swapped: 1,
      clear: 1,
      held: 1,
      blurred: 1,
      placeholder: 2,
      repeated: 1,
      published: 7,
    });
  });

  it('goes on counting what is captured when the source is opened again', () => {
    const statistics = statisticsAt25();
    const delivered = [
      { captured: 10, dropped: 1 },
      { captured: 25, dropped: 4 },
      { captured: 0, dropped: 0 },
      { captured: 5, dropped: 2 },
    ];
    delivered.forEach((record, n) => {
      statistics.addPublished(tick(n, record));
    });

    expect(statistics.report(STARTED_MS).frames).toMatchObject({ captured: 30, dropped: 6 });
  });

  it('measures age, jitter and the parts of the way', () => {
    const statistics = statisticsAt25();
    for (let n = 1; n <= 50; n++) {
      statistics.addProcessed(processed(n, n % 5 === 0 ? 6 : 0));
      // Every tick is 1 ms early or late in turn, so intervals are 2 ms off.
      const shift = n % 2 === 0 ? 1 : -1;
      statistics.addPublished(tick(n, { timeMs: tick(n).timeMs + shift }));
    }

    const { ageMs, jitterMs, stageMs, publishedFps, capturedFps, processedFps } =
      statistics.metrics(STARTED_MS + 50 * PERIOD_MS);

    expect(ageMs.p50).toBeCloseTo(21, 0);
    expect(ageMs.p95).toBeCloseTo(23, 0);
    expect(jitterMs.p50).toBeCloseTo(2, 1);
    expect(stageMs.wait.p50).toBeCloseTo(3, 1);
    expect(stageMs.detect.p50).toBeCloseTo(6, 0);
    expect(stageMs.swap.p95).toBeCloseTo(5, 1);
    expect(stageMs.clock.p50).toBeCloseTo(4, 0);
    expect(stageMs.write.p50).toBeCloseTo(2, 1);
    expect(publishedFps).toBeCloseTo(25, 0);
    expect(capturedFps).toBeCloseTo(25, 0);
    expect(processedFps).toBeCloseTo(25, 0);
  });

  it('tells when the first swapped picture was shown', () => {
    const statistics = statisticsAt25();
    expect(statistics.report(STARTED_MS).firstSwappedMs).toBeNull();

    statistics.addPublished(tick(5, { kind: 'placeholder' }));
    statistics.addPublished(tick(10));
    statistics.addPublished(tick(11));

    expect(statistics.report(STARTED_MS + 1000).firstSwappedMs).toBe(400);
  });

  it('gives the rate over the whole session in the report', () => {
    const statistics = statisticsAt25();
    for (let n = 0; n <= 1000; n++) statistics.addPublished(tick(n));

    const report = statistics.report(STARTED_MS + 1000 * PERIOD_MS);

    expect(report.publishedFps).toBe(25);
    expect(report.durationMs).toBe(40_000);
  });
});
