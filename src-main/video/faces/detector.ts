import { nativeAddon } from '../../base/addon.ts';
import { ModelSession, type ModelSessionOptions } from '../../models/inference/model-session.ts';
import { networkFile } from '../../models/model-file.ts';
import type { Frame } from '../frame.ts';
import {
  BLAZEFACE_LAYERS,
  BLAZEFACE_SIZE,
  decodeBlazeface,
  type BlazefaceLayer,
} from './blazeface.ts';
import type { DetectedFace, FaceRegion } from './face.ts';
import { cropToPicture } from './region.ts';

/** blazeface-back was trained on pixels in -1..1. */
const SCALE = 1 / 127.5;
const OFFSET = -1;

/** Finds faces with blazeface-back: those of about a tenth of the picture's longer side and up. */
export class FaceDetector {
  readonly #session: ModelSession;
  /** float32 [1, 3, 256, 256], RGB in -1..1. */
  readonly #image: Float32Array;
  readonly #layers: readonly BlazefaceLayer[];
  readonly #cropMatrix = new Float64Array(6);

  private constructor(session: ModelSession) {
    this.#session = session;
    this.#image = session.input('image');
    this.#layers = BLAZEFACE_LAYERS.map(({ stride }) => ({
      scores: session.output(`scores_${stride}`),
      boxes: session.output(`boxes_${stride}`),
    }));
  }

  /** @throws MirageError as {@link ModelSession.open} does. */
  static async open(options?: ModelSessionOptions): Promise<FaceDetector> {
    return new FaceDetector(await ModelSession.open(networkFile('blazeface-back'), options));
  }

  /**
   * All faces in the picture, largest first, in frame pixels.
   *
   * @throws MirageError `model-failed`.
   */
  async detect({ pixels, width, height }: Frame): Promise<DetectedFace[]> {
    nativeAddon().letterboxToTensor(
      pixels,
      width,
      height,
      SCALE,
      OFFSET,
      this.#image,
      BLAZEFACE_SIZE,
      BLAZEFACE_SIZE,
    );
    await this.#session.run();
    const scale = Math.max(width, height) / BLAZEFACE_SIZE;
    return decodeBlazeface(this.#layers, { scale, offsetX: 0, offsetY: 0 });
  }

  /**
   * The faces in an upright square of the picture; the square may reach over the picture's edges.
   * Small squares find small faces, squares larger than the picture faces that fill it.
   *
   * @throws MirageError `model-failed`.
   */
  async detectWithin(
    { pixels, width, height }: Frame,
    { x, y, size }: Omit<FaceRegion, 'angle'>,
  ): Promise<DetectedFace[]> {
    nativeAddon().warpToTensor(
      pixels,
      width,
      height,
      cropToPicture({ x, y, size, angle: 0 }, BLAZEFACE_SIZE, this.#cropMatrix),
      SCALE,
      OFFSET,
      this.#image,
      BLAZEFACE_SIZE,
      BLAZEFACE_SIZE,
    );
    await this.#session.run();
    return decodeBlazeface(this.#layers, {
      scale: size / BLAZEFACE_SIZE,
      offsetX: x - size / 2,
      offsetY: y - size / 2,
    });
  }

  async close(): Promise<void> {
    await this.#session.close();
  }
}
