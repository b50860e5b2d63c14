import { MirageError, type ErrorCode } from '../../contract/error.ts';
import type { LoopbackState } from '../linux/loopback-state.ts';
import { openVirtualCamera } from './open-virtual-camera.ts';
import { SETUP_COMMAND } from './setup-command.ts';
import { VIRTUAL_CAMERA_NAME, type PublishedFormat, type VirtualCamera } from './virtual-camera.ts';

/** Whether Mirage can publish on this machine. */
export interface VirtualCameraStatus {
  /** What other programs list it as; undefined where there is none. */
  name: string | undefined;
  /** On Linux, where it has one. */
  path: string | undefined;
  /** What opening it would be refused with; undefined when it is ready. */
  problem: ErrorCode | undefined;
  /** What there is, or what is wrong with it. */
  detail: string;
  /** The command, or the deed, that makes it better. */
  fix: string | undefined;
}

/** What the inspection asks of the machine; others in tests. */
export interface InspectedMachine {
  platform: NodeJS.Platform;
  loopbackState: () => Promise<LoopbackState>;
  /** Programs that have a device open. */
  findHolders: (path: string) => Promise<string[]>;
  openCamera: (choice: string | undefined) => Promise<VirtualCamera>;
}

// Linux's parts are loaded there alone.
const THIS_MACHINE: InspectedMachine = {
  platform: process.platform,
  loopbackState: async () => (await import('../linux/loopback-state.ts')).readLoopbackState(),
  findHolders: async (path) => (await import('../linux/device-holders.ts')).findDeviceHolders(path),
  openCamera: openVirtualCamera,
};

/** What is published when nothing else is asked for. */
const USUAL_FORMAT: PublishedFormat = { pixelFormat: 'i420', width: 1280, height: 720, fps: 30 };

/**
 * Finds out whether Mirage can publish: one that nobody feeds is opened for a moment and closed again;
 * no picture is written.
 */
export async function inspectVirtualCamera(
  machine: InspectedMachine = THIS_MACHINE,
): Promise<VirtualCameraStatus> {
  if (machine.platform !== 'linux') return tryToOpen(machine, undefined, '');
  const state = await machine.loopbackState();
  const module = state.version === undefined ? 'v4l2loopback' : `v4l2loopback ${state.version}`;
  const device = state.devices.find(({ name }) => name === VIRTUAL_CAMERA_NAME);
  if (device === undefined) return missing(whatIsMissing(state, module));
  const { path, name, feed, hasExclusiveCaps } = device;
  if (feed !== undefined) {
    const programs = (await machine.findHolders(path)).join(', ');
    return {
      ...{ name, path, problem: 'virtual-camera-in-use' },
      detail: `${path} is being fed${programs === '' ? '' : `, open in ${programs}`} (${feed})`,
      fix: 'Stop the program that publishes to it; another Mirage may be running.',
    };
  }
  const status = await tryToOpen(machine, path, module);
  if (status.problem !== undefined || hasExclusiveCaps !== false) return status;
  return {
    ...status,
    detail: `${status.detail}; exclusive_caps is off, so Chrome does not list it`,
    fix: `${SETUP_COMMAND} --exclusive-caps 1`,
  };
}

function whatIsMissing({ isInstalled, isLoaded }: LoopbackState, module: string): string {
  if (!isInstalled) return 'the kernel module v4l2loopback is not installed';
  if (!isLoaded) return 'v4l2loopback is not loaded';
  return `${module} has no device named ${VIRTUAL_CAMERA_NAME}`;
}

function missing(detail: string): VirtualCameraStatus {
  return {
    ...{ name: undefined, path: undefined, problem: 'virtual-camera-missing', detail },
    fix: SETUP_COMMAND,
  };
}

/** @param module what makes the device, for the detail. */
async function tryToOpen(
  { openCamera }: InspectedMachine,
  path: string | undefined,
  module: string,
): Promise<VirtualCameraStatus> {
  let camera: VirtualCamera | undefined;
  try {
    camera = await openCamera(path);
    await camera.open(USUAL_FORMAT);
    const name = camera.deviceName;
    const detail = path === undefined ? name : `${path}, ${module}`;
    return { name, path, problem: undefined, detail, fix: undefined };
  } catch (thrown) {
    const { code, message, hint } = MirageError.from(thrown);
    const name = camera?.deviceName;
    return { name, path, problem: code, detail: message, fix: hint };
  } finally {
    await camera?.close();
  }
}
