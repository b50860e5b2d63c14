import { describe, expect, it } from 'vitest';
import { isReplaced } from './replacement.ts';

const FRONTAL = { yaw: 5, pitch: -3, roll: 20 };
const WHOLE = { rectangle: { x: 10, y: 10, width: 200, height: 240 }, coverage: 0.95 };

describe('whether a swap replaced a face', () => {
  it.each([
    ['a whole swap of a face toward the camera does', FRONTAL, WHOLE, 1, true],
    ['a tilted head is as good', { ...FRONTAL, roll: 80 }, WHOLE, 1, true],
    [
      'a hand over a third of the face leaves enough',
      FRONTAL,
      { ...WHOLE, coverage: 0.65 },
      1,
      true,
    ],
    ['a swap that covers less than half does not', FRONTAL, { ...WHOLE, coverage: 0.49 }, 1, false],
    ['a thin swap does not', FRONTAL, WHOLE, 0.8, false],
    ['a profile does not', { ...FRONTAL, yaw: 60 }, WHOLE, 1, false],
    ['nor the other profile', { ...FRONTAL, yaw: -60 }, WHOLE, 1, false],
    ['nor a face toward the ceiling', { ...FRONTAL, pitch: 50 }, WHOLE, 1, false],
    [
      'nor one outside the picture',
      FRONTAL,
      { ...WHOLE, rectangle: { x: 0, y: 0, width: 0, height: 0 } },
      1,
      false,
    ],
    ['nor one whose pose is unknown', { ...FRONTAL, yaw: NaN }, WHOLE, 1, false],
  ])('%s', (_what, pose, swap, opacity, expected) => {
    expect(isReplaced(pose, swap, opacity)).toBe(expected);
  });
});
