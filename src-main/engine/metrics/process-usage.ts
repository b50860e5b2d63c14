/** What a process has used; the process's own unless a test says otherwise. */
export interface ProcessReadings {
  /** Microseconds of processor time so far, over all threads. */
  cpuUsage: () => { user: number; system: number };
  /** Bytes of memory held now. */
  rss: () => number;
  /** Kilobytes of memory held at most. */
  peakRss: () => number;
}

const OWN_READINGS: ProcessReadings = {
  cpuUsage: () => process.cpuUsage(),
  rss: () => process.memoryUsage.rss(),
  peakRss: () => process.resourceUsage().maxRSS,
};

/**
 * Processor time and memory of this process with all its threads; programs it started (ffmpeg) are
 * not counted.
 */
export class ProcessUsage {
  readonly #readings: ProcessReadings;
  readonly #started: { timeMs: number; cpuMs: number };
  #lastLook: { timeMs: number; cpuMs: number };

  constructor(nowMs: number, readings = OWN_READINGS) {
    this.#readings = readings;
    this.#started = { timeMs: nowMs, cpuMs: this.#cpuMs() };
    this.#lastLook = this.#started;
  }

  /** Of one core, since the look before. */
  cpuPercentSinceLastLook(nowMs: number): number {
    const before = this.#lastLook;
    this.#lastLook = { timeMs: nowMs, cpuMs: this.#cpuMs() };
    return percent(before, this.#lastLook);
  }

  /** Of one core, since the start. */
  cpuPercent(nowMs: number): number {
    return percent(this.#started, { timeMs: nowMs, cpuMs: this.#cpuMs() });
  }

  /** In units of 2^20 bytes. */
  get rssMb(): number {
    return Math.round(this.#readings.rss() / 2 ** 20);
  }

  /** In units of 2^20 bytes. */
  get peakRssMb(): number {
    return Math.round(this.#readings.peakRss() / 2 ** 10);
  }

  #cpuMs(): number {
    const { user, system } = this.#readings.cpuUsage();
    return (user + system) / 1000;
  }
}

function percent(
  from: { timeMs: number; cpuMs: number },
  to: { timeMs: number; cpuMs: number },
): number {
  const elapsedMs = to.timeMs - from.timeMs;
  return elapsedMs > 0 ? Math.round((1000 * (to.cpuMs - from.cpuMs)) / elapsedMs) / 10 : 0;
}
