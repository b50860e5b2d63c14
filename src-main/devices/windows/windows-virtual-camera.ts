import { nativeAddon } from '../../base/addon.ts';
import { MirageError } from '../../contract/error.ts';
import { VIRTUAL_CAMERA_NAME, type VirtualCamera } from '../virtual-camera/virtual-camera.ts';
import { findNodeVirtualcam, NodeVirtualcamCamera } from './node-virtualcam.ts';
import { OBS_CAMERA_NAME, ObsVirtualCamera } from './obs-virtual-camera.ts';

/** What a Windows machine has to publish through; undefined for nothing. */
export interface WindowsVirtualCameras {
  isObsCameraInstalled: () => boolean;
  /** The package's path. */
  findNodeVirtualcam: () => string | undefined;
}

const THIS_MACHINE: WindowsVirtualCameras = {
  isObsCameraInstalled: () => nativeAddon().isObsCameraInstalled(),
  findNodeVirtualcam,
};

/** How a person brings a virtual camera to Windows. */
export const INSTALL_OBS = 'Install OBS Studio from https://obsproject.com; it need not run.';

/**
 * The best virtual camera of this Windows machine: OBS Studio's own, else the older plugin's.
 *
 * @param choice its name, or the one Mirage's camera has on Linux; undefined for whatever there is.
 * @throws MirageError `virtual-camera-missing`.
 */
export function windowsVirtualCamera(
  choice: string | undefined,
  machine: WindowsVirtualCameras = THIS_MACHINE,
): VirtualCamera {
  const camera = machine.isObsCameraInstalled() ? new ObsVirtualCamera() : pluginCamera(machine);
  if (camera === undefined) {
    throw new MirageError('virtual-camera-missing', {
      message: `${OBS_CAMERA_NAME}, through which Mirage publishes on Windows, is not installed.`,
      hint: INSTALL_OBS,
    });
  }
  const known = [camera.deviceName, VIRTUAL_CAMERA_NAME].map((name) => name.toLowerCase());
  if (choice !== undefined && !known.includes(choice.toLowerCase())) {
    throw new MirageError('virtual-camera-missing', {
      message: `There is no virtual camera named ${choice}.`,
      hint: `On Windows it is ${camera.deviceName}; leave the name out.`,
    });
  }
  return camera;
}

function pluginCamera(machine: WindowsVirtualCameras): VirtualCamera | undefined {
  const packagePath = machine.findNodeVirtualcam();
  return packagePath === undefined ? undefined : new NodeVirtualcamCamera(packagePath);
}
