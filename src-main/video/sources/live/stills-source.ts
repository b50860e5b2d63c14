import { basename } from 'node:path';
import { monotonicMs } from '../../../base/monotonic-clock.ts';
import { MirageError } from '../../../contract/error.ts';
import type { Notice } from '../../../contract/notice.ts';
import type { CameraWish } from '../../../devices/camera/camera.ts';
import type {
  PictureReceiver,
  PictureSource,
  SourceFormat,
} from '../../../devices/camera/picture-source.ts';
import type { Frame } from '../../frame.ts';
import { StillsSequence } from './stills-sequence.ts';
import { waitUntil } from './wait-until.ts';

/**
 * A folder of pictures played as a live camera: in the order of their names, one per period, again
 * and again. Pictures whose time has passed before they were loaded are left out.
 */
export class StillsSource implements PictureSource {
  readonly name: string;
  readonly #path: string;
  readonly #wish: CameraWish;
  readonly #stopping = new AbortController();
  #sequence: StillsSequence | undefined;
  #first: Frame | undefined;
  #played: Promise<void> | undefined;

  /**
   * @param path a folder, or one picture.
   * @param wish its rate is kept; its size is the most the pictures have.
   */
  constructor(path: string, wish: CameraWish) {
    this.name = basename(path);
    this.#path = path;
    this.#wish = wish;
  }

  /** Files left out so far. */
  get notices(): readonly Notice[] {
    return this.#sequence?.notices ?? [];
  }

  /** @throws MirageError `input-missing`, `input-unreadable`, `input-unsupported`. */
  async open(): Promise<SourceFormat> {
    this.#sequence = await StillsSequence.open(this.#path, this.#wish);
    this.#first = await this.#sequence.advance(1);
    const { width, height } = this.#first;
    return {
      ...{ pixelFormat: 'rgba', width, height, matrix: 'bt601', range: 'full' },
      fps: this.#wish.fps,
    };
  }

  start(receiver: PictureReceiver): void {
    if (!this.#sequence || !this.#first) throw new Error('The source has not been opened.');
    this.#played = this.#play(this.#sequence, this.#first, receiver);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#played;
  }

  async #play(sequence: StillsSequence, first: Frame, receiver: PictureReceiver): Promise<void> {
    const { signal } = this.#stopping;
    const periodMs = 1000 / this.#wish.fps;
    let frame = first;
    let dueMs = monotonicMs();
    try {
      for (;;) {
        await waitUntil(dueMs, signal);
        receiver.target.set(frame.pixels);
        receiver.deliver(frame.pixels.length, dueMs);
        const steps = Math.max(1, Math.ceil((monotonicMs() - dueMs) / periodMs));
        dueMs += steps * periodMs;
        // A single picture is not loaded again and again.
        if (sequence.length > 1) frame = await sequence.advance(steps);
      }
    } catch (thrown) {
      if (!signal.aborted) receiver.fail(MirageError.from(thrown));
    }
  }
}
