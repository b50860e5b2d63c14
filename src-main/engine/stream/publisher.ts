import { monotonicMs } from '../../base/monotonic-clock.ts';
import { pictureBytes } from '../../base/picture-format.ts';
import type { PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import {
  createExchange,
  ExchangeReader,
  type ExchangeHandle,
  type Slot,
} from '../../video/live/frame-exchange.ts';
import { kindOf, VEIL } from '../../video/live/published-kind.ts';
import { BlurredPicture } from './blurred-picture.ts';
import type { Capture } from './capture.ts';
import type { PublishRecord } from './protocol.ts';
import { PublishClock } from './publish-clock.ts';
import { Shield, type Arrival, type Showing } from './shield.ts';
import type { Sinks } from './sinks.ts';

export interface PublisherOptions {
  format: PublishedFormat;
  /** In the published layout. */
  placeholder: Uint8Array;
  isSwapping: boolean;
  sinks: Pick<Sinks, 'write' | 'writeToCamera'>;
}

/**
 * Takes what the video worker lets out, asks the shield what of it may be shown, and writes that to
 * the sinks, one picture a tick. A tick allocates nothing.
 */
export class Publisher {
  readonly clock: PublishClock;
  readonly #shield: Shield;
  readonly #sinks: PublisherOptions['sinks'];
  readonly #placeholder: Uint8Array;
  readonly #blurred: BlurredPicture;
  readonly #pictureBytes: number;
  /** Of a slot: room for a picture, or for a veil where that is larger. */
  readonly #slotBytes: number;
  /**
   * A copy of the last good picture: its slot goes back with the next one that is taken, and what
   * comes then may not be fit to be shown.
   */
  readonly #last: Uint8Array;
  readonly #lastPicture: Uint8Array;
  #isBlurOfLast = false;
  /** Something other than the placeholder has been published. */
  #hasShown = false;
  #reader: ExchangeReader | undefined;
  #capture: Pick<Capture, 'captured' | 'dropped'> | undefined;
  readonly #arrival: Arrival = { kind: 'withheld', captureTimeMs: 0 };
  readonly #record: PublishRecord = {
    timeMs: 0,
    kind: 'placeholder',
    isNew: false,
    sequence: 0,
    captureTimeMs: 0,
    readyTimeMs: 0,
    writeMs: 0,
    captured: 0,
    dropped: 0,
  };

  constructor({ format, placeholder, isSwapping, sinks }: PublisherOptions) {
    this.clock = new PublishClock(format.fps);
    this.#shield = new Shield(format.fps, isSwapping);
    this.#sinks = sinks;
    this.#placeholder = placeholder;
    this.#blurred = new BlurredPicture(format);
    this.#pictureBytes = pictureBytes(format);
    this.#slotBytes = Math.max(this.#pictureBytes, VEIL.bytes);
    this.#last = new Uint8Array(this.#slotBytes);
    this.#lastPicture = this.#last.subarray(0, this.#pictureBytes);
  }

  setPanic(isPanicking: boolean): void {
    this.#shield.setPanic(isPanicking, monotonicMs());
  }

  setSwapping(isSwapping: boolean): void {
    this.#shield.setSwapping(isSwapping, monotonicMs());
  }

  /** Another source, or none: nothing of the one before is taken any more. */
  setSource(capture: Pick<Capture, 'captured' | 'dropped' | 'format'> | undefined): void {
    this.#reader = undefined;
    this.#beginAnew();
    if (!capture) return;
    this.#capture = capture;
    this.#shield.expectSource(capture.format.fps);
  }

  /** A new exchange in place of the one before. */
  connect(): ExchangeHandle {
    const handle = createExchange(this.#slotBytes);
    this.#reader = new ExchangeReader(handle);
    this.#beginAnew();
    return handle;
  }

  /** One tick. @returns the same object each time. */
  publish(): PublishRecord {
    const nowMs = monotonicMs();
    const slot = this.#takeWhole();
    const showing = this.#shield.decide(nowMs, slot && this.#arrivalOf(slot));
    const picture = this.#pictureFor(showing, slot);

    const writingMs = monotonicMs();
    this.#write(showing, picture);
    return this.#recordOf(showing, slot, writingMs);
  }

  /**
   * A recording begins with the first picture that is shown, so that a session that is refused, or
   * stopped before, writes no file over another.
   */
  #write({ kind }: Showing, picture: Uint8Array): void {
    if (kind !== 'placeholder') this.#hasShown = true;
    if (this.#hasShown) this.#sinks.write(picture);
    else this.#sinks.writeToCamera(picture);
  }

  #beginAnew(): void {
    this.clock.beginAnew();
    this.#shield.beginAnew(monotonicMs());
  }

  /** The newest slot, unless it holds less or more than what it says it is. */
  #takeWhole(): Slot | undefined {
    const slot = this.#reader?.take();
    if (!slot) return undefined;
    const isVeil = kindOf(slot.kind) === 'withheld';
    if (slot.bytes !== (isVeil ? VEIL.bytes : this.#pictureBytes)) return undefined;
    this.clock.observe(slot.readyTimeMs);
    return slot;
  }

  /** Notes what came; a veil is kept, since its slot goes back before it is shown last. */
  #arrivalOf(slot: Slot): Arrival {
    this.#arrival.kind = kindOf(slot.kind);
    this.#arrival.captureTimeMs = slot.captureTimeMs;
    if (this.#arrival.kind === 'withheld') {
      this.#blurred.setVeil(slot.pixels);
      this.#isBlurOfLast = false;
    }
    return this.#arrival;
  }

  #pictureFor(showing: Showing, slot: Slot | undefined): Uint8Array {
    switch (showing.picture) {
      case 'arrival':
        if (slot) this.#last.set(slot.pixels);
        this.#isBlurOfLast = false;
        return this.#lastPicture;
      case 'last':
        return this.#lastPicture;
      case 'blurred-last':
        if (!this.#isBlurOfLast) this.#blurred.setPicture(this.#lastPicture);
        this.#isBlurOfLast = true;
        return this.#blurred.picture;
      case 'veil':
        return this.#blurred.picture;
      case 'placeholder':
        return this.#placeholder;
    }
  }

  #recordOf(showing: Showing, slot: Slot | undefined, writingMs: number): PublishRecord {
    const record = this.#record;
    const shown = showing.picture === 'arrival' ? slot : undefined;
    record.timeMs = monotonicMs();
    record.kind = showing.kind;
    record.isNew = shown !== undefined;
    record.sequence = shown?.sequence ?? 0;
    record.captureTimeMs = shown?.captureTimeMs ?? 0;
    record.readyTimeMs = shown?.readyTimeMs ?? 0;
    record.writeMs = record.timeMs - writingMs;
    record.captured = this.#capture?.captured ?? 0;
    record.dropped = this.#capture?.dropped ?? 0;
    return record;
  }
}
