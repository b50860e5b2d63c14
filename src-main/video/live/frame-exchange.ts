import { monotonicMs } from '../../base/monotonic-clock.ts';

/** What crosses to the other thread: two views into shared memory make an exchange again. */
export interface ExchangeHandle {
  memory: SharedArrayBuffer;
  slotBytes: number;
}

/** What is said of the picture in a slot. */
export interface SlotHeader {
  /** Counts the pictures of its source from 1. */
  sequence: number;
  /** By monotonicMs. */
  captureTimeMs: number;
  /** When it was put here, by monotonicMs. */
  readyTimeMs: number;
  /** Bytes of the slot that are the picture. */
  bytes: number;
  /** A number the two ends agree on; see `PublishedKind`. */
  kind: number;
}

/** A picture and what is said of it; the object is the same for every picture of its slot. */
export interface Slot extends SlotHeader {
  readonly pixels: Uint8Array;
}

const SLOTS = 3;
/** Set in the state word while the middle slot holds a picture that was not taken yet. */
const IS_FRESH = 4;
const SLOT_MASK = 3;

/** Int32 words before the headers: the state, and a count of pictures that sleepers wait on. */
const STATE_WORD = 0;
const COUNT_WORD = 1;
const CONTROL_BYTES = 64;
const HEADER_VALUES = 8;
const HEADER_BYTES = HEADER_VALUES * 8;

/**
 * A mailbox of depth one between two threads: the newest picture wins, nobody waits, nothing is
 * copied. Three slots in shared memory change hands by one atomic exchange (the triple buffer of
 * computer graphics): the writer fills one, the reader reads another, the third holds the newest.
 *
 * An exchange lives as long as both its ends. When a thread dies a new one is made, so that nothing
 * the dead one may still write is ever read.
 */
export function createExchange(slotBytes: number): ExchangeHandle {
  const memory = new SharedArrayBuffer(CONTROL_BYTES + SLOTS * (HEADER_BYTES + slotBytes));
  // The writer has slot 0, the reader slot 2.
  Atomics.store(new Int32Array(memory), STATE_WORD, 1);
  return { memory, slotBytes };
}

/** The end that fills slots. There is one. */
export class ExchangeWriter {
  readonly #control: Int32Array;
  readonly #slots: readonly SharedSlot[];
  #back = 0;

  constructor(handle: ExchangeHandle) {
    this.#control = new Int32Array(handle.memory, 0, 2);
    this.#slots = slotsOf(handle);
  }

  /** The slot to fill next. */
  get slot(): Slot {
    return this.#slots[this.#back];
  }

  /**
   * Hands the filled slot over and stamps it with the time.
   *
   * @returns whether an older picture was overwritten that nobody had taken.
   */
  publish(): boolean {
    this.slot.readyTimeMs = monotonicMs();
    const before = Atomics.exchange(this.#control, STATE_WORD, this.#back | IS_FRESH);
    this.#back = before & SLOT_MASK;
    Atomics.add(this.#control, COUNT_WORD, 1);
    Atomics.notify(this.#control, COUNT_WORD);
    return (before & IS_FRESH) !== 0;
  }
}

/** The end that reads slots. There is one. */
export class ExchangeReader {
  readonly #control: Int32Array;
  readonly #slots: readonly SharedSlot[];
  #front = 2;

  constructor(handle: ExchangeHandle) {
    this.#control = new Int32Array(handle.memory, 0, 2);
    this.#slots = slotsOf(handle);
  }

  /** Whether {@link take} would give a picture. */
  get isFresh(): boolean {
    return (Atomics.load(this.#control, STATE_WORD) & IS_FRESH) !== 0;
  }

  /** The newest picture, the reader's own until the next call; undefined when it was taken before. */
  take(): Slot | undefined {
    if (!this.isFresh) return undefined;
    // Only the reader clears the mark, so it is still set.
    const before = Atomics.exchange(this.#control, STATE_WORD, this.#front);
    this.#front = before & SLOT_MASK;
    return this.#slots[this.#front];
  }

  /**
   * Waits for a picture without holding the thread up.
   *
   * @returns 'aborted' when the signal came first; {@link wake} must follow an abort.
   */
  async waitForPicture(signal: AbortSignal): Promise<'fresh' | 'aborted'> {
    for (;;) {
      const count = Atomics.load(this.#control, COUNT_WORD);
      if (signal.aborted) return 'aborted';
      if (this.isFresh) return 'fresh';
      const waiting = Atomics.waitAsync(this.#control, COUNT_WORD, count);
      if (waiting.async) await waiting.value;
    }
  }

  /** Lets {@link waitForPicture} look at its signal. */
  wake(): void {
    Atomics.add(this.#control, COUNT_WORD, 1);
    Atomics.notify(this.#control, COUNT_WORD);
  }
}

/** A slot whose header lies in shared memory, so that both threads see the same. */
class SharedSlot implements Slot {
  readonly pixels: Uint8Array;
  readonly #header: Float64Array;

  constructor({ memory, slotBytes }: ExchangeHandle, index: number) {
    const header = CONTROL_BYTES + index * HEADER_BYTES;
    this.#header = new Float64Array(memory, header, HEADER_VALUES);
    const start = CONTROL_BYTES + SLOTS * HEADER_BYTES + index * slotBytes;
    this.pixels = new Uint8Array(memory, start, slotBytes);
  }

  get sequence(): number {
    return this.#header[0];
  }
  set sequence(value: number) {
    this.#header[0] = value;
  }

  get captureTimeMs(): number {
    return this.#header[1];
  }
  set captureTimeMs(value: number) {
    this.#header[1] = value;
  }

  get readyTimeMs(): number {
    return this.#header[2];
  }
  set readyTimeMs(value: number) {
    this.#header[2] = value;
  }

  get bytes(): number {
    return this.#header[3];
  }
  set bytes(value: number) {
    this.#header[3] = value;
  }

  get kind(): number {
    return this.#header[4];
  }
  set kind(value: number) {
    this.#header[4] = value;
  }
}

function slotsOf(handle: ExchangeHandle): SharedSlot[] {
  return Array.from({ length: SLOTS }, (_, index) => new SharedSlot(handle, index));
}
