import type { LoopbackDevice } from '../../devices/linux/loopback-state.ts';
import { LOAD_TEXT, optionsText } from './module-files.ts';
import type { SetupState } from './setup-state.ts';

export const MIRAGE_DEVICE: LoopbackDevice = {
  path: '/dev/video10',
  number: 10,
  name: 'Mirage Camera',
  isPermitted: true,
  feed: undefined,
  hasExclusiveCaps: true,
};

/** Of somebody else. */
export const OTHER_DEVICE: LoopbackDevice = {
  ...MIRAGE_DEVICE,
  path: '/dev/video5',
  number: 5,
  name: 'OBS Virtual Camera',
  hasExclusiveCaps: false,
};

/** A Debian machine of an ordinary user on which everything is as it should be. */
export const COMPLETE: SetupState = {
  loopback: {
    isInstalled: true,
    isLoaded: true,
    version: '0.12.7',
    devices: [MIRAGE_DEVICE],
    openCount: 0,
    hasControlDevice: false,
  },
  usedNumbers: [0, 10],
  packageTool: 'apt',
  kernel: '6.1.0-28-amd64',
  hasKernelModules: true,
  hasKernelHeaders: true,
  kernelPackage: undefined,
  hasModuleSource: true,
  hasRpmFusion: false,
  isSecureBootOn: false,
  optionsFile: optionsText({ number: 10, name: 'Mirage Camera', hasExclusiveCaps: true }),
  loadFile: LOAD_TEXT,
  foreignOptions: [],
  user: 'ada',
  isRoot: false,
  isInVideoGroup: true,
  hasControlProgram: false,
};

/** The same machine before anything was done. */
export const BARE: SetupState = {
  ...COMPLETE,
  loopback: { ...COMPLETE.loopback, isInstalled: false, isLoaded: false, devices: [] },
  usedNumbers: [0],
  hasKernelHeaders: false,
  hasModuleSource: false,
  optionsFile: '',
  loadFile: '',
};

/** The module is there but has not been loaded. */
export const INSTALLED: SetupState = {
  ...BARE,
  loopback: { ...BARE.loopback, isInstalled: true },
};

export function loadedWith(
  devices: LoopbackDevice[],
  changes: Partial<SetupState['loopback']> = {},
): SetupState['loopback'] {
  return { ...COMPLETE.loopback, devices, ...changes };
}
