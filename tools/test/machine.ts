import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What the suites have to know about where they run. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** As in `process.arch`. */
  readonly arch: string;
  readonly nodeMajor: number;
  /** Debian itself, whose packages some suites are made of. */
  readonly isDebian: boolean;
  /** In CI a skip must be excused and every suite runs. */
  readonly isCi: boolean;
  /** Debian or a relative, as root: missing programs may be installed. */
  readonly canInstall: boolean;
}

export function thisMachine(): Machine {
  return {
    platform: process.platform,
    arch: process.arch,
    nodeMajor: Number.parseInt(process.versions.node, 10),
    isDebian: isDebian(),
    isCi: process.env.CI === '1' || process.env.CI === 'true',
    canInstall: existsSync('/etc/debian_version') && process.getuid?.() === 0,
  };
}

/** By the ID of os-release(5). */
function isDebian(): boolean {
  try {
    return /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** @returns whether a program of that name is on PATH (on Windows with any of PATHEXT's endings). */
export function hasProgram(name: string, environment: NodeJS.ProcessEnv = process.env): boolean {
  const endings = process.platform === 'win32' ? (environment.PATHEXT ?? '.EXE').split(';') : [''];
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) =>
    endings.some((ending) => isExecutable(join(folder, name + ending))),
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
