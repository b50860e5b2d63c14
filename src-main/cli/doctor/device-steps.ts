import type { Camera } from '../../devices/camera/camera.ts';
import { PERMISSION_HINT } from '../../devices/linux/permission-hint.ts';
import type { SoundServer } from '../../devices/linux/sound-server.ts';
import type { VirtualCameraStatus } from '../../devices/virtual-camera/inspect-virtual-camera.ts';
import type { DiagnosticStep, StepOutcome } from './diagnostic-step.ts';

/** What the steps about devices ask of the machine. */
export interface DeviceQueries {
  cameras: () => Promise<Camera[]>;
  soundServers: () => Promise<SoundServer[]>;
  virtualCamera: () => Promise<VirtualCameraStatus>;
}

/**
 * Cameras, sound and the virtual camera. Live use needs them; swapping faces in files does not.
 *
 * @param platform as in process.platform; sound servers are known of linux alone.
 */
export function deviceSteps(platform: NodeJS.Platform, queries: DeviceQueries): DiagnosticStep[] {
  const step = (name: string, run: DiagnosticStep['run']): DiagnosticStep => ({
    ...{ name, run },
    isEssential: false,
  });
  return [
    step('Camera', () => checkCamera(queries)),
    step('Sound server', () => (platform === 'linux' ? checkSound(queries) : unchecked(platform))),
    step('Virtual camera', () => checkVirtualCamera(queries)),
  ];
}

function unchecked(platform: NodeJS.Platform): StepOutcome {
  return { status: 'unchecked', detail: `is looked for on Linux only, not on ${platform}` };
}

async function checkCamera(queries: DeviceQueries): Promise<StepOutcome> {
  const cameras = (await queries.cameras()).filter(({ isVirtual }) => !isVirtual);
  if (cameras.length === 0) {
    return {
      status: 'missing',
      detail: 'no camera is attached',
      fix: 'Attach one and look again: mirage devices',
    };
  }
  const permitted = cameras.filter(({ isPermitted }) => isPermitted);
  if (permitted.length === 0) {
    const detail = `${listed(cameras)} may not be opened by you`;
    return { status: 'failed', detail, fix: PERMISSION_HINT };
  }
  return { status: 'ok', detail: listed(permitted) };
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

async function checkVirtualCamera({ virtualCamera }: DeviceQueries): Promise<StepOutcome> {
  const { problem, detail, fix } = await virtualCamera();
  if (problem === undefined) return { status: 'ok', detail, fix };
  const isAbsent = problem === 'virtual-camera-missing' || problem === 'virtual-camera-unsupported';
  return { status: isAbsent ? 'missing' : 'failed', detail, fix };
}

function listed(cameras: readonly Camera[]): string {
  return cameras.map(({ name, path }) => (path === name ? name : `${name} (${path})`)).join(', ');
}
