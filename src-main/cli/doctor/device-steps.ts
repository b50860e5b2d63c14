import type { PackageTool } from '../../devices/linux/distribution.ts';
import type { LoopbackModule } from '../../devices/linux/loopback-module.ts';
import type { SoundServer } from '../../devices/linux/sound-server.ts';
import type { VideoDevice } from '../../devices/linux/video-devices.ts';
import type { DiagnosticStep, StepOutcome } from './diagnostic-step.ts';

/** What the steps about devices ask of a Linux system. */
export interface DeviceQueries {
  videoDevices: () => Promise<VideoDevice[]>;
  soundServers: () => Promise<SoundServer[]>;
  loopbackModule: () => Promise<LoopbackModule>;
  packageTool: () => Promise<PackageTool | undefined>;
}

/** By this name video calls show the virtual camera. */
export const VIRTUAL_CAMERA_NAME = 'Mirage Camera';

/**
 * Cameras, sound and the virtual camera. Live use needs them; swapping faces in files does not.
 *
 * @param platform as in process.platform; all but linux are left unchecked.
 */
export function deviceSteps(platform: NodeJS.Platform, queries: DeviceQueries): DiagnosticStep[] {
  const step = (name: string, run: () => Promise<StepOutcome>): DiagnosticStep => ({
    name,
    isEssential: false,
    run: platform === 'linux' ? run : () => unchecked(platform),
  });
  return [
    step('Camera', () => checkCamera(queries)),
    step('Sound server', () => checkSound(queries)),
    step('Virtual camera', () => checkVirtualCamera(queries)),
  ];
}

function unchecked(platform: NodeJS.Platform): StepOutcome {
  return { status: 'unchecked', detail: `is looked for on Linux only, not on ${platform}` };
}

async function checkCamera({ videoDevices }: DeviceQueries): Promise<StepOutcome> {
  const cameras = (await videoDevices()).filter(
    ({ isVirtual, canCapture }) => !isVirtual && canCapture,
  );
  if (cameras.length === 0) {
    return {
      status: 'missing',
      detail: 'no camera is attached',
      fix: 'Attach one and look again: ls /sys/class/video4linux',
    };
  }
  const forbidden = cameras.filter(({ isPermitted }) => !isPermitted);
  if (forbidden.length === cameras.length) {
    return {
      status: 'failed',
      detail: `${listed(cameras)} may not be opened by you`,
      fix: 'sudo usermod -aG video "$USER", then log out and in again',
    };
  }
  return { status: 'ok', detail: listed(cameras.filter(({ isPermitted }) => isPermitted)) };
}

async function checkSound({ soundServers }: DeviceQueries): Promise<StepOutcome> {
  const servers = await soundServers();
  const answering = servers.filter(({ isAnswering }) => isAnswering);
  if (answering.length > 0) {
    return {
      status: 'ok',
      detail: answering.map(({ name, socket }) => `${name} (${socket})`).join(', '),
    };
  }
  return {
    status: 'missing',
    detail: `nothing answers at ${servers.map(({ socket }) => socket).join(' or ')}`,
    fix: 'systemctl --user start pipewire pipewire-pulse wireplumber',
  };
}

/** exclusive_caps: browsers list a loopback device only when it says nothing but "I capture". */
const LOAD_MODULE = `sudo modprobe v4l2loopback video_nr=10 card_label="${VIRTUAL_CAMERA_NAME}" exclusive_caps=1`;

const INSTALL_MODULE: Readonly<Record<PackageTool, string>> = {
  apt: 'sudo apt install v4l2loopback-dkms',
  dnf: 'sudo dnf install akmod-v4l2loopback (from RPM Fusion)',
  pacman: 'sudo pacman -S v4l2loopback-dkms',
};

async function checkVirtualCamera(queries: DeviceQueries): Promise<StepOutcome> {
  const { isLoaded, isInstalled, version } = await queries.loopbackModule();
  if (!isInstalled) {
    const tool = await queries.packageTool();
    const install =
      tool === undefined ? 'Install the kernel module v4l2loopback' : INSTALL_MODULE[tool];
    return {
      status: 'missing',
      detail: 'the kernel module v4l2loopback is not installed',
      fix: `${install}, then: ${LOAD_MODULE}`,
    };
  }
  if (!isLoaded) {
    return { status: 'missing', detail: 'v4l2loopback is not loaded', fix: LOAD_MODULE };
  }
  const devices = await queries.videoDevices();
  const camera = devices.find(({ isVirtual, name }) => isVirtual && name === VIRTUAL_CAMERA_NAME);
  const module = version === undefined ? 'v4l2loopback' : `v4l2loopback ${version}`;
  if (camera === undefined) {
    return {
      status: 'missing',
      detail: `${module} has no device named ${VIRTUAL_CAMERA_NAME}`,
      fix: `Close the programs that use its devices, then: sudo modprobe -r v4l2loopback && ${LOAD_MODULE}`,
    };
  }
  return { status: 'ok', detail: `${camera.path}, ${module}` };
}

function listed(devices: readonly VideoDevice[]): string {
  return devices.map(({ name, path }) => `${name} (${path})`).join(', ');
}
