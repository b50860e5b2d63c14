import { nativeAddon, type Rectangle } from '../../base/addon.ts';
import type { Emit } from '../../base/worker/serve-requests.ts';
import type { Handlers } from '../../base/worker/requests.ts';
import { MirageError } from '../../contract/error.ts';
import { createFrame, type Frame } from '../frame.ts';
import { VideoPipeline, type FrameResult, type VideoPipelineOptions } from '../pipeline.ts';
import { LiveLoop } from '../live/live-loop.ts';
import type {
  LiveLoopOptions,
  LiveTuning,
  VideoEvents,
  VideoRequests,
  WorkerFrameResult,
  YuvPicture,
} from './protocol.ts';

export type OpenPipeline = (options: VideoPipelineOptions) => Promise<VideoPipeline>;

/** The requests of the video worker, answered by one pipeline. */
export class VideoRequestHandlers implements Handlers<VideoRequests> {
  #pipeline: VideoPipeline | undefined;
  /** The working copy of a YUV frame; made anew when the size changes. */
  #working: Frame | undefined;
  #live: LiveLoop | undefined;
  readonly #emit: Emit<VideoEvents>;
  readonly #openPipeline: OpenPipeline;

  /** @param openPipeline a test may give one that is slow, or throws. */
  constructor(
    emit: Emit<VideoEvents>,
    openPipeline: OpenPipeline = (options) => VideoPipeline.open(options),
  ) {
    this.#emit = emit;
    this.#openPipeline = openPipeline;
  }

  async open(input: VideoRequests['open']['input']): Promise<VideoRequests['open']['output']> {
    await this.close();
    this.#pipeline = await this.#openPipeline(input);
    const { provider, rejectedProviders } = this.#pipeline;
    return { provider, rejectedProviders };
  }

  async configure(input: VideoRequests['configure']['input']): Promise<undefined> {
    await this.#opened.configure(input);
    return undefined;
  }

  analyse(input: Frame): Promise<VideoRequests['analyse']['output']> {
    return this.#opened.analyse(input);
  }

  setReferences(input: readonly Frame[]): Promise<VideoRequests['setReferences']['output']> {
    return this.#opened.setReferences(input);
  }

  async processYuv(picture: YuvPicture): Promise<WorkerFrameResult> {
    const { buffer, width, height, matrix, range, timeMs } = picture;
    const yuv = new Uint8Array(buffer);
    const frame = this.#workingFrame(width, height);
    frame.timeMs = timeMs;
    const started = performance.now();
    nativeAddon().rgbaFromI420(yuv, width, height, matrix, range, frame.pixels);
    const converted = performance.now();

    const result = await this.#opened.process(frame);

    const processed = performance.now();
    for (const rectangle of result.rectangles) {
      // What was not drawn over keeps the very bytes that came.
      const even = evenRectangle(rectangle, width, height);
      nativeAddon().i420FromRgba(frame.pixels, width, height, matrix, range, even, yuv);
    }
    const convert = converted - started + (performance.now() - processed);
    return answer(result, buffer, convert);
  }

  async processStill(picture: VideoRequests['processStill']['input']): Promise<WorkerFrameResult> {
    const pixels = new Uint8Array(picture.buffer);
    const result = await this.#opened.processStill({ ...picture, pixels });
    return answer(result, picture.buffer, 0);
  }

  /**
   * Nobody waits for the loop's end: one that gives up rejects it, which ends this thread, so that
   * the control thread puts another in its place.
   */
  async startLive(options: LiveLoopOptions): Promise<undefined> {
    await this.#live?.stop();
    // Pictures that pass as they are need no networks.
    const pipeline = options.isSwapping ? this.#opened : undefined;
    this.#live = new LiveLoop(pipeline, options, (record) => {
      this.#emit('liveFrame', record);
    });
    return undefined;
  }

  tuneLive(tuning: Partial<LiveTuning>): Promise<undefined> {
    this.#live?.tune(tuning);
    return Promise.resolve(undefined);
  }

  async stopLive(): Promise<undefined> {
    await this.#live?.stop();
    this.#live = undefined;
    return undefined;
  }

  async close(): Promise<undefined> {
    await this.stopLive();
    await this.#pipeline?.close();
    this.#pipeline = undefined;
    return undefined;
  }

  get #opened(): VideoPipeline {
    if (!this.#pipeline) {
      throw new MirageError('internal', { message: 'The video worker has not been opened.' });
    }
    return this.#pipeline;
  }

  #workingFrame(width: number, height: number): Frame {
    if (this.#working?.width !== width || this.#working.height !== height) {
      this.#working = createFrame(width, height);
    }
    return this.#working;
  }
}

function answer(
  { faces, swapped, times, identity }: FrameResult,
  buffer: ArrayBuffer,
  convert: number,
): WorkerFrameResult {
  return { faces, swapped, identity, buffer, times: { ...times, convert } };
}

/** The smallest rectangle around another that begins and ends on whole chroma samples. */
export function evenRectangle(
  { x, y, width, height }: Rectangle,
  frameWidth: number,
  frameHeight: number,
): Rectangle {
  const left = x - (x % 2);
  const top = y - (y % 2);
  const right = Math.min(frameWidth, x + width + ((x + width) % 2));
  const bottom = Math.min(frameHeight, y + height + ((y + height) % 2));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
