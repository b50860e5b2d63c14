/**
 * Derives every bundled model from its pinned origin and compares the result with the catalogue.
 *
 *   npm run models:build              says whether files and catalogue are what the origins give
 *   npm run models:build -- --write   writes the files and their sizes and hashes
 */
import { createHash } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { findResource } from '../src-main/base/resource.ts';
import { ERROR_CODES, MirageError } from '../src-main/contract/error.ts';
import { bundledCatalogue, type CatalogueEntry } from '../src-main/models/catalogue.ts';
import { deriveModel } from '../src-main/models/conversion/derive.ts';
import { formatCatalogue } from '../src-main/models/format-catalogue.ts';
import { sha256OfFile } from '../src-main/models/model-file.ts';

interface Derived {
  entry: CatalogueEntry;
  contents: Uint8Array;
  /** The catalogue's entry as it should be. */
  rightEntry: CatalogueEntry;
  isInCatalogue: boolean;
  isOnDisk: boolean;
}

const { models } = bundledCatalogue();
const modelsFolder = dirname(findResource('models/catalogue.json')!);
const cache = join(dirname(modelsFolder), 'node_modules', '.cache', 'mirage-models');

async function derive(entry: CatalogueEntry): Promise<Derived> {
  const contents = await deriveModel(entry, cache);
  const sha256 = createHash('sha256').update(contents).digest('hex');
  const rightEntry = { ...entry, bytes: contents.byteLength, sha256 };
  const path = join(modelsFolder, entry.file);
  const onDisk = await sha256OfFile(path).catch(() => undefined);
  return {
    entry,
    contents,
    rightEntry,
    isInCatalogue: entry.sha256 === sha256 && entry.bytes === contents.byteLength,
    isOnDisk: onDisk === sha256,
  };
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
  const derived: Derived[] = [];
  for (const entry of models) {
    const result = await derive(entry);
    derived.push(result);
    const { rightEntry, isInCatalogue, isOnDisk } = result;
    const size = `${String(rightEntry.bytes).padStart(8)} bytes`;
    const verdict = isInCatalogue && isOnDisk ? 'as committed' : describe(result);
    console.log(`${entry.id.padEnd(26)} ${size}  ${rightEntry.sha256.slice(0, 12)}  ${verdict}`);
  }

  if (!values.write) {
    if (derived.every(({ isInCatalogue, isOnDisk }) => isInCatalogue && isOnDisk)) return 0;
    console.error('Run again with --write to write the files and the catalogue.');
    return ERROR_CODES['model-corrupt'].exitCode;
  }
  const catalogue = formatCatalogue({ models: derived.map(({ rightEntry }) => rightEntry) });
  await replaceTogether([
    ...derived.map(({ entry, contents }) => ({ file: entry.file, contents })),
    { file: 'catalogue.json', contents: catalogue },
  ]);
  return 0;
}

/** Writes all files aside before the first takes its place, so that a full disk changes nothing. */
async function replaceTogether(files: readonly { file: string; contents: Uint8Array | string }[]) {
  const aside = (file: string) => join(modelsFolder, `${file}.new`);
  for (const { file, contents } of files) await writeFile(aside(file), contents);
  for (const { file } of files) await rename(aside(file), join(modelsFolder, file));
}

function describe({ isInCatalogue, isOnDisk }: Derived): string {
  const differing = [!isInCatalogue && 'the catalogue', !isOnDisk && 'the file on disk'];
  return `differs from ${differing.filter(Boolean).join(' and ')}`;
}

try {
  process.exitCode = await main();
} catch (thrown) {
  const { message, hint, exitCode } = MirageError.from(thrown);
  console.error(hint === undefined ? message : `${message}\n${hint}`);
  process.exitCode = exitCode;
}
