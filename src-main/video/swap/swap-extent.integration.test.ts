import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { talking } from '../../../test-support/synthetic-clip/head-motion.ts';
import { SwapStage, type Scene, type SwappedFrame } from '../../../test-support/swap-scene.ts';

/** Pixels that differ, by whether they lie in the rectangle that was said to be drawn over. */
function changes({ original, swapped, rectangle }: SwappedFrame) {
  const { x, y, width, height } = rectangle;
  const count = { inside: 0, outside: 0, alpha: 0 };
  for (let i = 0; i < original.pixels.length; i++) {
    if (original.pixels[i] === swapped.pixels[i]) continue;
    const column = (i >> 2) % original.width;
    const row = Math.floor((i >> 2) / original.width);
    const isInside = column >= x && column < x + width && row >= y && row < y + height;
    count[isInside ? 'inside' : 'outside'] += 1;
    if (i % 4 === 3) count.alpha += 1;
  }
  return count;
}

describe('the geometric swap draws', () => {
  let stage: SwapStage;

  beforeAll(async () => {
    stage = await SwapStage.open();
  });
  afterAll(() => stage.close());

  it('over the face and nothing else, and leaves alpha alone', async () => {
    for (const frame of await stage.play({ clip: { motion: talking }, frames: 12 })) {
      const { inside, outside, alpha } = changes(frame);

      expect(outside, `frame ${frame.n}`).toBe(0);
      expect(alpha).toBe(0);
      expect(inside).toBeGreaterThan(50_000);
    }
  });

  it('a rectangle no larger than the face needs', async () => {
    const { rectangle, face } = await stage.lastOf();

    expect(rectangle.width).toBeLessThan(1.15 * face.size);
    expect(rectangle.height).toBeLessThan(1.15 * face.size);
  });

  it.each([
    ['the reference’s shape and eyes', { shape: 1, eyes: 'reference' }],
    ['the live shape and eyes', { shape: 0, eyes: 'live' }],
  ] as const)('nothing at an opacity of 0, whether with %s', async (_, settings) => {
    const frames = await stage.play({
      clip: { motion: talking },
      settings: { ...settings, opacity: 0 },
      frames: 8,
    });

    for (const frame of frames) {
      expect(Buffer.compare(frame.swapped.pixels, frame.original.pixels), `frame ${frame.n}`).toBe(
        0,
      );
    }
  });

  it('half the difference at half the opacity', async () => {
    const settings = { shape: 0 };
    const whole = await stage.lastOf({ settings });
    const half = await stage.lastOf({ settings: { ...settings, opacity: 0.5 } });

    let largest = 0;
    for (let i = 0; i < whole.original.pixels.length; i++) {
      // Colours beyond black and white were cut off.
      if (whole.swapped.pixels[i] === 0 || whole.swapped.pixels[i] === 255) continue;
      const expected = (whole.original.pixels[i] + whole.swapped.pixels[i]) / 2;
      largest = Math.max(largest, Math.abs(half.swapped.pixels[i] - expected));
    }
    // Both pictures are rounded to whole levels.
    expect(largest).toBeLessThanOrEqual(1);
  });

  it('the same pixels again from the same frames', async () => {
    const scene: Scene = {
      clip: { motion: talking, noise: 3 },
      settings: { eyes: 'reference' },
      frames: 6,
    };
    const [first, second] = [await stage.play(scene), await stage.play(scene)];

    first.forEach(({ n, swapped }) => {
      expect(Buffer.compare(swapped.pixels, second[n].swapped.pixels), `frame ${n}`).toBe(0);
    });
  });

  it.each([
    ['cut by the left edge', { place: [0.03, 0.5] }],
    ['cut by the right edge', { place: [0.97, 0.5] }],
    ['cut by the upper edge', { place: [0.5, 0.2] }],
    ['cut by the lower edge', { place: [0.5, 0.9] }],
    ['in a corner', { place: [0.1, 0.8] }],
    ['of 40 pixels', { faceSize: 40 }],
    ['that fills the frame', { faceSize: 420 }],
    ['in a frame of odd size', { width: 401, height: 303, faceSize: 200 }],
  ] as const)('a face %s within the frame', async (_, clip) => {
    const frame = await stage.lastOf({ clip });

    const { rectangle, original } = frame;
    expect(rectangle.width * rectangle.height).toBeGreaterThan(0);
    expect(rectangle.x).toBeGreaterThanOrEqual(0);
    expect(rectangle.y).toBeGreaterThanOrEqual(0);
    expect(rectangle.x + rectangle.width).toBeLessThanOrEqual(original.width);
    expect(rectangle.y + rectangle.height).toBeLessThanOrEqual(original.height);
    const { inside, outside } = changes(frame);
    expect(outside).toBe(0);
    expect(inside).toBeGreaterThan(0);
  });

  it('nothing for a mesh that lies outside the frame', async () => {
    const frame = await stage.lastOf({
      alterMesh: (mesh) => {
        for (let i = 0; i < mesh.length; i += 3) mesh[i] += 2000;
      },
    });

    expect(frame.rectangle.width).toBe(0);
    expect(changes(frame)).toEqual({ inside: 0, outside: 0, alpha: 0 });
  });
});
