import { basename } from 'node:path';
import { monotonicMs } from '../../../base/monotonic-clock.ts';
import { pictureBytes } from '../../../base/picture-format.ts';
import { MirageError } from '../../../contract/error.ts';
import type { Notice } from '../../../contract/notice.ts';
import type {
  PictureReceiver,
  PictureSource,
  SourceFormat,
} from '../../../devices/camera/picture-source.ts';
import { framesPerSecond } from '../../ffmpeg/frame-rate.ts';
import { locateFfmpeg, type FfmpegPrograms } from '../../ffmpeg/locate.ts';
import { probeVideo } from '../../ffmpeg/probe.ts';
import type { VideoFileInfo } from '../../ffmpeg/video-file-info.ts';
import { LoopedVideoReader } from './looped-video-reader.ts';
import { PlaybackPace } from './playback-pace.ts';
import { waitUntil } from './wait-until.ts';

interface OpenedVideo {
  reader: LoopedVideoReader;
  info: VideoFileInfo;
  format: SourceFormat;
}

/**
 * A video file played as a live camera: at its own rate, again and again, in its own size and
 * colours. A picture's capture time is the moment it was due.
 */
export class VideoFileSource implements PictureSource {
  readonly name: string;
  readonly #path: string;
  readonly #programs: FfmpegPrograms | undefined;
  readonly #stopping = new AbortController();
  #opened: OpenedVideo | undefined;
  #played: Promise<void> | undefined;

  /** @param programs those that `locateFfmpeg` finds by default. */
  constructor(path: string, programs?: FfmpegPrograms) {
    this.name = basename(path);
    this.#path = path;
    this.#programs = programs;
  }

  /** What the user should know about the file; complete once it is open. */
  get notices(): readonly Notice[] {
    return this.#opened?.info.notices ?? [];
  }

  /**
   * @throws MirageError `input-missing`, `input-unreadable`, `input-unsupported`, `no-video-stream`,
   *   `ffmpeg-missing`.
   */
  async open(): Promise<SourceFormat> {
    const programs = this.#programs ?? (await locateFfmpeg());
    const info = await probeVideo(this.#path, programs);
    const { width, height, matrix, range } = info;
    const fps = framesPerSecond(info.frameRate);
    const format: SourceFormat = { pixelFormat: 'i420', width, height, matrix, range, fps };
    this.#opened = { reader: await LoopedVideoReader.open(info, programs), info, format };
    return format;
  }

  start(receiver: PictureReceiver): void {
    if (!this.#opened) throw new Error('The source has not been opened.');
    this.#played = this.#play(this.#opened, receiver);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#opened?.reader.close();
    await this.#played;
  }

  async #play({ reader, format }: OpenedVideo, receiver: PictureReceiver): Promise<void> {
    const { signal } = this.#stopping;
    const pace = new PlaybackPace(format.fps);
    const bytes = pictureBytes(format);
    try {
      while (await reader.read(receiver.target)) {
        const step = pace.next(monotonicMs());
        if (step.kind === 'skip') continue;
        await waitUntil(step.dueMs, signal);
        receiver.deliver(bytes, step.dueMs);
      }
    } catch (thrown) {
      if (!signal.aborted) receiver.fail(MirageError.from(thrown));
    }
  }
}
