import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { afterAll } from 'vitest';

/**
 * Mounts a file system of one megabyte in memory, until the tests are done.
 *
 * @returns false where this user may not mount.
 */
export function mountSmallDisk(path: string): boolean {
  mkdirSync(path);
  const options = ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path];
  const isMounted = process.platform === 'linux' && spawnSync('mount', options).status === 0;
  if (isMounted) {
    afterAll(() => {
      spawnSync('umount', [path]);
    });
  }
  return isMounted;
}
