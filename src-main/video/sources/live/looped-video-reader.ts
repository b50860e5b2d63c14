import type { FfmpegPrograms } from '../../ffmpeg/locate.ts';
import { framesPerSecond } from '../../ffmpeg/frame-rate.ts';
import type { VideoFileInfo } from '../../ffmpeg/video-file-info.ts';
import { VideoFileReader } from '../video-file-reader.ts';

/**
 * A decoder is started this long before the one in use reaches the file's end: starting takes a
 * tenth of a second, many times that on a busy machine. It stands still until it is read.
 */
const HEAD_START_SECONDS = 2;

/**
 * The frames of a video file, again and again, without a gap in between. Decoding each round anew
 * gives every round the same frames, which ffmpeg's own loop option does not do for all containers.
 */
export class LoopedVideoReader {
  readonly #info: VideoFileInfo;
  readonly #programs: FfmpegPrograms | undefined;
  #current: VideoFileReader;
  #next: Promise<VideoFileReader> | undefined;
  /** Of one round; at first what the container says, 0 when it says nothing. */
  #roundFrames: number;
  #isClosed = false;

  private constructor(
    first: VideoFileReader,
    info: VideoFileInfo,
    programs: FfmpegPrograms | undefined,
  ) {
    this.#info = info;
    this.#programs = programs;
    this.#current = first;
    this.#roundFrames = info.estimatedFrames ?? 0;
  }

  /**
   * Starts decoding. The caller closes the reader.
   *
   * @param info from `probeVideo`.
   * @throws MirageError `ffmpeg-missing`.
   */
  static async open(info: VideoFileInfo, programs?: FfmpegPrograms): Promise<LoopedVideoReader> {
    return new LoopedVideoReader(await VideoFileReader.open(info, programs), info, programs);
  }

  /**
   * Reads the next frame.
   *
   * @param target I420, filled in place; see {@link VideoFileReader.read}.
   * @returns false once it is closed.
   * @throws MirageError `input-unreadable` when a round gives no frame at all.
   */
  async read(target: Uint8Array): Promise<boolean> {
    try {
      this.#prepareNextRound();
      if (await this.#current.read(target)) return true;
      if (this.#isClosed) return false;
      await this.#beginNextRound();
      return await this.#current.read(target);
    } catch (thrown) {
      // A decoder stopped before its first frame complains of the file.
      if (this.#isClosed) return false;
      throw thrown;
    }
  }

  /** Stops decoding; what is being read ends with false. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const prepared = this.#next;
    this.#next = undefined;
    await this.#current.close();
    await prepared?.then(
      (reader) => reader.close(),
      () => undefined,
    );
  }

  #prepareNextRound(): void {
    const headStart = Math.ceil(framesPerSecond(this.#info.frameRate) * HEAD_START_SECONDS);
    if (this.#next || this.#current.framesRead < this.#roundFrames - headStart) return;
    this.#next = VideoFileReader.open(this.#info, this.#programs);
    // Told when it is needed, by beginNextRound.
    this.#next.catch(() => undefined);
  }

  async #beginNextRound(): Promise<void> {
    const ended = this.#current;
    this.#roundFrames = ended.framesRead;
    // Not prepared yet when the file is shorter than its container says.
    this.#prepareNextRound();
    this.#current = await this.#next!;
    this.#next = undefined;
    await ended.close();
  }
}
