import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dependencies, kernelRelease, packageFiles, type PackageFile } from './apt-output.ts';
import { run, type CommandPlace } from './command.ts';

/** What the guest is made of, as Debian offers it now. */
export interface GuestPackages {
  /** As `uname -r` says it. */
  readonly release: string;
  readonly names: readonly string[];
  readonly files: readonly PackageFile[];
  /** Options with which apt finds them. */
  readonly aptOptions: readonly string[];
}

/**
 * Asks apt for the newest kernel, its headers, the source of v4l2loopback and a static busybox. Nothing is installed,
 * so that no root is needed.
 *
 * @throws Error when apt does not know them.
 */
export async function findPackages(place: CommandPlace): Promise<GuestPackages> {
  try {
    return await packagesFrom([], place);
  } catch {
    // The system's lists are missing (container images come without) or out of date.
    return await packagesFrom(await freshLists(place), place);
  }
}

/** Fetches the packages into the folder. */
export async function download(
  { names, aptOptions }: GuestPackages,
  place: CommandPlace,
): Promise<void> {
  await run('apt-get', [...aptOptions, '--quiet=2', 'download', ...names], place);
}

async function packagesFrom(
  aptOptions: readonly string[],
  place: CommandPlace,
): Promise<GuestPackages> {
  const dependenciesOf = (name: string): Promise<string> =>
    run('apt-cache', [...aptOptions, 'depends', name], place);
  const release = kernelRelease(await dependenciesOf('linux-image-amd64'));
  const headers = `linux-headers-${release}`;
  const headersNeed = dependencies(await dependenciesOf(headers));
  const names = [
    `linux-image-${release}`,
    headers,
    // The compiler that is needed besides is the system's own.
    ...headersNeed.filter((name) => /^linux-(headers|kbuild)-/.test(name)),
    'v4l2loopback-dkms',
    'busybox-static',
  ];
  const listing = await run(
    'apt-get',
    [...aptOptions, '--print-uris', 'download', ...names],
    place,
  );
  const files = packageFiles(listing);
  if (files.length !== names.length) {
    throw new Error(`apt does not offer all of ${names.join(', ')}:\n${listing.trim()}`);
  }
  return { release, names, files, aptOptions };
}

/** Fetches package lists into folders of our own: the system's are not ours to change. */
async function freshLists(place: CommandPlace): Promise<string[]> {
  const lists = join(place.folder, 'apt/lists');
  const cache = join(place.folder, 'apt/cache');
  await mkdir(join(lists, 'partial'), { recursive: true });
  await mkdir(join(cache, 'archives/partial'), { recursive: true });
  const options = ['-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${cache}`];
  await run('apt-get', [...options, '--quiet=2', 'update'], place);
  return options;
}
