import { existsSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { readIfPresent } from './read-if-present.ts';

/** The kernel module that virtual cameras are made with. */
export interface LoopbackModule {
  isLoaded: boolean;
  /** Built for the kernel that runs, so that it can be loaded. */
  isInstalled: boolean;
  /** Such as 0.12.7; known once it is loaded. */
  version: string | undefined;
}

/**
 * Looks for v4l2loopback.
 *
 * @param root where the system's folders are; another one in tests.
 * @param kernel the running kernel's release.
 */
export async function findLoopbackModule(root = '/', kernel = release()): Promise<LoopbackModule> {
  const folder = join(root, 'sys/module/v4l2loopback');
  const isLoaded = existsSync(folder);
  const version = await readIfPresent(join(folder, 'version'));
  // modprobe's own index of the modules that were built for a kernel.
  const index = await readIfPresent(join(root, 'lib/modules', kernel, 'modules.dep'));
  return {
    isLoaded,
    isInstalled: isLoaded || /(?:^|\/)v4l2loopback\.ko(?:\.\w+)?:/m.test(index),
    version: version.trim() || undefined,
  };
}
