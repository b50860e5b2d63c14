import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANONICAL_VERTICES } from '../../src-main/video/faces/canonical-face.ts';
import { LEFT_EYE, LIPS_REFINED, RIGHT_EYE } from '../../src-main/video/faces/mesh-topology.ts';
import { createFrame, type Frame } from '../../src-main/video/frame.ts';
import { mean } from '../face-measures.ts';
import { SwapStage } from '../swap-scene.ts';
import { talking } from './head-motion.ts';
import { createSyntheticClip, type SyntheticClipOptions } from './synthetic-clip.ts';

const ALL = Array.from({ length: CANONICAL_VERTICES }, (_, vertex) => vertex);

describe('tracking a face whose vertices are known', () => {
  let stage: SwapStage;

  beforeAll(async () => {
    stage = await SwapStage.open();
  });
  afterAll(() => stage.close());

  const clipOf = (options: Partial<SyntheticClipOptions>) =>
    createSyntheticClip({
      width: 640,
      height: 360,
      faceSize: 260,
      portrait: stage.portrait,
      ...options,
    });

  /** Mean error of each frame over face size: of the whole mesh, the lid lines and the lips. */
  async function errorsOf(options: Partial<SyntheticClipOptions>, frames: number) {
    const clip = await clipOf(options);
    const tracker = stage.newTracker();
    const frame = createFrame(640, 360);
    const errors = { mesh: [] as number[], eyes: [] as number[], lips: [] as number[] };
    for (let n = 0; n < frames; n++) {
      const { vertices } = clip.frame(n, frame);
      const [{ mesh, size }] = await tracker.process(frame);
      const over = (points: readonly number[]): number =>
        mean(
          points.map((vertex) => {
            const [x, y] = mesh.subarray(3 * vertex);
            return Math.hypot(x - vertices[2 * vertex], y - vertices[2 * vertex + 1]) / size;
          }),
        );
      errors.mesh.push(over(ALL));
      errors.eyes.push(over([...LEFT_EYE, ...RIGHT_EYE]));
      errors.lips.push(over(LIPS_REFINED));
    }
    return errors;
  }

  it.each([
    ['in good light', {}],
    [
      'in noise and half the light, from one side',
      { noise: 5, light: () => ({ brightness: 0.5, fromRight: 0.5 }) },
    ],
  ] as const)('stays within 1.2% of the face’s size while someone talks, %s', async (_, camera) => {
    const errors = await errorsOf({ motion: talking, ...camera }, 75);

    expect(mean(errors.mesh)).toBeLessThan(0.012);
    expect(mean(errors.eyes)).toBeLessThan(0.008);
    expect(mean(errors.lips)).toBeLessThan(0.012);
    expect(Math.max(...errors.mesh)).toBeLessThan(0.018);
    expect(Math.max(...errors.eyes), 'in a blink').toBeLessThan(0.02);
  });

  it('calms a still face in a noisy picture to less than half the network’s own jitter', async () => {
    const clip = await clipOf({ noise: 5 });
    const tracker = stage.newTracker();
    const frame = createFrame(640, 360);
    const smoothed: Float32Array[] = [];
    const raw: Float32Array[] = [];
    for (let n = 0; n < 30; n++) {
      clip.frame(n, frame);
      smoothed.push((await tracker.process(frame))[0].mesh.slice());
      raw.push((await tracker.trackStill(frame, 1))[0].mesh);
    }

    // The first frames still settle into the smoothing.
    expect(jitterOf(smoothed.slice(5))).toBeLessThan(0.5 * jitterOf(raw.slice(5)));
    expect(jitterOf(smoothed.slice(5)) / 260).toBeLessThan(6e-4);
  });

  it('follows two people side by side, the larger first, each with an id that stays', async () => {
    const large = await clipOf({ motion: talking, faceSize: 240, width: 400 });
    const small = await clipOf({
      motion: (seconds) => talking(seconds + 3),
      faceSize: 170,
      width: 400,
    });
    const tracker = stage.newTracker(2);
    const both = createFrame(800, 360);
    const half = createFrame(400, 360);
    for (let n = 0; n < 40; n++) {
      small.frame(n, half);
      place(half, both, 0);
      large.frame(n, half);
      place(half, both, 400);
      both.timeMs = half.timeMs;

      const faces = await tracker.process(both);

      expect(
        faces.map(({ id }) => id),
        `frame ${n}`,
      ).toEqual([1, 2]);
      expect(faces[0].size).toBeGreaterThan(faces[1].size);
      expect(faces[0].region.x).toBeGreaterThan(400);
      expect(faces[1].region.x).toBeLessThan(400);
    }
  });
});

/** Mean second difference of all vertices over time, in pixels. */
function jitterOf(meshes: readonly Float32Array[]): number {
  return mean(
    meshes.slice(1, -1).map((mesh, k) => {
      const [before, after] = [meshes[k], meshes[k + 2]];
      const bend = (i: number): number => before[i] - 2 * mesh[i] + after[i];
      return mean(ALL.map((vertex) => Math.hypot(bend(3 * vertex), bend(3 * vertex + 1))));
    }),
  );
}

function place(from: Frame, to: Frame, left: number): void {
  for (let y = 0; y < from.height; y++) {
    const row = from.pixels.subarray(y * from.width * 4, (y + 1) * from.width * 4);
    to.pixels.set(row, (y * to.width + left) * 4);
  }
}
