import type { Percentiles } from '../../contract/swap-report.ts';
import { Counter, Distribution, Ema, Rate } from './gauges.ts';

/** What a metric is at a moment. */
export type Reading = number | Percentiles;

/**
 * Every figure of a session by its name: what the status line, the report, the control server and
 * the benchmarks show is read from here, so they cannot differ.
 *
 * Names are lower case words joined by dots ("stage.swap"), the unit last where it is not a count.
 */
export class MetricsRegistry {
  readonly #readings = new Map<string, (nowMs: number) => Reading>();

  counter(name: string): Counter {
    const counter = new Counter();
    this.#register(name, () => counter.value);
    return counter;
  }

  /** @param span see {@link Ema}. */
  ema(name: string, span: number): Ema {
    const ema = new Ema(span);
    this.#register(name, () => ema.value);
    return ema;
  }

  rate(name: string): Rate {
    const rate = new Rate();
    this.#register(name, (nowMs) => rate.perSecond(nowMs));
    return rate;
  }

  distribution(name: string): Distribution {
    const distribution = new Distribution();
    this.#register(name, (nowMs) => distribution.recent(nowMs));
    return distribution;
  }

  /** All metrics in the order they were made. */
  read(nowMs: number): Record<string, Reading> {
    return Object.fromEntries([...this.#readings].map(([name, reading]) => [name, reading(nowMs)]));
  }

  #register(name: string, reading: (nowMs: number) => Reading): void {
    if (this.#readings.has(name)) throw new Error(`There are two metrics named ${name}.`);
    this.#readings.set(name, reading);
  }
}
