import { setTimeout as delay } from 'node:timers/promises';
import { monotonicMs } from '../../../base/monotonic-clock.ts';
import { pictureBytes } from '../../../base/picture-format.ts';
import { MirageError } from '../../../contract/error.ts';
import type { CameraWish } from '../../../devices/camera/camera.ts';
import type {
  PictureReceiver,
  PictureSource,
  SourceFormat,
} from '../../../devices/camera/picture-source.ts';
import { chooseMode } from '../../../devices/camera/choose-mode.ts';
import { locateFfmpeg, type FfmpegPrograms } from '../../ffmpeg/locate.ts';
import { startPulledProcess, type PulledProcess } from '../../ffmpeg/pulled-process.ts';
import { runProgram } from '../../ffmpeg/process.ts';
import type { AskedMode, CameraRefusal, CaptureBackend } from './capture-backend.ts';
import { ask, captureBackendOf } from './list-ffmpeg-cameras.ts';

export interface FfmpegDeviceChoice {
  /** As people know it. */
  name: string;
  /** Of a camera that `listFfmpegCameras` found. */
  path: string;
  wish: CameraWish;
}

export interface FfmpegDeviceMachine {
  backend: CaptureBackend | undefined;
  programs: FfmpegPrograms | undefined;
  /** How long a camera may take to its first picture. */
  silenceMs: number;
}

/** Cheap USB cameras take five seconds to wake up. */
const LONGEST_SILENCE_MS = 15_000;

const THIS_MACHINE: FfmpegDeviceMachine = {
  backend: captureBackendOf(process.platform),
  programs: undefined,
  silenceMs: LONGEST_SILENCE_MS,
};

interface OpenedDevice {
  capture: PulledProcess;
  format: SourceFormat;
}

/**
 * A camera on Windows or macOS, through ffmpeg as a program of its own. Whatever the camera sends
 * comes as I420; a picture's capture time is the moment it has arrived whole.
 *
 * ffmpeg is read without a pause and each picture goes to where the newest wins, so what piled up
 * while this thread was busy is passed over in a few milliseconds and never played late.
 */
export class FfmpegDeviceSource implements PictureSource {
  readonly name: string;
  readonly #choice: FfmpegDeviceChoice;
  readonly #machine: FfmpegDeviceMachine;
  #opened: OpenedDevice | undefined;
  #captured: Promise<void> | undefined;
  #isStopping = false;

  constructor(choice: FfmpegDeviceChoice, machine = THIS_MACHINE) {
    this.name = choice.name;
    this.#choice = choice;
    this.#machine = machine;
  }

  /** @throws MirageError `camera-*`, `ffmpeg-missing`. */
  async open(): Promise<SourceFormat> {
    const { backend, programs } = this.#machine;
    if (!backend) throw new Error('This platform has another way to its cameras.');
    const { ffmpeg } = programs ?? (await locateFfmpeg());
    const mode = await this.#chooseMode(ffmpeg, backend);
    const format = deliveredFormat(mode);
    const capture = await startPulledProcess(ffmpeg, [
      ...['-nostdin', '-hide_banner', '-loglevel', 'error'],
      ...['-fflags', 'nobuffer', '-flags', 'low_delay'],
      ...backend.inputArguments(this.#choice.path, mode),
      ...outputArguments(format, await hasFrameRateMode(ffmpeg)),
    ]);
    this.#opened = { capture, format };
    try {
      await this.#awaitFirstPicture(backend, this.#opened);
    } catch (thrown) {
      await capture.stop();
      throw thrown;
    }
    return format;
  }

  start(receiver: PictureReceiver): void {
    if (!this.#opened) throw new Error('The source has not been opened.');
    this.#captured = this.#capture(this.#opened, receiver);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#opened?.capture.stop();
    await this.#captured;
  }

  async #chooseMode(ffmpeg: string, backend: CaptureBackend): Promise<AskedMode> {
    const printed = await ask(ffmpeg, backend.offerArguments(this.#choice.path));
    const modes = backend.readOffer(printed);
    const mode = chooseMode(modes, this.#choice.wish);
    if (mode) return mode;
    const refusal = backend.readRefusal(printed);
    throw this.#refused(refusal?.code === 'camera-missing' ? refusal : NO_MODE, printed);
  }

  /** Only a picture tells that a camera is really there: a busy one may open and give none. */
  async #awaitFirstPicture(
    backend: CaptureBackend,
    { capture, format }: OpenedDevice,
  ): Promise<void> {
    const bytes = pictureBytes(format);
    const waiting = new AbortController();
    const { signal } = waiting;
    const outcome = await Promise.race([
      capture.output.fill(new Uint8Array(bytes)),
      delay(this.#machine.silenceMs, 'silent', { signal }),
    ]);
    waiting.abort();
    if (outcome === bytes) return;
    if (outcome === 'silent') throw this.#refused(backend.silence, capture.stderr.text);
    await capture.exited;
    const printed = capture.stderr.text;
    throw this.#refused(backend.readRefusal(printed) ?? LOST, printed);
  }

  async #capture({ capture, format }: OpenedDevice, receiver: PictureReceiver): Promise<void> {
    const bytes = pictureBytes(format);
    while ((await capture.output.fill(receiver.target)) === bytes) {
      receiver.deliver(bytes, monotonicMs());
    }
    if (this.#isStopping) return;
    await capture.exited;
    receiver.fail(this.#refused(LOST, capture.stderr.text));
  }

  #refused({ code, reason, hint }: CameraRefusal, printed: string): MirageError {
    return new MirageError(code, {
      message: `${this.name} cannot be used: ${reason}`,
      hint,
      cause: new Error(printed),
    });
  }
}

const NO_MODE: CameraRefusal = {
  code: 'camera-format-unsupported',
  reason: 'it offers no pictures that Mirage reads.',
  hint: 'Choose another camera; mirage devices lists them with their formats.',
};

const LOST: CameraRefusal = {
  code: 'camera-lost',
  reason: 'it stopped giving pictures.',
  hint: 'It is used again as soon as it is back; check its cable.',
};

function deliveredFormat({ width, height, fps }: AskedMode): SourceFormat {
  return { pixelFormat: 'i420', width, height, matrix: 'bt601', range: 'limited', fps };
}

function outputArguments({ width, height }: SourceFormat, hasMode: boolean): string[] {
  const scale = `scale=w=${width}:h=${height}:out_color_matrix=bt601:out_range=tv`;
  return [
    ...['-map', '0:v:0', '-vf', `${scale},format=pix_fmts=yuv420p`],
    // Every picture once and at once: by default a slow camera's are doubled to keep the rate.
    ...(hasMode ? ['-fps_mode', 'passthrough'] : ['-vsync', '0']),
    ...['-f', 'rawvideo', 'pipe:1'],
  ];
}

/** From 5.1 (July 2022) -fps_mode takes the place of -vsync, which later versions drop. */
async function hasFrameRateMode(ffmpeg: string): Promise<boolean> {
  const { stdout } = await runProgram(ffmpeg, ['-version']);
  const lastYear = Number(/Copyright \(c\) 2000-(\d{4})/.exec(stdout)?.[1] ?? 0);
  return lastYear > 2022;
}
