import { spawn, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { GuestKernel } from './kernel.ts';

export type Accelerator = 'kvm' | 'tcg';

export interface Machine {
  readonly kernel: GuestKernel;
  readonly initramfs: string;
  /** Of the host, writable for the guest. */
  readonly results: string;
}

/** Chromium and the networks of Mirage side by side, and what they write into memory. */
const MEMORY_MIB = 2560;
/** More than the host has would only make them wait for each other. */
const MOST_PROCESSORS = 4;

/**
 * Both take the newest features there are: emulated, the mesh network takes 374 ms a face with AVX2,
 * 332 ms with AVX and 405 ms with SSE4 alone, which is no reason to mask anything.
 */
const ACCELERATION: Readonly<Record<Accelerator, readonly string[]>> = {
  // Under nested virtualisation the host may refuse to have this register set.
  kvm: ['-accel', 'kvm', '-cpu', 'host,arch-capabilities=off'],
  tcg: ['-accel', 'tcg,thread=multi', '-cpu', 'max'],
};

/** An oops in a driver is a failure like any other, so it ends the guest; a panic ends QEMU. */
const KERNEL_OPTIONS = 'console=ttyS0 quiet loglevel=3 oops=panic panic=-1 mitigations=off';

/** Starts the guest; its serial console is the standard output. */
export function startMachine(
  { kernel, initramfs, results }: Machine,
  accelerator: Accelerator,
): ChildProcess {
  const share = (tag: string, path: string, ...options: string[]): string[] => {
    // QEMU reads a comma as the end of a value, and two as a comma.
    const value = path.replaceAll(',', ',,');
    const common = ['local', `path=${value}`, `mount_tag=${tag}`, 'security_model=none'];
    return ['-virtfs', [...common, ...options].join(',')];
  };
  return spawn(
    'qemu-system-x86_64',
    [
      ...['-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none', '-serial', 'stdio'],
      ...['-M', 'q35', '-m', String(MEMORY_MIB)],
      ...['-smp', String(Math.min(MOST_PROCESSORS, availableParallelism()))],
      ...ACCELERATION[accelerator],
      ...['-kernel', kernel.image, '-initrd', initramfs, '-append', KERNEL_OPTIONS],
      ...share('host', '/', 'readonly=on', 'multidevs=remap'),
      ...share('results', results),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
}
