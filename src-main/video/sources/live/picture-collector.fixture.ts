import type { MirageError } from '../../../contract/error.ts';
import type { PictureReceiver } from '../../../devices/camera/picture-source.ts';

export interface CollectedPicture {
  pixels: Uint8Array;
  captureTimeMs: number;
}

/** Keeps a copy of every picture, and makes the source fill another place each time. */
export class PictureCollector implements PictureReceiver {
  readonly pictures: CollectedPicture[] = [];
  readonly #targets: Uint8Array[];
  readonly #keptBytes: number;
  #wanted = Infinity;
  #settle: { resolve: () => void; reject: (error: MirageError) => void } | undefined;

  /** @param keptBytes how much of each picture is kept; all by default. */
  constructor(bytes: number, keptBytes = bytes) {
    this.#targets = [0, 1, 2].map(() => new Uint8Array(new SharedArrayBuffer(bytes)));
    this.#keptBytes = keptBytes;
  }

  get target(): Uint8Array {
    return this.#targets[this.pictures.length % this.#targets.length];
  }

  deliver(bytes: number, captureTimeMs: number): void {
    const pixels = this.target.slice(0, Math.min(bytes, this.#keptBytes));
    this.pictures.push({ pixels, captureTimeMs });
    if (this.pictures.length >= this.#wanted) this.#settle?.resolve();
  }

  fail(error: MirageError): void {
    this.#settle?.reject(error);
  }

  /** Resolves when so many pictures have come; rejects when the source fails. */
  async collect(count: number): Promise<CollectedPicture[]> {
    await new Promise<void>((resolve, reject) => {
      this.#wanted = count;
      this.#settle = { resolve, reject };
    });
    return this.pictures;
  }
}
