import type { Percentiles } from '../../contract/swap-report.ts';
import { Histogram } from './histogram.ts';

/** One slice of time is forgotten at once: five of two seconds are eight to ten seconds of memory. */
const SLICES = 5;
const SLICE_MS = 2000;

/** Percentiles of the last ten seconds: a ring of histograms, the oldest emptied for the next. */
export class RollingHistogram {
  readonly #slices = Array.from({ length: SLICES }, () => new Histogram());
  /** Counts slices of time from zero; the ring's newest. */
  #newest = 0;

  /** @param nowMs never less than in a call before. */
  add(value: number, nowMs: number): void {
    this.#advance(nowMs);
    this.#slices[this.#newest % SLICES].add(value);
  }

  /** @param nowMs never less than in a call before. */
  summary(nowMs: number): Percentiles {
    this.#advance(nowMs);
    const all = new Histogram();
    for (const slice of this.#slices) all.addAll(slice);
    return all.summary();
  }

  #advance(nowMs: number): void {
    const now = Math.floor(nowMs / SLICE_MS);
    const first = Math.max(this.#newest + 1, now - SLICES + 1);
    for (let slice = first; slice <= now; slice++) this.#slices[slice % SLICES].clear();
    this.#newest = Math.max(this.#newest, now);
  }
}
