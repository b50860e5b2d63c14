import { monotonicMs } from '../../../base/monotonic-clock.ts';
import { pictureBytes } from '../../../base/picture-format.ts';
import { MirageError } from '../../../contract/error.ts';
import type { CameraWish } from '../../../devices/camera/camera.ts';
import type {
  PictureReceiver,
  PictureSource,
  SourceFormat,
} from '../../../devices/camera/picture-source.ts';
import { drawFrameStamp } from './frame-stamp.ts';
import { startSteadyTicks } from './steady-ticks.ts';
import { TestScene } from './test-scene.ts';

/** What a stamp's blocks and the scene need. */
const SMALLEST_WIDTH = 256;

/**
 * A drawn camera: a portrait swaying over a calm background, with a stamp that says which picture it
 * is and when it was drawn (`readFrameStamp`). A picture that could not be drawn in time is left out,
 * and its number with it.
 */
export class TestSource implements PictureSource {
  readonly name = 'Test camera';
  readonly #format: SourceFormat;
  #scene: TestScene | undefined;
  #endTicks: (() => void) | undefined;

  /** Odd sides are made even. */
  constructor(wish: CameraWish) {
    const [width, height] = [wish.width - (wish.width % 2), wish.height - (wish.height % 2)];
    this.#format = {
      ...{ pixelFormat: 'i420', width, height, matrix: 'bt601', range: 'limited' },
      fps: wish.fps,
    };
  }

  /** @throws MirageError `camera-format-unsupported`, `input-missing` (the portrait). */
  async open(): Promise<SourceFormat> {
    const { width, height } = this.#format;
    if (width < SMALLEST_WIDTH || height < width / 4) {
      throw new MirageError('camera-format-unsupported', {
        message: `The test camera does not draw pictures of ${width}x${height}.`,
        hint: `Ask for at least ${SMALLEST_WIDTH} pixels across and no more than four times the height.`,
      });
    }
    this.#scene = await TestScene.create(width, height);
    return this.#format;
  }

  start(receiver: PictureReceiver): void {
    const scene = this.#scene;
    if (!scene) throw new Error('The source has not been opened.');
    const { width, height, fps } = this.#format;
    const bytes = pictureBytes(this.#format);
    this.#endTicks = startSteadyTicks(fps, (frameNumber) => {
      const { target } = receiver;
      const timeMs = monotonicMs();
      scene.draw(timeMs, target);
      drawFrameStamp(target, width, height, { frameNumber, timeMs });
      receiver.deliver(bytes, timeMs);
    });
  }

  stop(): Promise<void> {
    this.#endTicks?.();
    return Promise.resolve();
  }
}
