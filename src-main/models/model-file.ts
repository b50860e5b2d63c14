import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { findResource } from '../base/resource.ts';
import { MirageError } from '../contract/error.ts';
import { findNetwork, type CatalogueEntry, type NetworkEntry } from './catalogue.ts';
import { modelFolders, type ModelFolders } from './model-folders.ts';

/** Where a model's file was found. */
export type ModelPlace = 'user' | 'cache' | 'bundled';

/** A catalogue entry with the file that stands for it on this machine. */
export interface LocatedModel<Entry extends CatalogueEntry = CatalogueEntry> {
  entry: Entry;
  path: string;
  place: ModelPlace;
}

/** What an inference session is opened from. */
export type ModelFile = Pick<LocatedModel<NetworkEntry>, 'entry' | 'path'>;

/** Looks in the user's folder, then the cache, then the program's own models. */
export function locateModel<Entry extends CatalogueEntry>(
  entry: Entry,
  folders: ModelFolders = modelFolders(),
): LocatedModel<Entry> | undefined {
  const candidates: [ModelPlace, string | undefined][] = [
    ['user', folders.user && join(folders.user, entry.file)],
    ['cache', join(folders.cache, entry.file)],
  ];
  for (const [place, path] of candidates) {
    if (path !== undefined && existsSync(path)) return { entry, path, place };
  }
  const path = findResource(`models/${entry.file}`);
  return path === undefined ? undefined : { entry, path, place: 'bundled' };
}

/** @throws MirageError `model-missing` when no folder has the file. */
export function resolveModelFile<Entry extends CatalogueEntry>(
  entry: Entry,
  folders: ModelFolders = modelFolders(),
): LocatedModel<Entry> {
  const located = locateModel(entry, folders);
  if (located === undefined) {
    const searched = [folders.user, folders.cache].filter((folder) => folder !== undefined);
    throw new MirageError('model-missing', {
      message: `The model ${entry.id} is missing: no ${entry.file} in ${searched.join(', ')} or with the program.`,
      hint: 'Install Mirage again, or put the file into the folder that MIRAGE_MODELS_DIR names.',
    });
  }
  return located;
}

/** The file of a network of the bundled catalogue, by id. */
export function networkFile(id: string): LocatedModel<NetworkEntry> {
  return resolveModelFile(findNetwork(id));
}

/**
 * Makes sure that the file is the one the catalogue describes.
 *
 * @throws MirageError `model-missing` when it cannot be read, `model-corrupt` when it is another.
 */
export async function verifyModelFile({
  entry,
  path,
}: Pick<LocatedModel, 'entry' | 'path'>): Promise<void> {
  if ((await sha256OfFile(path)) !== entry.sha256) {
    throw new MirageError('model-corrupt', {
      message: `${path} is not the ${entry.id} that the catalogue describes: its SHA-256 differs.`,
      hint: 'Delete the file, or replace it by an intact copy.',
    });
  }
}

/**
 * Streams the file, so that a model of any size costs little memory.
 *
 * @returns 64 hexadecimal digits.
 * @throws MirageError `model-missing` when the file cannot be read.
 */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (cause) {
    throw new MirageError('model-missing', {
      message: `The model file ${path} cannot be read.`,
      hint: 'Check that it exists and may be read.',
      cause,
    });
  }
  return hash.digest('hex');
}
