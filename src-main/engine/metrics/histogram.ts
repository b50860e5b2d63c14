import type { Percentiles } from '../../contract/swap-report.ts';

/** Buckets grow by this factor: a percentile is off by at most one per cent. */
const GROWTH = 1.02;

/** Smallest and largest value told apart; outside, the end buckets count. */
const SMALLEST = 1e-3;
const LARGEST = 1e6;

const BUCKETS = Math.ceil(Math.log(LARGEST / SMALLEST) / Math.log(GROWTH)) + 1;

/**
 * Counts of positive values in buckets of constant relative width (the idea of HdrHistogram): any
 * percentile of any number of values in a few kilobytes.
 */
export class Histogram {
  readonly #counts = new Uint32Array(BUCKETS);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  add(value: number): void {
    const bucket = Math.round(Math.log(Math.max(value, SMALLEST) / SMALLEST) / Math.log(GROWTH));
    this.#counts[Math.min(BUCKETS - 1, bucket)]++;
    this.#total++;
  }

  /** Counts another's values as well. */
  addAll(other: Histogram): void {
    for (let bucket = 0; bucket < BUCKETS; bucket++) this.#counts[bucket] += other.#counts[bucket];
    this.#total += other.#total;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#total = 0;
  }

  /** @param share 0..1; 0 for an empty histogram. */
  percentile(share: number): number {
    if (this.#total === 0) return 0;
    const rank = Math.max(1, Math.ceil(share * this.#total));
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += this.#counts[bucket];
      if (seen >= rank) return SMALLEST * GROWTH ** bucket;
    }
    return LARGEST;
  }

  /** Rounded to a hundredth, as reports show it. */
  summary(): Percentiles {
    const rounded = (share: number): number => Math.round(this.percentile(share) * 100) / 100;
    return { p50: rounded(0.5), p95: rounded(0.95), p99: rounded(0.99) };
  }
}
