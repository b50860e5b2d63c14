import type {
  LiveFrameCounts,
  LiveMetrics,
  LiveReport,
  LiveStages,
} from '../../contract/live-metrics.ts';
import type { Percentiles } from '../../contract/swap-report.ts';
import type { LiveFrameRecord } from '../../video/worker/protocol.ts';
import type { PublishRecord } from '../stream/protocol.ts';
import type { Counter, Distribution, Rate } from './gauges.ts';
import type { MetricsRegistry } from './metrics-registry.ts';
import { ProcessUsage } from './process-usage.ts';

const STAGES = ['wait', 'convert', 'detect', 'track', 'swap', 'compose', 'clock', 'write'] as const;
const COUNTS = [
  'captured',
  'dropped',
  'swapped',
  'clear',
  'held',
  'blurred',
  'placeholder',
  'repeated',
  'published',
] as const;

const NOTHING = { captured: 0, dropped: 0 };

/** The part of the metrics that is measured here; the rest is the session's to say. */
export type MeasuredMetrics = Omit<LiveMetrics, 'rung' | 'load' | 'provider'>;
/** The part of the report that is measured here. */
export type MeasuredReport = Pick<
  LiveReport,
  | 'durationMs'
  | 'firstSwappedMs'
  | 'publishedFps'
  | 'jitterMs'
  | 'ageMs'
  | 'stageMs'
  | 'frames'
  | 'cpuPercent'
  | 'peakRssMb'
>;

/** Turns what the two workers tell of each picture into the figures of the session. */
export class LiveStatistics {
  readonly #startedMs: number;
  readonly #periodMs: number;
  readonly #usage: ProcessUsage;
  readonly #counts: Record<(typeof COUNTS)[number], Counter>;
  readonly #stages: Record<(typeof STAGES)[number], Distribution>;
  readonly #age: Distribution;
  readonly #jitter: Distribution;
  readonly #published: Rate;
  readonly #captured: Rate;
  readonly #processed: Rate;
  #firstPublishedMs: number | undefined;
  #lastPublishedMs: number | undefined;
  #firstSwappedMs: number | undefined;
  /** What the open source has delivered and lost so far. */
  #ofSource = NOTHING;

  /**
   * @param startedMs by monotonicMs, as all times here.
   * @param fps the rate of publishing that was asked for.
   */
  constructor(registry: MetricsRegistry, startedMs: number, fps: number) {
    this.#startedMs = startedMs;
    this.#periodMs = 1000 / fps;
    this.#usage = new ProcessUsage(startedMs);
    this.#counts = byName(COUNTS, (name) => registry.counter(`frames.${name}`));
    this.#stages = byName(STAGES, (name) => registry.distribution(`stage.${name}.ms`));
    this.#age = registry.distribution('age.ms');
    this.#jitter = registry.distribution('jitter.ms');
    this.#published = registry.rate('published.fps');
    this.#captured = registry.rate('captured.fps');
    this.#processed = registry.rate('processed.fps');
  }

  /** One tick of the publish clock. */
  addPublished(record: PublishRecord): void {
    const { timeMs } = record;
    this.#countShown(record);
    this.#countCaptured(record);
    this.#published.add(timeMs);
    if (this.#lastPublishedMs !== undefined) {
      this.#jitter.add(Math.abs(timeMs - this.#lastPublishedMs - this.#periodMs), timeMs);
    }
    this.#firstPublishedMs ??= timeMs;
    this.#lastPublishedMs = timeMs;
    this.#stages.write.add(record.writeMs, timeMs);
  }

  /** One picture was processed. */
  addProcessed({ captureTimeMs, takenTimeMs, readyTimeMs, times }: LiveFrameRecord): void {
    this.#processed.add(readyTimeMs);
    this.#stages.wait.add(takenTimeMs - captureTimeMs, readyTimeMs);
    this.#stages.convert.add(times.convert, readyTimeMs);
    if (times.detect > 0) this.#stages.detect.add(times.detect, readyTimeMs);
    this.#stages.track.add(times.track, readyTimeMs);
    this.#stages.swap.add(times.swap, readyTimeMs);
    this.#stages.compose.add(times.compose, readyTimeMs);
  }

  metrics(nowMs: number): MeasuredMetrics {
    const { p50, p95 } = this.#jitter.recent(nowMs);
    return {
      uptimeMs: Math.round(nowMs - this.#startedMs),
      publishedFps: rounded(this.#published.perSecond(nowMs)),
      capturedFps: rounded(this.#captured.perSecond(nowMs)),
      processedFps: rounded(this.#processed.perSecond(nowMs)),
      jitterMs: { p50, p95 },
      ageMs: this.#age.recent(nowMs),
      stageMs: this.#stageSummaries((stage) => stage.recent(nowMs)),
      frames: this.#frames(),
      cpuPercent: this.#usage.cpuPercentSinceLastLook(nowMs),
      rssMb: this.#usage.rssMb,
      peakRssMb: this.#usage.peakRssMb,
    };
  }

  report(nowMs: number): MeasuredReport {
    const { p50, p95 } = this.#jitter.whole.summary();
    return {
      durationMs: Math.round(nowMs - this.#startedMs),
      firstSwappedMs:
        this.#firstSwappedMs === undefined
          ? null
          : Math.round(this.#firstSwappedMs - this.#startedMs),
      publishedFps: rounded(this.#wholeRate()),
      jitterMs: { p50, p95 },
      ageMs: this.#age.whole.summary(),
      stageMs: this.#stageSummaries((stage) => stage.whole.summary()),
      frames: this.#frames(),
      cpuPercent: this.#usage.cpuPercent(nowMs),
      peakRssMb: this.#usage.peakRssMb,
    };
  }

  #countShown({ kind, isNew, timeMs, writeMs, captureTimeMs, readyTimeMs }: PublishRecord): void {
    this.#counts.published.add();
    const isPicture = kind === 'swapped' || kind === 'clear';
    this.#counts[isPicture && !isNew ? 'repeated' : kind].add();
    if (!isPicture || !isNew) return;
    this.#age.add(timeMs - captureTimeMs, timeMs);
    this.#stages.clock.add(timeMs - writeMs - readyTimeMs, timeMs);
    if (kind === 'swapped') this.#firstSwappedMs ??= timeMs;
  }

  #countCaptured({ captured, dropped, timeMs }: PublishRecord): void {
    // A source that was opened since counts from zero.
    const before = captured < this.#ofSource.captured ? NOTHING : this.#ofSource;
    this.#counts.captured.add(captured - before.captured);
    this.#counts.dropped.add(dropped - before.dropped);
    this.#captured.add(timeMs, captured - before.captured);
    this.#ofSource = { captured, dropped };
  }

  /** Ticks a second from the first to the last. */
  #wholeRate(): number {
    const elapsedMs = (this.#lastPublishedMs ?? 0) - (this.#firstPublishedMs ?? 0);
    return elapsedMs > 0 ? ((this.#counts.published.value - 1) * 1000) / elapsedMs : 0;
  }

  #frames(): LiveFrameCounts {
    return byName(COUNTS, (name) => this.#counts[name].value);
  }

  #stageSummaries(summary: (stage: Distribution) => Percentiles): LiveStages {
    return byName(STAGES, (name) => summary(this.#stages[name]));
  }
}

function byName<Name extends string, Value>(
  names: readonly Name[],
  make: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
