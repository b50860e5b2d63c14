import type { Notice } from '../contract/notice.ts';
import type { Spread, SwapReport } from '../contract/swap-report.ts';
import type { WorkerFrameResult } from '../video/worker/protocol.ts';
import { Histogram } from './metrics/histogram.ts';

/** Gathers what a run over a file is reported by. */
export class RunStatistics {
  readonly #decode = new Histogram();
  readonly #convert = new Histogram();
  readonly #detect = new Histogram();
  readonly #track = new Histogram();
  readonly #swap = new Histogram();
  readonly #encode = new Histogram();
  readonly #toReference: number[] = [];
  readonly #toOriginal: number[] = [];
  readonly #startedMs: number;
  #firstResultMs: number | undefined;
  #firstSwapMs: number | undefined;
  #lastResultMs = 0;
  #total = 0;
  #swapped = 0;
  #withoutFace = 0;

  /** @param startedMs when the run began, by performance.now(). */
  constructor(startedMs: number) {
    this.#startedMs = startedMs;
  }

  get total(): number {
    return this.#total;
  }

  get swapped(): number {
    return this.#swapped;
  }

  /** Frames a second since the first one. */
  get fps(): number {
    const seconds = (this.#lastResultMs - (this.#firstResultMs ?? 0)) / 1000;
    return seconds > 0 ? (this.#total - 1) / seconds : 0;
  }

  addDecode(milliseconds: number): void {
    this.#decode.add(milliseconds);
  }

  addEncode(milliseconds: number): void {
    this.#encode.add(milliseconds);
  }

  addResult({ faces, swapped, times, identity }: WorkerFrameResult, nowMs: number): void {
    this.#total++;
    this.#firstResultMs ??= nowMs;
    this.#lastResultMs = nowMs;
    if (faces === 0) this.#withoutFace++;
    if (swapped > 0) {
      this.#swapped++;
      this.#firstSwapMs ??= nowMs;
    }
    this.#convert.add(times.convert);
    if (times.detect > 0) this.#detect.add(times.detect);
    this.#track.add(times.track);
    this.#swap.add(times.swap);
    if (identity) {
      this.#toReference.push(identity.toReference);
      this.#toOriginal.push(identity.toOriginal);
    }
  }

  report(
    input: Pick<SwapReport['input'], 'width' | 'height' | 'fps'>,
    provider: string,
    notices: readonly Notice[],
  ): SwapReport {
    const samples = this.#toReference.length;
    return {
      input: { ...input, frames: this.#total },
      frames: {
        total: this.#total,
        swapped: this.#swapped,
        withoutFace: this.#withoutFace,
      },
      stageMs: {
        decode: this.#decode.summary(),
        convert: this.#convert.summary(),
        detect: this.#detect.summary(),
        track: this.#track.summary(),
        swap: this.#swap.summary(),
        encode: this.#encode.summary(),
      },
      fps: rounded(this.fps, 1),
      firstFrameMs: Math.round((this.#firstSwapMs ?? this.#lastResultMs) - this.#startedMs),
      provider,
      identity:
        samples === 0
          ? null
          : {
              toReference: spreadOf(this.#toReference),
              toOriginal: spreadOf(this.#toOriginal),
              samples,
            },
      peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
      notices: [...notices],
    };
  }
}

/** Nearest-rank median and outer tenths of at least one value. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    rounded(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))], 3);
  return { median: at(0.5), p10: at(0.1), p90: at(0.9) };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
