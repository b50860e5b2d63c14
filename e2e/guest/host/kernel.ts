import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run, type CommandPlace } from './command.ts';
import { download, findPackages, type GuestPackages } from './packages.ts';

/** What a guest starts from: a kernel with its modules, v4l2loopback among them, and a shell. */
export interface GuestKernel {
  /** As `uname -r` says it. */
  readonly release: string;
  readonly image: string;
  /** A folder that holds lib/modules. */
  readonly root: string;
  /** A shell and its tools in one file that needs no library. */
  readonly busybox: string;
}

/**
 * The guest's kernel: Debian's newest, with v4l2loopback built for it. It is made once per set of
 * package versions and kept.
 *
 * @param cache a folder for it.
 * @param say gets a line before what takes long.
 * @throws Error when apt, the compiler or depmod fails.
 */
export async function prepareKernel(
  cache: string,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<GuestKernel> {
  await mkdir(cache, { recursive: true });
  const workshop = await mkdtemp(join(cache, 'making-'));
  try {
    const place = { folder: workshop, signal };
    const packages = await findPackages(place);
    const kept = join(cache, cacheKey(packages));
    if (!existsSync(kept)) {
      say(`Building the guest's kernel ${packages.release} with v4l2loopback…`);
      const root = await build(packages, place);
      await removeOthers(cache, workshop);
      await rename(root, kept);
    }
    const { release } = packages;
    return {
      release,
      image: join(kept, `boot/vmlinuz-${release}`),
      root: kept,
      busybox: join(kept, 'bin/busybox'),
    };
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

/** The same for the same versions of the same packages. */
function cacheKey({ release, files }: GuestPackages): string {
  const hash = createHash('sha256');
  for (const { file, sha256 } of files) hash.update(`${file} ${sha256}\n`);
  return `${release}-${hash.digest('hex').slice(0, 16)}`;
}

async function build(packages: GuestPackages, place: CommandPlace): Promise<string> {
  const root = join(place.folder, 'root');
  await download(packages, place);
  for (const { file } of packages.files) {
    await run('dpkg-deb', ['--extract', join(place.folder, file), root], place);
  }
  await buildLoopback(root, packages.release, place);
  await run('depmod', ['--basedir', root, packages.release], place);
  await rm(join(root, 'usr'), { recursive: true });
  return root;
}

async function buildLoopback(root: string, release: string, place: CommandPlace): Promise<void> {
  const sources = join(root, 'usr/src');
  const headers = join(sources, `linux-headers-${release}`);
  // The headers' Makefile names their common part by the place where the package puts it.
  const makefile = join(headers, 'Makefile');
  const text = await readFile(makefile, 'utf8');
  await writeFile(makefile, text.replaceAll('/usr/src/', `${sources}/`));

  const source = (await readdir(sources)).find((name) => name.startsWith('v4l2loopback-'));
  if (source === undefined) throw new Error('The package v4l2loopback-dkms holds no source.');
  const folder = join(sources, source);
  const jobs = `-j${availableParallelism()}`;
  await run('make', [jobs, '-C', headers, `M=${folder}`, 'modules'], place);
  const modules = join(root, 'lib/modules', release, 'extra');
  await mkdir(modules);
  await cp(join(folder, 'v4l2loopback.ko'), join(modules, 'v4l2loopback.ko'));
}

async function removeOthers(cache: string, workshop: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const path = join(cache, name);
    if (path !== workshop) await rm(path, { recursive: true, force: true });
  }
}
