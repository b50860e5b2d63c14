import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { INNER_LIPS, LEFT_EYE, POINT } from '../../src-main/video/faces/mesh-topology.ts';
import { createFrame, type Frame } from '../../src-main/video/frame.ts';
import { canonicalMesh, drawnPortrait } from './drawn-portrait.ts';
import { Head, talking } from './head-motion.ts';
import { createSyntheticClip, type SyntheticClipOptions } from './synthetic-clip.ts';

const WIDTH = 160;
const HEIGHT = 150;

/** The drawn portrait in its own size: no pixel is resampled on the way. */
const OWN_SIZE = new Head(canonicalMesh()).size;

const clipOf = (options: Partial<SyntheticClipOptions> = {}) =>
  createSyntheticClip({
    width: WIDTH,
    height: HEIGHT,
    faceSize: OWN_SIZE,
    portrait: drawnPortrait(),
    ...options,
  });

async function frameOf(options: Partial<SyntheticClipOptions>, n: number): Promise<Frame> {
  const frame = createFrame(WIDTH, HEIGHT);
  (await clipOf(options)).frame(n, frame);
  return frame;
}

const hashOf = ({ pixels }: Frame): string => createHash('sha256').update(pixels).digest('hex');

const everything: Partial<SyntheticClipOptions> = {
  motion: talking,
  light: (seconds) => ({ brightness: 1 - 0.3 * seconds, fromRight: 0.4 }),
  occluder: (seconds) => ({ from: [0, 40], to: [seconds * 100, 80], radius: 9, colour: [9, 8, 7] }),
  noise: 4,
  seed: 3,
};

describe('a synthetic clip', () => {
  it('shows the portrait untouched at rest', async () => {
    const { frame: portrait, mesh } = drawnPortrait();
    const clip = await clipOf();
    const frame = createFrame(WIDTH, HEIGHT);

    const { vertices } = clip.frame(0, frame);

    const left = mesh[0] - vertices[0];
    const top = mesh[1] - vertices[1];
    expect([left, top].map((value) => Math.abs(value - Math.round(value)))).toEqual([0, 0]);
    for (let y = 0; y < HEIGHT; y++) {
      const start = ((y + top) * portrait.width + left) * 4;
      const expected = portrait.pixels.subarray(start, start + WIDTH * 4);
      const shown = frame.pixels.subarray(y * WIDTH * 4, (y + 1) * WIDTH * 4);
      expect(Buffer.compare(shown, expected), `row ${y}`).toBe(0);
    }
  });

  it('draws the same frame again, in any order, and another one for another seed', async () => {
    const clip = await clipOf(everything);
    const frame = createFrame(WIDTH, HEIGHT);
    const hashes = [5, 40, 5].map((n) => {
      clip.frame(n, frame);
      return hashOf(frame);
    });

    expect(hashes[2]).toBe(hashes[0]);
    expect(hashes[1]).not.toBe(hashes[0]);
    expect(hashOf(await frameOf(everything, 5))).toBe(hashes[0]);
    expect(hashOf(await frameOf({ ...everything, seed: 4 }, 5))).not.toBe(hashes[0]);
  });

  it('draws over the whole frame, however the head is turned', async () => {
    const clip = await clipOf({ motion: () => ({ yaw: 35, pitch: 20, roll: 30, x: 0.3, jaw: 1 }) });
    const frame = createFrame(WIDTH, HEIGHT);

    clip.frame(0, frame);

    expect(frame.pixels.filter((value, i) => i % 4 === 3 && value !== 255)).toHaveLength(0);
  });

  it('gives each frame its time', async () => {
    expect((await frameOf({ fps: 25 }, 10)).timeMs).toBe(400);
  });

  it('makes room for a face of the size asked for', async () => {
    const clip = await clipOf({ faceSize: 90 });

    const { vertices } = clip.frame(0, createFrame(WIDTH, HEIGHT));

    const ys = vertices.filter((_, i) => i % 2 === 1);
    expect(Math.max(...ys) - Math.min(...ys)).toBeCloseTo(90, 0);
  });
});

/** A black portrait with a white dot at one vertex. */
function dotAt(vertex: number): ReturnType<typeof drawnPortrait> {
  const { mesh } = drawnPortrait();
  const frame = createFrame(200, 200);
  const [x, y] = [mesh[3 * vertex], mesh[3 * vertex + 1]];
  for (let row = 0; row < 200; row++) {
    for (let column = 0; column < 200; column++) {
      const distance = Math.hypot(column + 0.5 - x, row + 0.5 - y);
      frame.pixels.fill(255 * Math.exp(-((distance / 1.5) ** 2)), (row * 200 + column) * 4);
    }
  }
  return { frame, mesh };
}

function brightestPlace({ pixels, width }: Frame): [x: number, y: number] {
  let [sum, x, y] = [0, 0, 0];
  for (let i = 0; i < pixels.length; i += 4) {
    sum += pixels[i];
    x += pixels[i] * (((i >> 2) % width) + 0.5);
    y += pixels[i] * (Math.floor((i >> 2) / width) + 0.5);
  }
  return [x / sum, y / sum];
}

describe('the vertices of a synthetic clip', () => {
  it.each([
    POINT.noseTip,
    POINT.chin,
    POINT.noseBridge,
    POINT.leftEyeOuter,
    POINT.mouthRight,
    50,
    280,
    17,
    69,
  ])('lie where the picture shows them (%i)', async (vertex) => {
    const clip = await clipOf({
      portrait: dotAt(vertex),
      motion: (seconds) => ({
        yaw: 18 * Math.sin(50 * seconds),
        pitch: 10 * Math.cos(30 * seconds),
        roll: 300 * seconds,
        x: 0.1,
        y: -0.05,
        scale: 1 - seconds,
        jaw: 2 * seconds,
        smile: 0.8,
      }),
    });
    const frame = createFrame(WIDTH, HEIGHT);
    for (const n of [0, 2, 5]) {
      const { vertices } = clip.frame(n, frame);

      const [x, y] = brightestPlace(frame);

      const [expectedX, expectedY] = vertices.subarray(2 * vertex);
      const label = `frame ${n}: seen at ${x}, ${y}`;
      // The triangles around a vertex stretch the dot unevenly.
      expect(Math.hypot(x - expectedX, y - expectedY), label).toBeLessThan(0.5);
    }
  });

  const openings = (ring: readonly number[], vertices: Float32Array): number => {
    const ys = ring.map((vertex) => vertices[2 * vertex + 1]);
    return Math.max(...ys) - Math.min(...ys);
  };
  let rest: Float32Array;
  const verticesWith = async (motion: NonNullable<SyntheticClipOptions['motion']>) =>
    (await clipOf({ motion })).frame(0, createFrame(WIDTH, HEIGHT)).vertices;

  beforeAll(async () => {
    rest = await verticesWith(() => ({}));
  });

  it('part at the lips when the jaw drops', async () => {
    const open = await verticesWith(() => ({ jaw: 1 }));

    const opening = openings(INNER_LIPS, open) - openings(INNER_LIPS, rest);
    expect(opening / OWN_SIZE).toBeGreaterThan(0.05);
    expect(open.subarray(2 * POINT.noseTip, 2 * POINT.noseTip + 2)).toEqual(
      rest.subarray(2 * POINT.noseTip, 2 * POINT.noseTip + 2),
    );
  });

  it('meet at the lids when the eye blinks', async () => {
    const shut = await verticesWith(() => ({ blink: 1 }));

    const middle = [LEFT_EYE[4], LEFT_EYE[12]];
    expect(openings(middle, shut)).toBeLessThan(0.1 * openings(middle, rest));
  });

  it('lift the corners of the mouth in a smile', async () => {
    const smiling = await verticesWith(() => ({ smile: 1 }));

    for (const corner of [POINT.mouthLeft, POINT.mouthRight]) {
      expect(smiling[2 * corner + 1]).toBeLessThan(rest[2 * corner + 1] - 2);
    }
  });

  it('move the nose to where the face turns', async () => {
    const turned = await verticesWith(() => ({ yaw: 15, pitch: 10 }));

    expect(turned[2 * POINT.noseTip]).toBeGreaterThan(rest[2 * POINT.noseTip] + 5);
    expect(turned[2 * POINT.noseTip + 1]).toBeLessThan(rest[2 * POINT.noseTip + 1] - 3);
  });
});

describe('the camera of a synthetic clip', () => {
  const meanOf = ({ pixels }: Frame, isCounted: (x: number) => boolean): number => {
    const counted = pixels.filter((_, i) => i % 4 !== 3 && isCounted((i >> 2) % WIDTH));
    return counted.reduce((sum, value) => sum + value, 0) / counted.length;
  };

  it('follows a change of brightness', async () => {
    const bright = await frameOf({}, 0);
    const dim = await frameOf({ light: () => ({ brightness: 0.5 }) }, 0);

    expect(meanOf(dim, () => true) / meanOf(bright, () => true)).toBeCloseTo(0.5, 2);
  });

  it('lights one side more than the other', async () => {
    const even = await frameOf({}, 0);
    const sideways = await frameOf({ light: () => ({ fromRight: 0.6 }) }, 0);

    expect(meanOf(sideways, (x) => x > 90)).toBeGreaterThan(meanOf(even, (x) => x > 90));
    expect(meanOf(sideways, (x) => x < 70)).toBeLessThan(meanOf(even, (x) => x < 70));
  });

  it('has an occluder hide what lies behind it', async () => {
    const occluder = () => ({
      from: [20, 75] as const,
      to: [140, 75] as const,
      radius: 6,
      colour: [10, 200, 30] as const,
    });
    const frame = await frameOf({ occluder }, 0);

    expect([...frame.pixels.subarray((75 * WIDTH + 80) * 4, (75 * WIDTH + 80) * 4 + 3)]).toEqual([
      10, 200, 30,
    ]);
    const above = (60 * WIDTH + 80) * 4;
    expect(frame.pixels.subarray(above, above + 4)).toEqual(
      (await frameOf({}, 0)).pixels.subarray(above, above + 4),
    );
  });

  it('adds noise of the strength asked for, new in each frame', async () => {
    const grey = drawnPortrait();
    grey.frame.pixels.fill(128);
    const [first, second] = await Promise.all(
      [0, 1].map((n) => frameOf({ portrait: grey, noise: 5 }, n)),
    );

    const spread = (values: number[]): number =>
      Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
    const colours = [...first.pixels].filter((_, i) => i % 4 !== 3);
    expect(spread(colours.map((value) => value - 128))).toBeCloseTo(5, 0);
    const change = colours.map((value, i) => value - second.pixels[i + Math.floor(i / 3)]);
    expect(spread(change)).toBeCloseTo(5 * Math.SQRT2, 0);
  });
});
