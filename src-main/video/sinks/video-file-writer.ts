import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { MirageError } from '../../contract/error.ts';
import type { Notice } from '../../contract/notice.ts';
import { containerFor } from '../ffmpeg/containers.ts';
import {
  encodeArguments,
  type EncodedPicture,
  type EncodeJob,
  type SoundSource,
} from '../ffmpeg/encode-arguments.ts';
import { locateFfmpeg, type FfmpegPrograms } from '../ffmpeg/locate.ts';
import { exitOf, OutputTail, plainEnvironment, type Exit } from '../ffmpeg/process.ts';
import { chooseEncoders, type ChosenEncoders } from '../ffmpeg/video-encoders.ts';
import { diskFull, OutputFile } from './output-file.ts';

export interface VideoWriterOptions extends EncodedPicture {
  /** A file whose first sound track is put beside the pictures; `VideoFileInfo` is one. */
  audioFrom?: SoundSource | undefined;
  /** Where the file ends, for pictures that stop before their sound does; later frames are ignored. */
  durationLimitMs?: number | undefined;
  /** Other files the work reads, which must not be overwritten. */
  inputs?: readonly string[] | undefined;
  programs?: FfmpegPrograms | undefined;
}

type Encoder = ChildProcessByStdio<Writable, null, Readable>;

/** What ffmpeg prints when a disk is full, on Linux, macOS and Windows. */
const DISK_FULL = /No space left on device|Disk quota exceeded|not enough space on the disk/i;

/** Older ffmpegs end with code 0 after these. */
const UNFINISHED = /Error writing trailer|Error muxing|Error submitting a packet to the muxer/i;

/**
 * Writes I420 frames into a video file: whole at {@link finish}, or not at all. The caller calls
 * {@link finish} or {@link abort}, also when it is interrupted.
 */
export class VideoFileWriter {
  readonly notices: readonly Notice[];
  /** ffmpeg's name of the encoder at work. */
  readonly encoderName: string;
  /** Of one I420 frame. */
  readonly frameBytes: number;
  readonly #output: OutputFile;
  readonly #encoder: Encoder;
  readonly #stderr: OutputTail;
  readonly #exited: Promise<Exit>;
  #framesWritten = 0;

  private constructor(output: OutputFile, ffmpeg: string, job: EncodeJob, notices: Notice[]) {
    this.notices = notices;
    this.encoderName = job.encoder.name;
    this.frameBytes = (job.picture.width * job.picture.height * 3) / 2;
    this.#output = output;
    // In a process group of its own, out of reach of a Ctrl-C in the terminal: whether the file is
    // finished or removed is for this process to say. It ends by itself when its input is closed.
    this.#encoder = spawn(ffmpeg, encodeArguments(job), {
      stdio: ['pipe', 'ignore', 'pipe'],
      detached: true,
      windowsHide: true,
      env: plainEnvironment(),
    });
    this.#stderr = new OutputTail(this.#encoder.stderr);
    this.#exited = exitOf(this.#encoder);
    // The callback of each write reports the same error.
    this.#encoder.stdin.on('error', () => undefined);
  }

  /**
   * Checks everything that can be known beforehand, then starts the encoder.
   *
   * @param path its extension chooses the container.
   * @throws MirageError `output-unsupported`, `output-unwritable`, `disk-full`, `ffmpeg-missing`.
   */
  static async create(path: string, options: VideoWriterOptions): Promise<VideoFileWriter> {
    const { width, height, audioFrom, inputs = [] } = options;
    if (!(width > 0 && height > 0 && width % 2 === 0 && height % 2 === 0)) {
      throw new RangeError(`A video of ${width}x${height} has no even size.`);
    }
    const container = containerFor(path);
    const { ffmpeg } = options.programs ?? (await locateFfmpeg());
    const chosen = await chooseEncoders(ffmpeg, container);
    const notices: Notice[] = [];
    if (!chosen.isFirstChoice) notices.push(encoderFallback(chosen));
    const codec = audioFrom?.audio && soundCodec(audioFrom.audio.codec, container, chosen, notices);
    const sound = audioFrom && codec !== undefined ? { source: audioFrom, codec } : undefined;
    const output = await OutputFile.prepare(path, [
      ...inputs,
      ...(sound ? [sound.source.path] : []),
    ]);
    const job: EncodeJob = {
      picture: options,
      container,
      encoder: chosen.video,
      sound,
      durationLimitMs: options.durationLimitMs,
      path: output.temporaryPath,
    };
    return new VideoFileWriter(output, ffmpeg, job, notices);
  }

  get framesWritten(): number {
    return this.#framesWritten;
  }

  /**
   * Hands a frame to the encoder, as fast as it takes them.
   *
   * @param frame I420, {@link frameBytes} long; may be reused when the promise resolves.
   * @throws MirageError `disk-full`, `ffmpeg-failed`; nothing is left of the file then.
   */
  async write(frame: Uint8Array): Promise<void> {
    if (frame.length !== this.frameBytes) {
      throw new RangeError(`A frame takes ${this.frameBytes} bytes, not ${frame.length}.`);
    }
    const failure = await new Promise<Error | null | undefined>((resolve) => {
      this.#encoder.stdin.write(frame, resolve);
    });
    // Past the duration limit the encoder has closed its input and ended well.
    if (failure && (await this.#exited).code !== 0) await this.#fail();
    this.#framesWritten++;
  }

  /**
   * Completes the file and gives it its name.
   *
   * @throws MirageError `disk-full`, `ffmpeg-failed`, `output-unwritable`; nothing is left of the
   *   file then.
   */
  async finish(): Promise<void> {
    this.#encoder.stdin.end();
    const { code } = await this.#exited;
    const complaint = this.#stderr.text;
    if (code !== 0 || DISK_FULL.test(complaint) || UNFINISHED.test(complaint)) await this.#fail();
    await this.#output.commit();
  }

  /** Stops the encoder and removes what it wrote; harmless after {@link finish}. */
  async abort(): Promise<void> {
    this.#encoder.kill('SIGKILL');
    await this.#exited;
    await this.#output.discard();
  }

  async #fail(): Promise<never> {
    const { code, startError } = await this.#exited;
    await this.#output.discard();
    const complaint = this.#stderr.text;
    const cause = startError ?? new Error(complaint);
    if (DISK_FULL.test(complaint)) throw diskFull(this.#output.path, cause);
    throw new MirageError('ffmpeg-failed', {
      message: `ffmpeg could not write ${this.#output.path} (it ended with code ${code ?? 'none'}).`,
      hint: 'Try another kind of file, such as .mkv, or a newer ffmpeg.',
      cause,
    });
  }
}

function encoderFallback({ video }: ChosenEncoders): Notice {
  return {
    code: 'encoder-fallback',
    message: `This computer's ffmpeg lacks the usual encoder; the video is written with ${video.name}.`,
  };
}

/** @returns 'copy', an encoder, or undefined when the sound cannot be kept; notes what is lost. */
function soundCodec(
  codec: string,
  container: ReturnType<typeof containerFor>,
  { audio }: ChosenEncoders,
  notices: Notice[],
): string | undefined {
  if (container.copiedAudio.includes(codec)) return 'copy';
  notices.push(
    audio === undefined
      ? {
          code: 'sound-dropped',
          message: `The sound (${codec}) is left out: this ffmpeg cannot encode it for ${container.muxer} files.`,
        }
      : {
          code: 'sound-reencoded',
          message: `The sound (${codec}) does not fit into ${container.muxer} files; it is encoded anew.`,
        },
  );
  return audio;
}
