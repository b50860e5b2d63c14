import { isV4l2Error, v4l2, type V4l2, type V4l2Description } from '../../base/v4l2-addon.ts';
import type { Camera, CameraMode } from '../camera/camera.ts';
import { VIRTUAL_CAMERA_NAME } from '../virtual-camera/virtual-camera.ts';
import { identifyDevices } from './camera-identity.ts';
import { listVideoDevices, type VideoDevice } from './video-devices.ts';

/**
 * Lists the cameras, ours left out. Each is opened for a moment to ask what it offers; none captures.
 *
 * @param root where the system's folders are; another one in tests.
 * @param describe asks a device; another one in tests.
 */
export async function listCameras(
  root = '/',
  describe: V4l2['describe'] = (path) => v4l2().describe(path),
): Promise<Camera[]> {
  const devices = await listVideoDevices(root);
  const ids = await identifyDevices(devices, root);
  return devices.flatMap((device) => {
    if (device.isVirtual && device.name === VIRTUAL_CAMERA_NAME) return [];
    const answer = ask(device, describe);
    if (answer === 'no camera') return [];
    const { path, name, isVirtual } = device;
    const isPermitted = device.isPermitted && answer !== 'not permitted';
    const modes = typeof answer === 'object' ? sorted(answer.modes) : [];
    return [{ id: ids.get(path) ?? path, name, path, isVirtual, isPermitted, modes }];
  });
}

/** What the driver says where it can be asked; else what udev published decides. */
function ask(
  device: VideoDevice,
  describe: V4l2['describe'],
): V4l2Description | 'no camera' | 'not permitted' | 'not told' {
  const unasked = device.canCapture ? 'not told' : 'no camera';
  if (!device.isPermitted) return unasked;
  try {
    const description = describe(device.path);
    return description.canCapture ? description : 'no camera';
  } catch (thrown) {
    if (!isV4l2Error(thrown)) throw thrown;
    switch (thrown.code) {
      case 'ENOENT':
      case 'ENODEV':
      case 'ENXIO':
        return 'no camera';
      case 'EACCES':
      case 'EPERM':
        return device.canCapture ? 'not permitted' : 'no camera';
      default:
        return unasked;
    }
  }
}

/** Largest first; of one size the layouts in the driver's order. */
function sorted(modes: readonly CameraMode[]): CameraMode[] {
  return modes.toSorted((a, b) => b.width * b.height - a.width * a.height || b.width - a.width);
}
