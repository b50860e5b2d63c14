import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyIntegrity } from './npm-package.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mirage-package-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** SHA-512 of “abc”: FIPS 180-4, example C.1. */
const ABC_SHA512 =
  'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f';

describe('verifyIntegrity', () => {
  const pin = {
    package: 'abc',
    version: '1.0.0',
    integrity: `sha512-${Buffer.from(ABC_SHA512, 'hex').toString('base64')}`,
  };

  it('accepts the pinned tarball', async () => {
    const tarball = join(folder, 'abc.tgz');
    await writeFile(tarball, 'abc');

    await expect(verifyIntegrity(pin, tarball)).resolves.toBeUndefined();
  });

  it('refuses any other', async () => {
    const tarball = join(folder, 'abd.tgz');
    await writeFile(tarball, 'abd');

    await expect(verifyIntegrity(pin, tarball)).rejects.toMatchObject({
      code: 'model-corrupt',
      message: expect.stringContaining('abc@1.0.0') as string,
    });
  });
});
