import type { Command } from './program.ts';

/** Something outside npm that a suite runs. */
export interface SystemPackage {
  /** As people call it. */
  readonly name: string;
  /** All of these must be on PATH. */
  readonly programs: readonly string[];
  readonly debianPackages: readonly string[];
}

export const FFMPEG: SystemPackage = {
  name: 'ffmpeg',
  programs: ['ffmpeg'],
  debianPackages: ['ffmpeg'],
};

export const QEMU: SystemPackage = {
  name: 'QEMU',
  programs: ['qemu-system-x86_64'],
  debianPackages: ['qemu-system-x86'],
};

/** What builds a kernel module and packs a kernel's first file system, beside make and gcc. */
export const KERNEL_TOOLS: SystemPackage = {
  name: 'kmod and cpio',
  programs: ['depmod', 'modprobe', 'cpio'],
  debianPackages: ['kmod', 'cpio', 'libelf1'],
};

export const V4L_UTILS: SystemPackage = {
  name: 'v4l2-ctl',
  programs: ['v4l2-ctl'],
  debianPackages: ['v4l-utils'],
};

export const CHROMIUM: SystemPackage = {
  name: 'Chromium',
  programs: ['chromium'],
  debianPackages: ['chromium'],
};

export function missingPackages(
  needed: readonly SystemPackage[],
  hasProgram: (name: string) => boolean,
): SystemPackage[] {
  return [...new Set(needed)].filter(
    ({ programs }) => !programs.every((program) => hasProgram(program)),
  );
}

/** The commands that install the packages on Debian, in order; none when nothing is missing. */
export function aptCommands(missing: readonly SystemPackage[]): Command[] {
  if (missing.length === 0) return [];
  const packages = new Set(missing.flatMap(({ debianPackages }) => debianPackages));
  const apt = (...args: string[]): Command => ({
    program: 'apt-get',
    args,
    environment: { DEBIAN_FRONTEND: 'noninteractive' },
  });
  return [
    apt('update', '--quiet=2'),
    apt('install', '--yes', '--quiet=2', '--no-install-recommends', ...packages),
  ];
}

/** Why a suite that needs the packages cannot run; undefined when none is missing. */
export function missingReason(missing: readonly SystemPackage[]): string | undefined {
  if (missing.length === 0) return undefined;
  return `Not installed: ${missing.map(({ name }) => name).join(', ')}.`;
}
