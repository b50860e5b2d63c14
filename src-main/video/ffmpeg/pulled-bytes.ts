const NOTHING = new Uint8Array(0);

/**
 * Turns a stream that pushes chunks into one that fills the buffers it is given. While no buffer is
 * wanted the stream stands still, so what is read ahead is one chunk and what the pipe holds.
 */
export class PulledBytes {
  readonly #resume: () => void;
  #target: Uint8Array | undefined;
  #filled = 0;
  #settle: ((filled: number) => void) | undefined;
  /** The part of the last chunk that did not fit; it is the stream's memory, untouched until resumed. */
  #held: Uint8Array = NOTHING;
  #hasEnded = false;

  /** @param resume makes the stream push again after {@link accept} returned false. */
  constructor(resume: () => void) {
    this.#resume = resume;
  }

  /**
   * Fills the target.
   *
   * @returns the number of bytes filled; fewer than the target holds once the stream has ended.
   */
  async fill(target: Uint8Array): Promise<number> {
    if (this.#target) throw new RangeError('The last target is still being filled.');
    this.#target = target;
    this.#filled = 0;
    return await new Promise((resolve) => {
      this.#settle = resolve;
      const isFull = !this.accept(this.#held);
      if (this.#hasEnded) this.#finish();
      else if (!isFull) this.#resume();
    });
  }

  /**
   * Takes a chunk from the stream.
   *
   * @returns false when the stream must stand still and leave the chunk's memory alone.
   */
  accept(chunk: Uint8Array): boolean {
    const target = this.#target;
    const room = target ? target.length - this.#filled : 0;
    const taken = chunk.length <= room ? chunk : chunk.subarray(0, room);
    target?.set(taken, this.#filled);
    this.#filled += taken.length;
    this.#held = taken === chunk ? NOTHING : chunk.subarray(room);
    if (target && this.#filled < target.length) return true;
    this.#finish();
    return false;
  }

  /** Nothing more will come. */
  end(): void {
    this.#hasEnded = true;
    this.#finish();
  }

  #finish(): void {
    const settle = this.#settle;
    this.#target = undefined;
    this.#settle = undefined;
    settle?.(this.#filled);
  }
}
