import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfPresent } from './read-if-present.ts';

/**
 * Names the programs that have a device open, as far as this user may know: those of other users
 * stay hidden.
 *
 * @param path such as /dev/video0.
 * @param root where the system's folders are; another one in tests.
 * @returns each name once, without this process.
 */
export async function findDeviceHolders(path: string, root = '/'): Promise<string[]> {
  const processes = (await namesIn(join(root, 'proc'))).filter(
    (name) => /^\d+$/.test(name) && name !== String(process.pid),
  );
  const names = await Promise.all(
    processes.map(async (id) => {
      const folder = join(root, 'proc', id);
      return (await holds(folder, path)) ? (await readIfPresent(join(folder, 'comm'))).trim() : '';
    }),
  );
  return [...new Set(names.filter((name) => name !== ''))].sort();
}

async function holds(folder: string, path: string): Promise<boolean> {
  const descriptors = await namesIn(join(folder, 'fd'));
  const targets = await Promise.all(
    descriptors.map((descriptor) => readlink(join(folder, 'fd', descriptor)).catch(() => '')),
  );
  return targets.includes(path);
}

/** Empty for what has ended meanwhile, and for what belongs to another user. */
async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
