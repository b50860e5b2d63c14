import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  flicker,
  mean,
  meanLuma,
  outlineOf,
  pixelsInside,
  stepAcross,
} from '../../../test-support/face-measures.ts';
import { SwapStage, type SwappedFrame } from '../../../test-support/swap-scene.ts';
import { talking } from '../../../test-support/synthetic-clip/head-motion.ts';
import { FACE_OVAL } from '../faces/mesh-topology.ts';

const MIDDLE = 0.7;

/** Mean flicker inside the face over a clip, before and after the swap. */
function flickerOf(frames: readonly SwappedFrame[]): { before: number; after: number } {
  const inner = frames.slice(1, -1).map(({ original, face }, k) => {
    const pixels = pixelsInside(original, outlineOf(face.mesh, 3));
    const around = [frames[k], frames[k + 1], frames[k + 2]] as const;
    return {
      before: flicker([around[0].original, around[1].original, around[2].original], pixels),
      after: flicker([around[0].swapped, around[1].swapped, around[2].swapped], pixels),
    };
  });
  return {
    before: mean(inner.map(({ before }) => before)),
    after: mean(inner.map(({ after }) => after)),
  };
}

describe('the geometric swap over time and light', () => {
  let stage: SwapStage;

  beforeAll(async () => {
    stage = await SwapStage.open();
  });
  afterAll(() => stage.close());

  it.each([
    ['clean', 0],
    ['noisy', 4],
  ])('flickers at most 1.3 times as much as a %s clip', async (_, noise) => {
    const frames = await stage.play({ clip: { motion: talking, noise }, frames: 50 });

    const { before, after } = flickerOf(frames);

    expect(after / before).toBeLessThan(1.3);
  });

  it('stands still once the face does', async () => {
    const frames = await stage.play({ frames: 24 });

    // From the first frames the mesh and the averages over time still settle.
    expect(flickerOf(frames.slice(12)).after).toBeLessThan(0.25);
  });

  it.each([
    ['even', 0],
    ['from one side', 0.5],
  ])('follows light that dims by half and is %s', async (_, fromRight) => {
    const frames = await stage.play({
      clip: { motion: talking, light: (seconds) => ({ brightness: 1 - 0.3 * seconds, fromRight }) },
      frames: 50,
    });

    for (const { n, original, swapped, face } of frames.filter(({ n }) => n % 7 === 0)) {
      const middle = pixelsInside(original, outlineOf(face.mesh, 3, FACE_OVAL, MIDDLE));
      const noseX = face.mesh[3 * 4];
      const isLeft = (pixel: number): boolean => pixel % original.width < noseX;
      for (const half of [middle.filter(isLeft), middle.filter((pixel) => !isLeft(pixel))]) {
        const ratio = meanLuma(swapped, half) / meanLuma(original, half);
        expect(Math.abs(ratio - 1), `frame ${n}: luma is ${ratio} of the live`).toBeLessThan(0.15);
      }
    }
  });

  it.each([
    ['ahead', 0],
    ['right', 14],
    ['left', -14],
  ])('leaves no seam along the rim of a face that looks %s', async (_, yaw) => {
    const { original, swapped, face } = await stage.lastOf({
      clip: { motion: () => ({ yaw }) },
      settings: { shape: 0 },
    });

    // The outline itself and contours within its fade; a seam would be a step along one of them.
    for (const scale of [0.88, 0.91, 0.94, 0.97, 1, 1.03]) {
      const contour = outlineOf(face.mesh, 3, FACE_OVAL, scale);
      expect(stepAcross(swapped, contour), `contour at ${scale}`).toBeLessThan(
        1.3 * stepAcross(original, contour) + 2,
      );
    }
  });
});
