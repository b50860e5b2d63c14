import { nativeAddon, type Rectangle } from '../../base/addon.ts';
import { MirageError } from '../../contract/error.ts';
import { createFrame, type Frame } from '../frame.ts';
import { VideoPipeline, type FrameResult } from '../pipeline.ts';
import type { VideoRequestName, VideoRequests, WorkerFrameResult, YuvPicture } from './protocol.ts';

type Handlers = {
  [Name in VideoRequestName]: (
    input: VideoRequests[Name]['input'],
  ) => Promise<VideoRequests[Name]['output']>;
};

/** The requests of the video worker, answered by one pipeline. */
export class VideoRequestHandlers implements Handlers {
  #pipeline: VideoPipeline | undefined;
  /** The working copy of a YUV frame; made anew when the size changes. */
  #working: Frame | undefined;

  async open(input: VideoRequests['open']['input']): Promise<VideoRequests['open']['output']> {
    await this.#pipeline?.close();
    this.#pipeline = await VideoPipeline.open(input);
    const { provider, rejectedProviders } = this.#pipeline;
    return { provider, rejectedProviders };
  }

  configure(input: VideoRequests['configure']['input']): Promise<undefined> {
    this.#opened.configure(input);
    return Promise.resolve(undefined);
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

  async close(): Promise<undefined> {
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
