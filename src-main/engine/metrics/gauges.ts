import type { Percentiles } from '../../contract/swap-report.ts';
import { Histogram } from './histogram.ts';
import { RollingHistogram } from './rolling-histogram.ts';

/** A count that only grows. */
export class Counter {
  #value = 0;

  get value(): number {
    return this.#value;
  }

  add(amount = 1): void {
    this.#value += amount;
  }
}

/** An exponential moving average. */
export class Ema {
  readonly #weight: number;
  #value: number | undefined;

  /** @param span so many of the newest values make up about 86% of the average. */
  constructor(span: number) {
    this.#weight = 2 / (span + 1);
  }

  /** 0 before the first value. */
  get value(): number {
    return this.#value ?? 0;
  }

  add(value: number): void {
    this.#value =
      this.#value === undefined ? value : this.value + this.#weight * (value - this.value);
  }
}

/** Percentiles of the last seconds for those who look on, and of all time for the report. */
export class Distribution {
  readonly whole = new Histogram();
  readonly #recent = new RollingHistogram();

  add(value: number, nowMs: number): void {
    this.whole.add(value);
    this.#recent.add(value, nowMs);
  }

  recent(nowMs: number): Percentiles {
    return this.#recent.summary(nowMs);
  }
}

/** Over so long a rate is measured: long enough for 15 a second to be steady, short enough to see it fall. */
const RATE_WINDOW_MS = 2000;

/** Events a second, over the last two seconds. */
export class Rate {
  /** When, and how many; oldest first. */
  readonly #events: { timeMs: number; count: number }[] = [];

  add(timeMs: number, count = 1): void {
    if (count === 0) return;
    this.#events.push({ timeMs, count });
    this.#forget(timeMs);
  }

  /** Between the first and the last event of the window; 0 when there are fewer than two. */
  perSecond(nowMs: number): number {
    this.#forget(nowMs);
    const first = this.#events.at(0);
    const last = this.#events.at(-1);
    if (!first || !last || first === last) return 0;
    const events = this.#events.reduce((sum, { count }) => sum + count, -first.count);
    return (events * 1000) / (last.timeMs - first.timeMs);
  }

  #forget(nowMs: number): void {
    const kept = this.#events.findIndex(({ timeMs }) => timeMs >= nowMs - RATE_WINDOW_MS);
    this.#events.splice(0, kept === -1 ? this.#events.length : kept);
  }
}
