import { monotonicMs } from '../../base/monotonic-clock.ts';
import { MirageError } from '../../contract/error.ts';
import { createFrame, type Frame } from '../frame.ts';
import type { FrameResult, VideoPipeline } from '../pipeline.ts';
import type { LiveFrameRecord, LiveLoopOptions, LiveTuning } from '../worker/protocol.ts';
import { EvenRate } from './even-rate.ts';
import { ExchangeReader, ExchangeWriter, type Slot } from './frame-exchange.ts';
import { PictureNormaliser } from './normalise-picture.ts';
import { reasonToWithhold } from './publishability.ts';
import { isPublishedAsCaptured, writePublished, writeVeil } from './publish-picture.ts';
import { kindNumber, type PublishedKind, type WithheldReason } from './published-kind.ts';
import { WorkingCopy } from './working-copy.ts';

/**
 * After so many failures of the networks running, a second of a camera's pictures, they will not
 * recover by themselves.
 */
const MOST_FAILURES_RUNNING = 30;

/** What a live run needs of the pipeline. */
export type LivePipeline = Pick<VideoPipeline, 'process' | 'hasReference'>;

/** What became of a picture: the part of its record that is found on the way. */
type Outcome = Pick<
  LiveFrameRecord,
  'kind' | 'withheld' | 'faces' | 'swapped' | 'times' | 'identity' | 'error'
>;

/**
 * The video worker in a live run: takes the newest captured picture from one exchange and puts what
 * may be published into another, until it is stopped. A picture that may show a face as it is never
 * gets there; a veil does in its place.
 */
export class LiveLoop {
  /** Fulfilled once the loop was stopped; rejected when it gives up, `model-failed` or what failed. */
  readonly ended: Promise<void>;

  readonly #pipeline: LivePipeline | undefined;
  readonly #options: LiveLoopOptions;
  readonly #captured: ExchangeReader;
  readonly #published: ExchangeWriter;
  readonly #onRecord: (record: LiveFrameRecord) => void;
  readonly #stopping = new AbortController();
  readonly #rate = new EvenRate();
  readonly #normaliser: PictureNormaliser;
  readonly #frame: Frame;
  readonly #workingCopy = new WorkingCopy();
  readonly #isPassingBytes: boolean;
  #tuning: LiveTuning;
  #failuresRunning = 0;

  /**
   * @param pipeline not needed where nothing is swapped.
   * @param onRecord told of each picture that was taken up, once it has been handed over.
   * @throws MirageError `camera-format-unsupported`.
   */
  constructor(
    pipeline: LivePipeline | undefined,
    options: LiveLoopOptions,
    onRecord: (record: LiveFrameRecord) => void,
  ) {
    const { capturedFormat, output, isMirrored, isSwapping } = options;
    const { width, height } = output;
    this.#pipeline = pipeline;
    this.#options = options;
    this.#captured = new ExchangeReader(options.captured);
    this.#published = new ExchangeWriter(options.published);
    this.#tuning = options.tuning;
    this.#onRecord = onRecord;
    this.#normaliser = new PictureNormaliser(capturedFormat, { width, height, isMirrored });
    this.#frame = createFrame(width, height);
    this.#isPassingBytes = !isSwapping && isPublishedAsCaptured(capturedFormat, output, isMirrored);
    this.ended = this.#run();
  }

  /** Takes effect with the next picture. */
  tune(tuning: Partial<LiveTuning>): void {
    this.#tuning = { ...this.#tuning, ...tuning };
  }

  /** Nothing is handed over from now on; returns when the picture in hand is done. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#captured.wake();
    await this.ended;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while ((await this.#captured.waitForPicture(signal)) === 'fresh') {
      const captured = this.#captured.take();
      if (!captured || !this.#rate.accepts(captured.captureTimeMs, this.#tuning.maxFps)) continue;
      await this.#handOver(captured);
    }
  }

  async #handOver(captured: Slot): Promise<void> {
    const takenTimeMs = monotonicMs();
    const { slot } = this.#published;
    const { sequence, captureTimeMs } = captured;
    const outcome = await this.#fill(slot, captured);
    if (this.#stopping.signal.aborted) return;
    slot.sequence = sequence;
    slot.captureTimeMs = captureTimeMs;
    slot.kind = kindNumber(outcome.kind);
    this.#published.publish();
    this.#onRecord({
      ...outcome,
      sequence,
      captureTimeMs,
      takenTimeMs,
      readyTimeMs: slot.readyTimeMs,
    });
  }

  /** Fills a slot with the picture, or a veil. @throws what failed, when it fails again and again. */
  async #fill(slot: Slot, captured: Slot): Promise<Outcome> {
    const started = performance.now();
    const picture = captured.pixels.subarray(0, captured.bytes);
    if (this.#isPassingBytes) {
      slot.pixels.set(picture);
      slot.bytes = picture.length;
      return outcomeOf('clear', { compose: performance.now() - started });
    }
    try {
      this.#normaliser.normalise(picture, this.#frame);
    } catch (thrown) {
      // The camera's fault: no other worker would decode it, so it does not count against this one.
      return this.#withhold(slot, 'failed', { error: MirageError.from(thrown).serialise() });
    }
    const convert = performance.now() - started;
    if (!this.#options.isSwapping) return this.#show(slot, 'clear', { convert });
    const pipeline = this.#pipeline;
    if (!pipeline?.hasReference) return this.#withhold(slot, 'no-reference', { convert });
    return this.#swap(pipeline, slot, captured.captureTimeMs, convert);
  }

  async #swap(
    pipeline: LivePipeline,
    slot: Slot,
    captureTimeMs: number,
    convert: number,
  ): Promise<Outcome> {
    const frame = this.#frame;
    frame.timeMs = captureTimeMs;
    const working = this.#workingCopy.of(frame, this.#tuning.longestSide);
    let result: FrameResult;
    try {
      result = await pipeline.process(working, { coversBystanders: true });
    } catch (thrown) {
      this.#failuresRunning += 1;
      if (this.#failuresRunning >= MOST_FAILURES_RUNNING) throw thrown;
      const error = MirageError.from(thrown).serialise();
      return this.#withhold(slot, 'failed', { convert, error });
    }
    this.#failuresRunning = 0;
    const reason = reasonToWithhold(result);
    if (reason !== undefined) return this.#withhold(slot, reason, { convert, result });

    const started = performance.now();
    if (working !== frame) this.#workingCopy.pasteBack(frame, result.rectangles);
    return this.#show(slot, 'swapped', { convert, result, started });
  }

  #show(slot: Slot, kind: 'swapped' | 'clear', found: Found): Outcome {
    const { started = performance.now() } = found;
    slot.bytes = writePublished(this.#frame, this.#options.output, slot.pixels);
    return outcomeOf(kind, { ...found, compose: performance.now() - started });
  }

  #withhold(slot: Slot, withheld: WithheldReason, found: Found): Outcome {
    const started = performance.now();
    slot.bytes = writeVeil(this.#frame, slot.pixels);
    return outcomeOf('withheld', { ...found, withheld, compose: performance.now() - started });
  }
}

/** What is known of a picture so far. */
interface Found {
  withheld?: WithheldReason;
  result?: FrameResult;
  error?: NonNullable<LiveFrameRecord['error']>;
  /** Milliseconds. */
  convert?: number;
  compose?: number;
  /** When composing began, by performance.now(). */
  started?: number;
}

function outcomeOf(
  kind: PublishedKind,
  { withheld, result, error, convert = 0, compose = 0 }: Found,
): Outcome {
  const { detect = 0, track = 0, swap = 0 } = result?.times ?? {};
  return {
    kind,
    withheld,
    faces: result?.faces ?? 0,
    swapped: result?.swapped ?? 0,
    times: { detect, track, swap, convert, compose },
    identity: result?.identity,
    ...(error && { error }),
  };
}
