import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { meanDifference, outlineOf, pixelsInside } from '../../../test-support/face-measures.ts';
import { SwapStage, type SwappedFrame } from '../../../test-support/swap-scene.ts';
import type { Occluder } from '../../../test-support/synthetic-clip/camera-effects.ts';
import { FACE_OVAL, POINT } from '../faces/mesh-topology.ts';

/** Between the brows. */
const GLABELLA = 9;
const FOREHEAD_MIDDLE = 151;
const JAW_ANGLE = 172;
/** Below the left eye, beside the nose. */
const CHEEK = 50;

/** The live pixels stay in place, so that pictures can be compared pixel by pixel. */
const IN_PLACE = { shape: 0 };

const DARK = [25, 25, 30] as const;

/** A bar that ends at a vertex and comes from `from`, in pixels away; or crosses it. */
const barAt =
  (vertex: number, from: readonly [number, number], radius: number, isAcross = false) =>
  (_seconds: number, vertices: Float32Array): Occluder => {
    const [x, y] = vertices.subarray(2 * vertex);
    const to = isAcross ? ([x - from[0], y - from[1]] as const) : ([x, y] as const);
    return { from: [x + from[0], y + from[1]], to, radius, colour: DARK };
  };

/** The share of the bar's pixels over the face that still look like the bar. */
function visibleShare({ original, swapped, vertices }: SwappedFrame): number {
  const distanceToBar = (pixels: Uint8Array, pixel: number): number =>
    Math.hypot(...DARK.map((value, c) => pixels[4 * pixel + c] - value));
  const bar = pixelsInside(original, outlineOf(vertices, 2)).filter(
    (pixel) => distanceToBar(original.pixels, pixel) === 0,
  );
  return bar.filter((pixel) => distanceToBar(swapped.pixels, pixel) < 30).length / bar.length;
}

describe('what the geometric swap covers', () => {
  let stage: SwapStage;

  beforeAll(async () => {
    stage = await SwapStage.open();
  });
  afterAll(() => stage.close());

  it.each([
    ['across the forehead', barAt(FOREHEAD_MIDDLE, [300, 0], 9, true), 0.9],
    ['at the temple', barAt(POINT.leftTemple, [-200, 0], 12), 0.6],
    ['at the jaw', barAt(JAW_ANGLE, [-200, 0], 12), 0.8],
  ] as const)('leaves a dark bar %s in view', async (_, occluder, share) => {
    const frame = await stage.lastOf({ clip: { occluder }, settings: IN_PLACE, frames: 12 });

    expect(visibleShare(frame)).toBeGreaterThan(share);
  });

  // Stubble and shadow are as dark as a thin bar: here only what was not there before is left in view.
  it.each([
    ['on the cheek', barAt(CHEEK, [-300, 60], 18)],
    ['across the nose and the other cheek', barAt(POINT.noseTip, [300, -40], 14)],
  ] as const)('leaves a bar %s in view that comes up once the face is known', async (_, bar) => {
    const frame = await stage.lastOf({
      clip: {
        occluder: (seconds, vertices) => (seconds < 1.19 ? undefined : bar(seconds, vertices)),
      },
      settings: IN_PLACE,
      frames: 48,
    });

    expect(visibleShare(frame)).toBeGreaterThan(0.75);
  });

  it('leaves the more of a bar in view the more the setting asks for', async () => {
    const occluder = barAt(FOREHEAD_MIDDLE, [300, 0], 9, true);
    const shares: number[] = [];
    for (const occlusion of [0, 0.5, 1]) {
      const settings = { ...IN_PLACE, occlusion };
      shares.push(visibleShare(await stage.lastOf({ clip: { occluder }, settings, frames: 12 })));
    }

    expect(shares[1]).toBeGreaterThan(shares[0]);
    expect(shares[2]).toBeGreaterThanOrEqual(shares[1]);
  });

  it('fades to a bar that comes into view, over a few frames', async () => {
    const bar = barAt(FOREHEAD_MIDDLE, [300, 0], 9, true);
    const frames = await stage.play({
      // From the fourth frame on; half a frame off, so that rounding does not decide.
      clip: {
        occluder: (seconds, vertices) => (seconds < 3.5 / 30 ? undefined : bar(seconds, vertices)),
      },
      settings: IN_PLACE,
      frames: 14,
    });

    const shares = frames.slice(4).map(visibleShare);

    expect(shares.at(-1)).toBeGreaterThan(0.9);
    // Most of this bar lies over the fringe, which is never covered.
    expect(shares[0]).toBeLessThan(shares.at(-1)! - 0.1);
    for (let k = 1; k < shares.length; k++) {
      expect(shares[k]).toBeGreaterThanOrEqual(shares[k - 1] - 0.02);
    }
  });

  it('grows up the forehead with its setting, from nothing above the brows', async () => {
    const changed: number[] = [];
    for (const foreheadCoverage of [0, 0.25, 0.5, 0.75, 1]) {
      const frame = await stage.lastOf({ settings: { ...IN_PLACE, foreheadCoverage } });
      const { original, swapped, face } = frame;
      const browsY = face.mesh[3 * GLABELLA + 1];
      const forehead = pixelsInside(original, outlineOf(face.mesh, 3)).filter(
        (pixel) => Math.floor(pixel / original.width) < browsY - 0.05 * face.size,
      );
      changed.push(meanDifference(original, swapped, forehead));
    }

    expect(changed[0]).toBe(0);
    for (let i = 1; i < changed.length; i++) {
      expect(changed[i]).toBeGreaterThanOrEqual(changed[i - 1]);
    }
    expect(changed[4]).toBeGreaterThan(1);
  });

  it('fades over a wider rim with more feather and leaves the middle as it is', async () => {
    const rims: number[] = [];
    const middles: number[] = [];
    for (const feather of [0.25, 0.5, 1, 2]) {
      const frame = await stage.lastOf({ settings: { ...IN_PLACE, feather } });
      const { original, swapped, face } = frame;
      const contour = (scale: number): number[] =>
        pixelsInside(original, outlineOf(face.mesh, 3, FACE_OVAL, scale));
      const within = new Set(contour(0.85));
      const rim = contour(1).filter((pixel) => !within.has(pixel));
      rims.push(meanDifference(original, swapped, rim));
      middles.push(meanDifference(original, swapped, contour(0.45)));
    }

    for (let i = 1; i < rims.length; i++) expect(rims[i]).toBeLessThan(rims[i - 1]);
    for (const middle of middles) expect(middle).toBeCloseTo(middles[0], 1);
  });
});
