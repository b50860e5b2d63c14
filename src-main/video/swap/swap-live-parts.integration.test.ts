import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  lumaOf,
  meanDifference,
  outlineOf,
  pixelsInside,
} from '../../../test-support/face-measures.ts';
import { SwapStage, type SwappedFrame } from '../../../test-support/swap-scene.ts';
import {
  FACE_OVAL,
  INNER_LIPS,
  LEFT_EYE,
  LEFT_IRIS,
  RIGHT_EYE,
  RIGHT_IRIS,
} from '../faces/mesh-topology.ts';

/** How much the swap changed the pixels within a ring of the live mesh, in levels. */
function changeWithin(
  { original, swapped, face }: SwappedFrame,
  ring: readonly number[],
  scale = 1,
): number {
  const pixels = pixelsInside(original, outlineOf(face.mesh, 3, ring, scale));
  return meanDifference(original, swapped, pixels);
}

/** Where the dark of an eye is, across the frame. */
function pupilX({ swapped, face }: SwappedFrame, ring: readonly number[]): number {
  let [sum, moment] = [0, 0];
  for (const pixel of pixelsInside(swapped, outlineOf(face.mesh, 3, ring))) {
    const darkness = Math.max(0, 90 - lumaOf(swapped, pixel));
    sum += darkness;
    moment += darkness * ((pixel % swapped.width) + 0.5);
  }
  return moment / sum;
}

// The live picture is warped by the shape transfer as well; without it, live pixels stay in place.
const IN_PLACE = { shape: 0 };

describe('what the geometric swap keeps live', () => {
  let stage: SwapStage;

  beforeAll(async () => {
    stage = await SwapStage.open();
  });
  afterAll(() => stage.close());

  it.each([
    ['left', LEFT_EYE],
    ['right', RIGHT_EYE],
  ])('is the %s eye, while the face around it is replaced', async (_, eye) => {
    const frame = await stage.lastOf({ settings: IN_PLACE });

    // The lid edge itself is a soft passage; within it the eye is the live one.
    expect(changeWithin(frame, eye, 0.6)).toBeLessThan(1);
    expect(changeWithin(frame, FACE_OVAL)).toBeGreaterThan(8);
  });

  it('is not the eyes when the reference’s are asked for', async () => {
    const frame = await stage.lastOf({ settings: { ...IN_PLACE, eyes: 'reference' } });

    expect(changeWithin(frame, LEFT_EYE)).toBeGreaterThan(8);
    expect(changeWithin(frame, RIGHT_EYE)).toBeGreaterThan(8);
  });

  it.each([0.3, 0.6, 1])('is the inside of a mouth that is open by %f', async (jaw) => {
    const frame = await stage.lastOf({ clip: { motion: () => ({ jaw }) }, settings: IN_PLACE });

    expect(changeWithin(frame, INNER_LIPS, 0.8)).toBeLessThan(3);
  });

  it('is a gaze that the reference’s eyes follow, both as far and to the same side', async () => {
    const gaze = (shift: number) =>
      stage.lastOf({
        settings: { ...IN_PLACE, eyes: 'reference' },
        alterMesh: (mesh) => {
          for (const vertex of [...LEFT_IRIS, ...RIGHT_IRIS]) mesh[3 * vertex] += shift;
        },
      });
    const [left, ahead, right] = [await gaze(-5), await gaze(0), await gaze(5)];

    for (const eye of [LEFT_EYE, RIGHT_EYE]) {
      expect(pupilX(right, eye) - pupilX(ahead, eye)).toBeGreaterThan(2.5);
      expect(pupilX(right, eye) - pupilX(ahead, eye)).toBeLessThan(6);
      expect(pupilX(ahead, eye) - pupilX(left, eye)).toBeGreaterThan(2.5);
      expect(pupilX(ahead, eye) - pupilX(left, eye)).toBeLessThan(6);
    }
  });
});
