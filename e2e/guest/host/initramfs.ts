import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { run, type CommandPlace } from './command.ts';
import type { GuestKernel } from './kernel.ts';

/** The drivers that reach the host's files: virtio's bus, 9p over it, and the writable layer. */
const MODULES = ['virtio_pci', '9pnet_virtio', '9p', 'overlay'];

/** The commands of inside/init.sh that are not part of its shell. */
const APPLETS = ['sh', 'mount', 'mkdir', 'insmod', 'chroot', 'ip', 'poweroff', 'sync'];

export interface Initramfs {
  readonly kernel: GuestKernel;
  /** The script that is process 1. */
  readonly init: string;
  /** What it is told; sourced by it. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Packs the guest's first file system: busybox, {@link MODULES} and process 1.
 *
 * @param target the file to write.
 * @throws Error when a module is missing or cpio fails.
 */
export async function packInitramfs(
  { kernel, init, variables }: Initramfs,
  target: string,
  place: CommandPlace,
): Promise<void> {
  const folder = await mkdtemp(join(place.folder, 'initramfs-'));
  try {
    for (const name of ['bin', 'modules', 'proc', 'sys', 'dev', 'host', 'layer', 'root']) {
      await mkdir(join(folder, name));
    }
    await copyFile(kernel.busybox, join(folder, 'bin/busybox'));
    for (const applet of APPLETS) {
      await symlink('busybox', join(folder, 'bin', applet));
    }
    await copyFile(init, join(folder, 'init'));
    await chmod(join(folder, 'init'), 0o755);
    await writeFile(join(folder, 'variables'), shellAssignments(variables));
    await copyModules(kernel, folder, place);
    // Small enough that compressing it would save nothing.
    const command = `cd "$1" && find . | cpio --quiet --create --format=newc > "$2"`;
    await run('sh', ['-euc', command, 'sh', folder, target], place);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Copies modules with all they need, and a list of them in the order of loading. */
async function copyModules(
  { root, release }: GuestKernel,
  folder: string,
  place: CommandPlace,
): Promise<void> {
  const search = ['--dirname', root, '--set-version', release, '--show-depends'];
  const order = new Set<string>();
  for (const module of MODULES) {
    for (const path of modulePaths(await run('modprobe', [...search, module], place))) {
      await copyFile(path, join(folder, 'modules', basename(path)));
      order.add(basename(path));
    }
  }
  await writeFile(join(folder, 'modules/order'), `${[...order].join('\n')}\n`);
}

/** The files that `modprobe --show-depends` would load, in that order. */
export function modulePaths(output: string): string[] {
  return Array.from(output.matchAll(/^insmod (.+\.ko)\s*$/gm), ([, path]) => path);
}

/** Lines for a POSIX shell that set variables to these values, whatever they hold. */
export function shellAssignments(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join('');
}
