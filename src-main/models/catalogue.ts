import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { findResource } from '../base/resource.ts';
import { MirageError } from '../contract/error.ts';

/** Where a file was derived from: a package of the npm registry, pinned by its tarball's hash. */
const originSchema = z.strictObject({
  package: z.string().regex(/^(@[a-z0-9-]+\/)?[a-z0-9-]+$/),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** Inside the package; a TFJS graph model names its weight files, which lie beside it. */
  path: z.string().min(1),
  /** Of the tarball, as the registry and lock files write it. */
  integrity: z.string().regex(/^sha512-[A-Za-z0-9+/]{86}==$/),
  /** Who made it, before it came into the package. */
  author: z.string().min(1),
});

const tensorSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  type: z.literal('float32'),
  shape: z.array(z.int().positive()).min(1).readonly(),
  /** Units, ranges and order of what the numbers say. */
  meaning: z.string().min(1),
  /** The tensor's name in the original graph. */
  source: z.string().min(1),
});

/** How pixels (0..255) become the input's numbers: value = pixel · scale + offset. */
const preprocessingSchema = z.strictObject({
  scale: z.number().positive(),
  offset: z.number(),
  colours: z.enum(['rgb', 'bgr']),
  /** Which part of the picture the network expects to see. */
  crop: z.string().min(1),
});

const idSchema = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);

const fileFields = {
  /** Name inside the models folder; never a path. */
  file: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  description: z.string().min(1),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** SPDX identifier, or a sentence where no identifier says it truly. */
  licence: z.string().min(1),
  /** True where the licence allows no commercial use: such weights are never bundled. */
  nonCommercial: z.boolean(),
  origin: originSchema,
  /** Derives the file from its origin again, byte for byte. */
  conversion: z.string().min(1),
};

const networkSchema = z.strictObject({
  id: idSchema,
  kind: z.enum(['detector', 'landmarks', 'identity']),
  ...fileFields,
  preprocessing: preprocessingSchema,
  inputs: z.array(tensorSchema).min(1).readonly(),
  outputs: z.array(tensorSchema).min(1).readonly(),
});

const meshSchema = z.strictObject({ id: idSchema, kind: z.literal('mesh'), ...fileFields });

export const catalogueSchema = z
  .strictObject({
    models: z.array(z.discriminatedUnion('kind', [networkSchema, meshSchema])).readonly(),
  })
  .refine(({ models }) => new Set(models.map((model) => model.id)).size === models.length, {
    error: 'Two models share an id.',
  });

/** A network in ONNX form. Shapes are static; pictures are float32 [1, 3, height, width]. */
export type NetworkEntry = z.infer<typeof networkSchema>;
/** A triangle mesh in JSON form. */
export type MeshEntry = z.infer<typeof meshSchema>;
export type CatalogueEntry = NetworkEntry | MeshEntry;
export type TensorEntry = z.infer<typeof tensorSchema>;
export type ModelOrigin = z.infer<typeof originSchema>;
export type Catalogue = z.infer<typeof catalogueSchema>;

let bundled: Catalogue | undefined;

/**
 * The catalogue that ships with the program, read once per thread.
 *
 * @throws MirageError `model-missing` when there is none, `model-corrupt` when it makes no sense.
 */
export function bundledCatalogue(): Catalogue {
  bundled ??= readBundledCatalogue();
  return bundled;
}

function readBundledCatalogue(): Catalogue {
  const path = findResource('models/catalogue.json');
  if (path === undefined) {
    throw new MirageError('model-missing', {
      message: 'The catalogue of models is missing.',
      hint: 'Install Mirage again.',
    });
  }
  return parseCatalogue(readFileSync(path, 'utf8'), path);
}

/**
 * @param path where the text came from, for the message.
 * @throws MirageError `model-corrupt` naming the first field that is wrong.
 */
export function parseCatalogue(text: string, path: string): Catalogue {
  try {
    return catalogueSchema.parse(JSON.parse(text));
  } catch (cause) {
    const detail = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new MirageError('model-corrupt', {
      message: `The catalogue of models in ${path} is not valid. ${detail}`,
      hint: 'Install Mirage again.',
      cause,
    });
  }
}

/** @throws MirageError `model-missing` when the catalogue has no such id. */
export function findModel(id: string, catalogue: Catalogue = bundledCatalogue()): CatalogueEntry {
  const entry = catalogue.models.find((model) => model.id === id);
  if (entry === undefined) {
    throw new MirageError('model-missing', {
      message: `There is no model named ${id}.`,
      hint: `Known models: ${catalogue.models.map((model) => model.id).join(', ')}.`,
    });
  }
  return entry;
}

/**
 * A model that can be opened as an inference session.
 *
 * @throws MirageError `model-missing` when there is no such id, `model-mismatch` when it is a mesh.
 */
export function findNetwork(id: string, catalogue: Catalogue = bundledCatalogue()): NetworkEntry {
  const entry = findModel(id, catalogue);
  if (entry.kind === 'mesh') {
    throw new MirageError('model-mismatch', {
      message: `${id} is a triangle mesh, not a network.`,
    });
  }
  return entry;
}
