import { monotonicMs } from '../../base/monotonic-clock.ts';
import { MirageError } from '../../contract/error.ts';
import type { Notice } from '../../contract/notice.ts';
import type { PictureSink, PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import { RecordingPicture } from './recording-picture.ts';
import { RecordingTimeline } from './recording-timeline.ts';
import { VideoFileWriter } from './video-file-writer.ts';

/** What a recording asks of an encoder; {@link VideoFileWriter} is one. */
export type PictureEncoder = Pick<VideoFileWriter, 'notices' | 'write' | 'finish' | 'abort'>;

export interface RecordingSinkOptions {
  /** Its extension chooses the container. */
  path: string;
  /** Files that must not be overwritten. */
  inputs: readonly string[];
  startEncoder?: typeof startVideoFileWriter;
  /** By which pictures are placed in the file. */
  now?: () => number;
}

/**
 * Records what is published, at a constant rate and in real time. The encoder is never waited for:
 * one picture is on its way to it and one more may wait; those that come then are left out, and the
 * next one stands for them too.
 */
export class RecordingSink implements PictureSink {
  readonly name: string;
  readonly #options: RecordingSinkOptions;
  #recording: Recording | undefined;

  constructor(options: RecordingSinkOptions) {
    this.name = options.path;
    this.#options = options;
  }

  /** About the encoder from the opening on, about pictures left out when it is closed. */
  get notices(): Notice[] {
    return this.#recording?.notices ?? [];
  }

  /** @throws MirageError `output-unsupported`, `output-unwritable`, `disk-full`, `ffmpeg-missing`. */
  async open(format: PublishedFormat): Promise<void> {
    const { startEncoder = startVideoFileWriter, now = monotonicMs } = this.#options;
    this.#recording = new Recording(await startEncoder(format, this.#options), format, now);
  }

  /**
   * Takes a picture; before the opening and after the closing none.
   *
   * @throws MirageError `disk-full`, `ffmpeg-failed`, met with a picture before.
   */
  write(picture: Uint8Array): void {
    this.#recording?.write(picture);
  }

  /**
   * Completes the file.
   *
   * @throws MirageError `disk-full`, `ffmpeg-failed`, `output-unwritable`; nothing is left of it then.
   */
  async close(): Promise<void> {
    await this.#recording?.close();
  }
}

function startVideoFileWriter(
  { width, height, fps }: PublishedFormat,
  { path, inputs }: Pick<RecordingSinkOptions, 'path' | 'inputs'>,
): Promise<PictureEncoder> {
  return VideoFileWriter.create(path, {
    width,
    height,
    frameRate: { numerator: Math.round(fps * 1000), denominator: 1000 },
    range: 'limited',
    // BT.601 in ffmpeg's words; what a camera's primaries are nobody knows.
    colour: { matrix: 'smpte170m' },
    inputs,
  });
}

/** From the opening to the closing of the file. */
class Recording {
  readonly #encoder: PictureEncoder;
  readonly #timeline: RecordingTimeline;
  readonly #now: () => number;
  #written: RecordingPicture;
  #waiting: RecordingPicture;
  /** How often the waiting picture is to be written; 0 while none waits. */
  #waitingCopies = 0;
  #hasStarted = false;
  #leftOut = 0;
  #work: Promise<void> | undefined;
  #closed: Promise<void> | undefined;
  #failure: MirageError | undefined;

  constructor(encoder: PictureEncoder, format: PublishedFormat, now: () => number) {
    this.#encoder = encoder;
    this.#timeline = new RecordingTimeline(format.fps);
    this.#now = now;
    this.#written = new RecordingPicture(format);
    this.#waiting = new RecordingPicture(format);
  }

  get notices(): Notice[] {
    const leftOut = {
      code: 'recording-pictures-left-out',
      message: `Pictures of the recording that could not be encoded in time: ${this.#leftOut}. It stands still there.`,
    };
    return [...this.#encoder.notices, ...(this.#closed && this.#leftOut > 0 ? [leftOut] : [])];
  }

  write(picture: Uint8Array): void {
    if (this.#failure) throw this.#failure;
    if (this.#closed) return;
    const copies = this.#timeline.copiesDue(this.#now());
    if (copies === 0) return;
    if (this.#waitingCopies > 0) {
      // Until it took its first picture the encoder was only starting.
      if (this.#hasStarted) this.#leftOut++;
      return;
    }
    this.#waiting.fill(picture);
    this.#waitingCopies = copies;
    this.#timeline.place(copies);
    this.#work ??= this.#encodeWaiting();
  }

  close(): Promise<void> {
    this.#closed ??= this.#finish();
    return this.#closed;
  }

  async #encodeWaiting(): Promise<void> {
    try {
      while (this.#waitingCopies > 0) {
        const copies = this.#waitingCopies;
        [this.#written, this.#waiting] = [this.#waiting, this.#written];
        this.#waitingCopies = 0;
        for (let copy = 0; copy < copies; copy++) await this.#encoder.write(this.#written.pixels);
        this.#hasStarted = true;
      }
    } catch (thrown) {
      this.#failure = MirageError.from(thrown);
    }
    this.#work = undefined;
  }

  async #finish(): Promise<void> {
    await this.#work;
    // An encoder that was given nothing has nothing to finish.
    if (this.#failure || this.#timeline.placed === 0) await this.#encoder.abort();
    else await this.#encoder.finish();
    if (this.#failure) throw this.#failure;
  }
}
