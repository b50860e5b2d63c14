import { nativeAddon, type AffineMatrix } from '../../base/addon.ts';
import { ModelSession, type ModelSessionOptions } from '../../models/inference/model-session.ts';
import type { Provider, RejectedProvider } from '../../models/inference/providers.ts';
import { networkFile } from '../../models/model-file.ts';
import type { Frame } from '../frame.ts';
import { MESH_POINTS, type FaceRegion } from './face.ts';
import {
  LEFT_EYE,
  LEFT_EYE_REFINED,
  LEFT_IRIS,
  LIPS_REFINED,
  RIGHT_EYE,
  RIGHT_EYE_REFINED,
  RIGHT_IRIS,
} from './mesh-topology.ts';
import { cropToPicture } from './region.ts';

/** Side of the network's input in pixels. */
const CROP_SIZE = 192;

/** Which mesh points each of the network's attention outputs refines. */
const REFINEMENTS = [
  ['lips', LIPS_REFINED],
  ['left_eye', LEFT_EYE_REFINED],
  ['right_eye', RIGHT_EYE_REFINED],
  ['left_iris', LEFT_IRIS],
  ['right_iris', RIGHT_IRIS],
] as const;

/** Fits the 478-point mesh to a face whose place is known (MediaPipe's attention mesh, 192²). */
export class FaceMeshNetwork {
  /** The ONNX Runtime provider that runs it. */
  readonly provider: Provider;
  /** Providers that were wanted before it, each with its reason. */
  readonly rejectedProviders: readonly RejectedProvider[];

  readonly #session: ModelSession;
  /** float32 [1, 3, 192, 192], RGB in 0..1. */
  readonly #image: Float32Array;
  /** float32 [468, 3] in crop pixels. */
  readonly #landmarks: Float32Array;
  /** float32 [points, 2] in crop pixels, with the mesh points they stand for. */
  readonly #refinements: readonly { points: readonly number[]; coordinates: Float32Array }[];
  /** float32 [1], a logit. */
  readonly #presence: Float32Array;
  readonly #cropMatrix = new Float64Array(6);

  private constructor(session: ModelSession) {
    this.provider = session.provider;
    this.rejectedProviders = session.rejected;
    this.#session = session;
    this.#image = session.input('image');
    this.#landmarks = session.output('landmarks');
    this.#refinements = REFINEMENTS.map(([name, points]) => ({
      points,
      coordinates: session.output(name),
    }));
    this.#presence = session.output('presence');
  }

  /** @throws MirageError as {@link ModelSession.open} does. */
  static async open(options?: ModelSessionOptions): Promise<FaceMeshNetwork> {
    return new FaceMeshNetwork(
      await ModelSession.open(networkFile('facemesh-attention-pinto'), options),
    );
  }

  /**
   * Fits the mesh to the face in a region of the picture.
   *
   * @param mesh float32 [478, 3], filled in place: x, y in frame pixels, z in the same unit with
   *   the head's centre at about 0 and smaller nearer to the camera.
   * @returns how sure the network is that the region shows a face, 0..1.
   * @throws MirageError `model-failed`.
   */
  async fit(
    { pixels, width, height }: Frame,
    region: FaceRegion,
    mesh: Float32Array,
  ): Promise<number> {
    cropToPicture(region, CROP_SIZE, this.#cropMatrix);
    nativeAddon().warpToTensor(
      pixels,
      width,
      height,
      this.#cropMatrix,
      1 / 255,
      0,
      this.#image,
      CROP_SIZE,
      CROP_SIZE,
    );
    await this.#session.run();

    mesh.set(this.#landmarks);
    for (const { points, coordinates } of this.#refinements) {
      points.forEach((point, i) => {
        mesh[point * 3] = coordinates[2 * i];
        mesh[point * 3 + 1] = coordinates[2 * i + 1];
      });
    }
    setDepth(mesh, LEFT_IRIS, meanDepth(mesh, LEFT_EYE));
    setDepth(mesh, RIGHT_IRIS, meanDepth(mesh, RIGHT_EYE));
    toPicture(mesh, this.#cropMatrix);
    return 1 / (1 + Math.exp(-this.#presence[0]));
  }

  async close(): Promise<void> {
    await this.#session.close();
  }
}

/** The network gives the irises no depth; they lie as deep as the lids around them. */
function meanDepth(mesh: Float32Array, points: readonly number[]): number {
  return points.reduce((sum, point) => sum + mesh[point * 3 + 2], 0) / points.length;
}

function setDepth(mesh: Float32Array, points: readonly number[], depth: number): void {
  for (const point of points) mesh[point * 3 + 2] = depth;
}

function toPicture(mesh: Float32Array, matrix: AffineMatrix): void {
  const [a, b, x0, c, d, y0] = matrix;
  const scale = Math.hypot(a, c);
  for (let i = 0; i < MESH_POINTS * 3; i += 3) {
    const x = mesh[i];
    const y = mesh[i + 1];
    mesh[i] = a * x + b * y + x0;
    mesh[i + 1] = c * x + d * y + y0;
    mesh[i + 2] *= scale;
  }
}
