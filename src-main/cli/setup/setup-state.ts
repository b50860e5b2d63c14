import { constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { release, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { packageTool, type PackageTool } from '../../devices/linux/distribution.ts';
import { readLoopbackState, type LoopbackState } from '../../devices/linux/loopback-state.ts';
import { readIfPresent } from '../../devices/linux/read-if-present.ts';
import { isAccessible, namesIn } from '../../devices/linux/system-files.ts';
import { listVideoDevices } from '../../devices/linux/video-devices.ts';
import { LOAD_FILE, OPTIONS_FILE } from './module-files.ts';

/** A line of somebody else's that sets options of v4l2loopback. */
export interface ForeignOptions {
  path: string;
  line: string;
}

/** Everything on a Linux machine that decides what the virtual camera still needs. */
export interface SetupState {
  loopback: LoopbackState;
  /** Numbers that video devices of any kind have. */
  usedNumbers: number[];
  packageTool: PackageTool | undefined;
  /** The running kernel's release. */
  kernel: string;
  /** Its modules lie in this system; not so in a container. */
  hasKernelModules: boolean;
  /** Modules can be built for it. */
  hasKernelHeaders: boolean;
  /** On Arch, which has several kernels: the running one's package. */
  kernelPackage: string | undefined;
  /** v4l2loopback's source is installed; it may yet have to be built. */
  hasModuleSource: boolean;
  /** On Fedora, which keeps v4l2loopback out of its own packages. */
  hasRpmFusion: boolean;
  isSecureBootOn: boolean;
  /** Mirage's own two files; empty where they are not there. */
  optionsFile: string;
  loadFile: string;
  foreignOptions: ForeignOptions[];
  user: string;
  isRoot: boolean;
  /** By the system's list; a session that began before does not have it yet. */
  isInVideoGroup: boolean;
  /** v4l2loopback-ctl is there. */
  hasControlProgram: boolean;
}

export interface StateSources {
  /** Where the system's folders are; another one in tests. */
  root: string;
  kernel: string;
  user: { username: string; uid: number };
  /** PATH. */
  searchPath: string;
}

export function thisMachine(): StateSources {
  return {
    root: '/',
    kernel: release(),
    user: userInfo(),
    searchPath: process.env.PATH ?? '',
  };
}

/** Reads it all and changes nothing. */
export async function readSetupState(sources: StateSources): Promise<SetupState> {
  const { root, kernel, user, searchPath } = sources;
  const modules = join(root, 'lib/modules', kernel);
  const read = (path: string): Promise<string> => readIfPresent(join(root, path));
  const devices = await listVideoDevices(root);
  return {
    loopback: await readLoopbackState(root, kernel),
    usedNumbers: devices.map(({ path }) => Number(/\d+$/.exec(path)?.[0])),
    packageTool: await packageTool(join(root, 'etc/os-release')),
    kernel,
    hasKernelModules: await isAccessible(modules),
    hasKernelHeaders: await isAccessible(join(modules, 'build/Makefile')),
    kernelPackage: (await readIfPresent(join(modules, 'pkgbase'))).trim() || undefined,
    hasModuleSource: await hasModuleSource(root),
    hasRpmFusion: await isAccessible(join(root, 'etc/yum.repos.d/rpmfusion-free.repo')),
    isSecureBootOn: await isSecureBootOn(root),
    optionsFile: await read(OPTIONS_FILE),
    loadFile: await read(LOAD_FILE),
    foreignOptions: await foreignOptions(root),
    user: user.username,
    isRoot: user.uid === 0,
    isInVideoGroup: isMember(await read('/etc/group'), user.username),
    hasControlProgram: await hasProgram('v4l2loopback-ctl', searchPath),
  };
}

/** Whether PATH leads to a program of that name. */
export async function hasProgram(name: string, searchPath: string): Promise<boolean> {
  const places = searchPath.split(delimiter).filter((folder) => folder !== '');
  const found = await Promise.all(
    places.map((folder) => isAccessible(join(folder, name), constants.X_OK)),
  );
  return found.includes(true);
}

/** Where modprobe.d(5) looks for settings, beside Mirage's own file. */
const SETTING_FOLDERS = [
  '/etc/modprobe.d',
  '/run/modprobe.d',
  '/usr/lib/modprobe.d',
  '/lib/modprobe.d',
];

async function foreignOptions(root: string): Promise<ForeignOptions[]> {
  const found: ForeignOptions[] = [];
  for (const folder of SETTING_FOLDERS) {
    for (const name of await namesIn(join(root, folder))) {
      const path = `${folder}/${name}`;
      if (!name.endsWith('.conf') || path === OPTIONS_FILE) continue;
      const text = await readIfPresent(join(root, path));
      const lines = text.match(/^\s*options\s+v4l2loopback\s.*$/gm) ?? [];
      found.push(...lines.map((line) => ({ path, line: line.trim() })));
    }
  }
  return found;
}

/** Unpacked for DKMS, or a source package for akmods. */
async function hasModuleSource(root: string): Promise<boolean> {
  const folders = await Promise.all(
    ['usr/src', 'usr/src/akmods'].map((folder) => namesIn(join(root, folder))),
  );
  return folders.flat().some((name) => name.startsWith('v4l2loopback-'));
}

/** Four bytes of attributes, then 1 for on (UEFI specification, 3.3: SecureBoot). */
const SECURE_BOOT = 'sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c';

async function isSecureBootOn(root: string): Promise<boolean> {
  try {
    return (await readFile(join(root, SECURE_BOOT)))[4] === 1;
  } catch {
    // A machine without UEFI has no such variable.
    return false;
  }
}

function isMember(groups: string, user: string): boolean {
  const members = /^video:[^:]*:\d*:(.*)$/m.exec(groups)?.[1] ?? '';
  return members.split(',').includes(user);
}
