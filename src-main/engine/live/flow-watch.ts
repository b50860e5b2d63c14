import type { LiveFrameRecord } from '../../video/worker/protocol.ts';
import type { PublishRecord } from '../stream/protocol.ts';

/** A camera that gives nothing for so long has stalled: the longer of the two. */
const STALLED_MS = 1000;
const STALLED_PERIODS = 5;

/** Cameras that adjust to the light, and programs that have to start, take their time at first. */
const FIRST_PICTURE_MS = 5000;

/** No network takes so long for one picture, on the slowest machine; a driver that hangs does. */
const HANGING_MS = 10_000;

/**
 * - waiting: nothing is connected, or no picture has gone the whole way yet.
 * - flowing: a picture was processed and could be published.
 * - camera-stalled: pictures stopped coming though the camera says nothing.
 * - worker-hangs: pictures come, and none is processed any more.
 */
export type Flow = 'waiting' | 'flowing' | 'camera-stalled' | 'worker-hangs';

/** Tells from the records of both workers whether pictures flow, and if not, where they stop. */
export class FlowWatch {
  /** Undefined while nothing is connected. */
  #connection: { sinceMs: number; stalledMs: number } | undefined;
  #captured: { count: number; timeMs: number } | undefined;
  /** When the last picture was processed, well or not. */
  #processedMs = 0;
  /** When the last picture was ready that did not fail. */
  #readyMs: number | undefined;

  /**
   * Camera and video worker have been connected anew.
   *
   * @param nowMs by monotonicMs, as all times here.
   * @param fps pictures a second the camera promises.
   */
  connected(nowMs: number, fps: number): void {
    const stalledMs = Math.max(STALLED_MS, (STALLED_PERIODS * 1000) / fps);
    this.#connection = { sinceMs: nowMs, stalledMs };
    this.#captured = undefined;
    this.#processedMs = nowMs;
    this.#readyMs = undefined;
  }

  /** What is lost will be connected anew; until then nothing is expected. */
  interrupted(): void {
    this.#connection = undefined;
  }

  /** The worker was at something else until now. */
  excused(nowMs: number): void {
    this.#processedMs = nowMs;
  }

  processed({ takenTimeMs, readyTimeMs, withheld }: LiveFrameRecord): void {
    // The worker before may have been at a last picture.
    if (!this.#connection || takenTimeMs < this.#connection.sinceMs) return;
    this.#processedMs = readyTimeMs;
    if (withheld !== 'failed') this.#readyMs = readyTimeMs;
  }

  published({ timeMs, captured }: PublishRecord): Flow {
    if (!this.#connection || timeMs < this.#connection.sinceMs) return 'waiting';
    const { sinceMs, stalledMs } = this.#connection;
    if (this.#captured?.count !== captured) {
      // The count of the first tick says nothing: it may be from before the connection.
      this.#captured = { count: captured, timeMs: this.#captured ? timeMs : sinceMs };
    }
    const hasCaptured = this.#captured.timeMs > sinceMs;
    const patienceMs = hasCaptured ? stalledMs : Math.max(stalledMs, FIRST_PICTURE_MS);
    if (timeMs - this.#captured.timeMs > patienceMs) return 'camera-stalled';
    if (timeMs - this.#processedMs > HANGING_MS) return 'worker-hangs';
    return this.#readyMs !== undefined && this.#readyMs <= timeMs ? 'flowing' : 'waiting';
  }
}
