import { MirageError } from '../../contract/error.ts';
import type { Notice } from '../../contract/notice.ts';
import { decodeArguments } from '../ffmpeg/decode-arguments.ts';
import { locateFfmpeg, type FfmpegPrograms } from '../ffmpeg/locate.ts';
import { startPulledProcess, type PulledProcess } from '../ffmpeg/pulled-process.ts';
import type { VideoFileInfo } from '../ffmpeg/video-file-info.ts';

/**
 * The frames of a video file, one after the other, each in the caller's buffer.
 *
 * Frame n shows the moment n / frameRate after the file's start. A picture that starts later than
 * its sound is held from the start, so sound and picture stay together.
 */
export class VideoFileReader {
  readonly info: VideoFileInfo;
  /** Of one I420 frame: Y, U and V planes back to back, rows without padding. */
  readonly frameBytes: number;
  readonly #decoder: PulledProcess;
  readonly #notices: Notice[];
  #framesRead = 0;
  #hasEnded = false;

  private constructor(info: VideoFileInfo, decoder: PulledProcess) {
    this.info = info;
    this.frameBytes = (info.width * info.height * 3) / 2;
    this.#decoder = decoder;
    this.#notices = [...info.notices];
  }

  /**
   * Starts decoding. The caller closes the reader.
   *
   * @param info from `probeVideo`.
   * @throws MirageError `ffmpeg-missing`.
   */
  static async open(info: VideoFileInfo, programs?: FfmpegPrograms): Promise<VideoFileReader> {
    const { ffmpeg } = programs ?? (await locateFfmpeg());
    return new VideoFileReader(info, await startPulledProcess(ffmpeg, decodeArguments(info)));
  }

  /** What the file's frames went through; complete once {@link read} has said the end. */
  get notices(): readonly Notice[] {
    return this.#notices;
  }

  get framesRead(): number {
    return this.#framesRead;
  }

  /**
   * Reads the next frame.
   *
   * @param target I420, `info.width` x `info.height`, {@link frameBytes} long; filled in place.
   * @returns false at the end; what the target holds then is not a frame.
   * @throws MirageError `input-unreadable` when the file gave no frame at all.
   */
  async read(target: Uint8Array): Promise<boolean> {
    if (target.length !== this.frameBytes) {
      throw new RangeError(`A frame takes ${this.frameBytes} bytes, not ${target.length}.`);
    }
    if (this.#hasEnded) return false;
    if (await this.#fill(target)) {
      this.#framesRead++;
      return true;
    }
    this.#hasEnded = true;
    await this.#judgeEnd();
    return false;
  }

  /** Stops decoding; harmless when everything has been read. */
  async close(): Promise<void> {
    this.#hasEnded = true;
    await this.#decoder.stop();
  }

  async #fill(target: Uint8Array): Promise<boolean> {
    const { width, height, contentWidth, contentHeight } = this.info;
    const luma = target.subarray(0, contentWidth * contentHeight);
    // The chroma planes of an odd size and of the next even size are the same.
    const chroma = target.subarray(width * height);
    if ((await this.#decoder.output.fill(luma)) < luma.length) return false;
    if ((await this.#decoder.output.fill(chroma)) < chroma.length) return false;
    extendLuma(target, contentWidth, contentHeight, width, height);
    return true;
  }

  async #judgeEnd(): Promise<void> {
    const { code, startError } = await this.#decoder.exited;
    const complaint = this.#decoder.stderr.text;
    if (this.#framesRead === 0) {
      throw new MirageError('input-unreadable', {
        message: `No picture of ${this.info.path} could be decoded.`,
        hint: 'Check that it plays in a video player, or make the file again.',
        cause: startError ?? new Error(complaint),
      });
    }
    // ffmpeg often ends with code 0 on a broken file; it prints nothing at this level on a sound one.
    if (code !== 0 || complaint !== '') {
      this.#notices.push({
        code: 'video-damaged',
        message: `${this.info.path} is damaged; the ${this.#framesRead} frames that could be decoded were read.`,
      });
    }
  }
}

/** Spreads a luma plane in place to the next even size, its last column and row repeated. */
function extendLuma(
  frame: Uint8Array,
  contentWidth: number,
  contentHeight: number,
  width: number,
  height: number,
): void {
  if (width !== contentWidth) {
    // From the last row up, so that no row is overwritten before it has moved.
    for (let row = contentHeight - 1; row >= 0; row--) {
      const start = row * width;
      frame.copyWithin(start, row * contentWidth, (row + 1) * contentWidth);
      frame[start + contentWidth] = frame[start + contentWidth - 1]!;
    }
  }
  if (height !== contentHeight) {
    frame.copyWithin(contentHeight * width, (contentHeight - 1) * width, contentHeight * width);
  }
}
