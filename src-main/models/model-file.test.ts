import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundledCatalogue, findModel } from './catalogue.ts';
import { resolveModelFile, sha256OfFile, verifyModelFile } from './model-file.ts';
import type { ModelFolders } from './model-folders.ts';
import { modelStatuses } from './model-status.ts';

const entry = findModel('blazeface-back');

let root: string;
let folders: ModelFolders & { user: string };

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mirage-models-'));
  folders = { user: join(root, 'user'), cache: join(root, 'cache') };
  await mkdir(folders.user);
  await mkdir(folders.cache);
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

const put = (folder: string, contents = 'anything') =>
  writeFile(join(folder, entry.file), contents);

describe('resolveModelFile', () => {
  it('prefers the user folder to the cache, and the cache to what is bundled', async () => {
    expect(resolveModelFile(entry, folders).place).toBe('bundled');

    await put(folders.cache);
    expect(resolveModelFile(entry, folders)).toMatchObject({
      place: 'cache',
      path: join(folders.cache, entry.file),
    });

    await put(folders.user);
    expect(resolveModelFile(entry, folders)).toMatchObject({
      place: 'user',
      path: join(folders.user, entry.file),
    });
  });

  it('names the folders it searched when the file is nowhere', () => {
    const absent = { ...entry, id: 'absent', file: 'absent.onnx' };

    expect(() => resolveModelFile(absent, folders)).toThrow(
      expect.objectContaining({
        code: 'model-missing',
        message: expect.stringContaining(`${folders.user}, ${folders.cache}`) as string,
      }) as Error,
    );
  });
});

describe('verifyModelFile', () => {
  it('accepts an intact copy and refuses an altered one', async () => {
    const { path } = resolveModelFile(entry, folders);
    const copy = join(folders.user, entry.file);
    await copyFile(path, copy);
    await expect(verifyModelFile({ entry, path: copy })).resolves.toBeUndefined();

    await put(folders.user, 'altered');
    await expect(verifyModelFile({ entry, path: copy })).rejects.toMatchObject({
      code: 'model-corrupt',
    });
  });
});

describe('sha256OfFile', () => {
  it("gives the standard's digest of “abc”", async () => {
    await put(folders.user, 'abc');

    // FIPS 180-4, example B.1.
    expect(await sha256OfFile(join(folders.user, entry.file))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});

describe('modelStatuses', () => {
  it('finds every bundled model there, intact and of the size the catalogue says', async () => {
    const statuses = await modelStatuses(bundledCatalogue(), folders);

    expect(statuses.map(({ id, file }) => [id, file?.isIntact, file?.bytes])).toEqual(
      bundledCatalogue().models.map(({ id, bytes }) => [id, true, bytes]),
    );
  });

  it('tells a damaged file and an absent one apart', async () => {
    await put(folders.user);
    const absent = { ...entry, id: 'absent', file: 'absent.onnx' };

    const [damaged, missing] = await modelStatuses({ models: [entry, absent] }, folders);

    expect(damaged.file).toMatchObject({ place: 'user', isIntact: false });
    expect(missing.file).toBeUndefined();
  });
});
