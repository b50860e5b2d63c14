import type { LiveFrameCounts, LiveMetrics } from '../../contract/live-metrics.ts';
import type { LiveView } from './live-line.ts';

const none = { p50: 0, p95: 0, p99: 0 };

/** Counts that are 0 where they are not given. */
export function frameCounts(counts: Partial<LiveFrameCounts> = {}): LiveFrameCounts {
  return {
    ...{ captured: 0, dropped: 0, swapped: 0, clear: 0, held: 0, blurred: 0 },
    ...{ placeholder: 0, repeated: 0, published: 0 },
    ...counts,
  };
}

/** A session that has run well for a minute. */
export function liveMetrics(metrics: Partial<LiveMetrics> = {}): LiveMetrics {
  return {
    uptimeMs: 65_000,
    publishedFps: 29.97,
    capturedFps: 30,
    processedFps: 30,
    jitterMs: { p50: 0.4, p95: 2 },
    ageMs: { p50: 21.6, p95: 40, p99: 45 },
    stageMs: {
      ...{ wait: none, convert: none, detect: none, track: none, swap: none },
      ...{ compose: none, clock: none, write: none },
    },
    frames: frameCounts(),
    rung: { index: 0, name: 'full', reason: '' },
    load: 0.4,
    provider: 'cpu',
    cpuPercent: 50,
    rssMb: 200,
    peakRssMb: 210,
    ...metrics,
  };
}

/** That session, with a face swapped. */
export function liveView(view: Partial<LiveView> = {}): LiveView {
  return {
    state: 'live',
    isPanicking: false,
    shown: 'swapped',
    metrics: liveMetrics(),
    recordedMs: undefined,
    ...view,
  };
}
