import { monotonicMs } from '../../base/monotonic-clock.ts';
import type { PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import type { LiveFrameRecord } from '../../video/worker/protocol.ts';
import type { LiveStatistics } from '../metrics/live-statistics.ts';
import type { PublishRecord } from '../stream/protocol.ts';
import { FlowWatch, type Flow } from './flow-watch.ts';
import { Governor, type GovernorLimits, type GovernorStep } from './governor.ts';
import type { LiveStream } from './live-stream.ts';
import type { LiveVideo } from './live-video.ts';

export interface LiveFlowOptions {
  stream: LiveStream;
  video: LiveVideo;
  statistics: LiveStatistics;
  output: PublishedFormat;
  isMirrored: boolean;
  governorLimits: GovernorLimits;
  /** Told with every tick of the publish clock. */
  onFlow: (flow: Flow) => void;
  /** The governor has turned something down or up; it takes effect by itself. */
  onStep: (step: GovernorStep) => void;
}

/**
 * The flow of pictures from the camera through the video worker to the sinks: connects the two
 * workers, watches and measures what comes, and turns work down when it is too much. No picture
 * comes by here, only what is said of each.
 */
export class LiveFlow {
  readonly #options: LiveFlowOptions;
  readonly #watch = new FlowWatch();
  #governor: Governor;
  /** Pictures a second that the governor judges by. */
  #pace: number;
  #excuses = 0;

  constructor(options: LiveFlowOptions) {
    this.#options = options;
    this.#pace = options.output.fps;
    this.#governor = new Governor(this.#pace, options.governorLimits);
  }

  /** Says how much is turned down, and why. */
  get governor(): Pick<Governor, 'rung' | 'index' | 'reason' | 'load'> {
    return this.#governor;
  }

  /**
   * Lets pictures flow from the open source through the open video worker, whatever flowed before.
   * Where one of them is not open nothing happens: whoever opens it connects.
   */
  async connect(): Promise<void> {
    const { stream, video, output, isMirrored } = this.#options;
    const { source } = stream;
    if (!source || !video.isOpen) return;
    await this.#setPace(Math.min(output.fps, source.format.fps));
    const exchanges = await stream.connect();
    await video.startLive({
      ...exchanges,
      capturedFormat: source.format,
      output,
      isMirrored,
      isSwapping: stream.isSwapping,
    });
    this.#watch.connected(monotonicMs(), source.format.fps);
  }

  /** Something on the way is lost; nothing is expected until {@link connect}. */
  interrupted(): void {
    this.#watch.interrupted();
  }

  /** While it works on something else, the video worker is not taken for hanging. */
  async excusing<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#excuses += 1;
    try {
      return await work();
    } finally {
      this.#excuses -= 1;
      this.#watch.excused(monotonicMs());
    }
  }

  readonly published = (record: PublishRecord): void => {
    this.#options.statistics.addPublished(record);
    const flow = this.#watch.published(record);
    this.#options.onFlow(flow === 'worker-hangs' && this.#excuses > 0 ? 'waiting' : flow);
  };

  readonly processed = (record: LiveFrameRecord): void => {
    this.#options.statistics.addProcessed(record);
    this.#watch.processed(record);
    const { captureTimeMs, takenTimeMs, readyTimeMs, kind } = record;
    // Where no face is replaced there is next to nothing to turn down.
    if (kind === 'clear') return;
    const step = this.#governor.observe({
      processingMs: readyTimeMs - takenTimeMs,
      ageMs: readyTimeMs - captureTimeMs,
    });
    if (!step) return;
    this.#options.onStep(step);
    // A worker that dies meanwhile is told with its successor.
    this.#options.video.setRung(step.to).catch(() => undefined);
  };

  /** A camera of another rate has another ladder; with the same, only what was measured is void. */
  async #setPace(pace: number): Promise<void> {
    if (pace === this.#pace) {
      this.#governor.forget();
      return;
    }
    const from = this.#governor.rung;
    this.#pace = pace;
    this.#governor = new Governor(pace, this.#options.governorLimits);
    const to = this.#governor.rung;
    await this.#options.video.setRung(to);
    if (from.name !== to.name) this.#options.onStep({ from, to, reason: OTHER_PACE });
  }
}

const OTHER_PACE = 'The camera gives pictures at another rate.';
