import type { PackageTool } from '../../devices/linux/distribution.ts';
import type { LoopbackDevice } from '../../devices/linux/loopback-state.ts';
import { loopbackOptions, type LoopbackRequest } from '../../devices/linux/loopback-options.ts';
import { VIRTUAL_CAMERA_NAME } from '../../devices/virtual-camera/virtual-camera.ts';
import { LOAD_FILE, LOAD_TEXT, OPTIONS_FILE, optionsText, parseOptions } from './module-files.ts';
import type { ForeignOptions, SetupState } from './setup-state.ts';

/** Something that is done as root. */
export type SetupStep =
  | { kind: 'run'; purpose: string; words: readonly string[] }
  | { kind: 'write'; purpose: string; path: string; text: string };

/** What only a person can put right. */
export interface Obstacle {
  message: string;
  hint: string;
}

export interface SetupPlan {
  /** In order; none when everything is there. */
  steps: readonly SetupStep[];
  /** Worth knowing before the steps are taken. */
  notes: readonly string[];
  /** The steps are not worth taking before it is out of the way. */
  obstacle?: Obstacle;
}

export interface SetupRequest {
  /** Undefined leaves it as it is; a new camera gets it. */
  hasExclusiveCaps: boolean | undefined;
}

/** The lowest number that is tried: cameras are counted from 0. */
const FIRST_NUMBER = 10;

/** Finds out what the virtual camera still needs on a Linux machine. */
export function planSetup(state: SetupState, request: SetupRequest): SetupPlan {
  const wanted = wantedDevice(state, request);
  const parts = [
    planModule(state),
    planFiles(state, wanted),
    planDevice(state, wanted),
    planPermission(state),
  ];
  const notes = parts.flatMap((part) => part.notes ?? []);
  const obstacle = parts.find((part) => part.obstacle !== undefined)?.obstacle;
  if (obstacle !== undefined) return { steps: [], notes, obstacle };
  return { steps: parts.flatMap((part) => part.steps ?? []), notes };
}

type PlanPart = Partial<SetupPlan>;

function wantedDevice(state: SetupState, { hasExclusiveCaps }: SetupRequest): LoopbackRequest {
  const written = parseOptions(state.optionsFile);
  const present = ourDevice(state);
  const isFree = (number: number): boolean => !state.usedNumbers.includes(number);
  let number = present?.number ?? written?.number ?? FIRST_NUMBER;
  while (present === undefined && !isFree(number)) number += 1;
  return {
    number,
    name: VIRTUAL_CAMERA_NAME,
    hasExclusiveCaps:
      hasExclusiveCaps ?? written?.hasExclusiveCaps ?? present?.hasExclusiveCaps ?? true,
  };
}

function ourDevice({ loopback }: SetupState): LoopbackDevice | undefined {
  return loopback.devices.find(({ name }) => name === VIRTUAL_CAMERA_NAME);
}

/** The module, built for the kernel that runs. */
function planModule(state: SetupState): PlanPart {
  const { loopback, kernel, packageTool } = state;
  if (loopback.isInstalled) return {};
  if (!state.hasKernelModules) {
    return {
      obstacle: {
        message: `The kernel that runs, ${kernel}, is not this system's own, as in a container.`,
        hint: 'Set the virtual camera up on the host, and give its device to the container.',
      },
    };
  }
  if (packageTool === undefined) {
    return {
      obstacle: {
        message: 'How packages are installed on this distribution is not known to Mirage.',
        hint: 'Install the kernel module v4l2loopback with its own tools, then run this again.',
      },
    };
  }
  if (packageTool === 'dnf' && !state.hasRpmFusion) {
    return {
      obstacle: {
        message: 'On Fedora and its relatives v4l2loopback comes from RPM Fusion.',
        hint: 'Turn RPM Fusion (free) on: https://rpmfusion.org/Configuration, then run this again.',
      },
    };
  }
  const tool = TOOLS[packageTool];
  const packages = [
    ...(state.hasModuleSource ? [] : [tool.modulePackage]),
    ...(state.hasKernelHeaders ? [] : [tool.headers(state)]),
  ];
  const install: SetupStep = {
    kind: 'run',
    purpose: 'Install the kernel module v4l2loopback, and what it is built with',
    words: [...tool.install, ...packages],
  };
  const build: SetupStep = {
    kind: 'run',
    purpose: 'Build the module for the kernel that runs',
    words: tool.build(kernel),
  };
  return {
    steps: [...(packages.length > 0 ? [install] : []), ...(state.hasModuleSource ? [build] : [])],
    notes: state.isSecureBootOn ? [SECURE_BOOT] : [],
  };
}

export const SECURE_BOOT =
  'Secure Boot is on: the kernel loads only modules signed with a key that this machine trusts. ' +
  'If you are asked for a password, remember it: at the next start choose "Enroll MOK" and enter it.';

interface Tool {
  install: readonly string[];
  modulePackage: string;
  headers: (state: SetupState) => string;
  build: (kernel: string) => readonly string[];
}

const dkms = (kernel: string): readonly string[] => ['dkms', 'autoinstall', '-k', kernel];

const TOOLS: Readonly<Record<PackageTool, Tool>> = {
  apt: {
    install: ['apt-get', 'install', '--yes'],
    modulePackage: 'v4l2loopback-dkms',
    headers: ({ kernel }) => `linux-headers-${kernel}`,
    build: dkms,
  },
  dnf: {
    install: ['dnf', 'install', '--assumeyes'],
    modulePackage: 'akmod-v4l2loopback',
    headers: ({ kernel }) => `kernel-devel-${kernel}`,
    build: (kernel) => ['akmods', '--kernels', kernel],
  },
  pacman: {
    install: ['pacman', '--sync', '--needed', '--noconfirm'],
    modulePackage: 'v4l2loopback-dkms',
    headers: ({ kernelPackage = 'linux' }) => `${kernelPackage}-headers`,
    build: dkms,
  },
};

/** The two files that make it last. */
function planFiles(state: SetupState, wanted: LoopbackRequest): PlanPart {
  const load: SetupStep = {
    kind: 'write',
    purpose: 'Load the module at every start',
    path: LOAD_FILE,
    text: LOAD_TEXT,
  };
  const loadSteps = state.loadFile === LOAD_TEXT ? [] : [load];
  const foreign = state.foreignOptions.at(-1);
  if (foreign !== undefined) return { steps: loadSteps, ...respect(state, foreign, wanted) };
  const text = optionsText(wanted);
  const options: SetupStep = {
    kind: 'write',
    purpose: `Name the camera ${VIRTUAL_CAMERA_NAME}`,
    path: OPTIONS_FILE,
    text,
  };
  return { steps: [...(state.optionsFile === text ? [] : [options]), ...loadSteps] };
}

/** Of several lines the last one read counts, so a second one would take the first one's devices. */
function respect(
  state: SetupState,
  { path, line }: ForeignOptions,
  wanted: LoopbackRequest,
): PlanPart {
  if (line.includes(VIRTUAL_CAMERA_NAME)) {
    return { notes: [`${path} already sets the module's options; it stays as it is.`] };
  }
  if (ourDevice(state) !== undefined) {
    return {
      notes: [`${path} sets other options, so ${VIRTUAL_CAMERA_NAME} may be gone after a restart.`],
    };
  }
  return {
    obstacle: {
      message: `${path} sets options of v4l2loopback for something else: ${line}`,
      hint:
        'Add Mirage’s device to that line, one value more in each list: ' +
        `video_nr=…,${wanted.number} card_label="…,${wanted.name}" ` +
        `exclusive_caps=…,${wanted.hasExclusiveCaps ? 1 : 0}. Then run this again.`,
    },
  };
}

/** The device, in the module that runs. */
function planDevice(state: SetupState, wanted: LoopbackRequest): PlanPart {
  const { loopback } = state;
  const load: SetupStep = {
    kind: 'run',
    purpose: 'Load the module now',
    words: ['modprobe', 'v4l2loopback'],
  };
  if (!loopback.isLoaded) return { steps: [load] };
  const present = ourDevice(state);
  const isRight =
    (present?.hasExclusiveCaps ?? wanted.hasExclusiveCaps) === wanted.hasExclusiveCaps;
  if (present !== undefined && isRight) return {};
  if (present === undefined && loopback.hasControlDevice && state.hasControlProgram) {
    return { steps: [addDevice(wanted)] };
  }
  const others = loopback.devices.filter(({ name }) => name !== VIRTUAL_CAMERA_NAME);
  if (others.some(({ name }) => !isNobodys(name))) {
    return { obstacle: sharedModule([...others.map(asked), wanted]) };
  }
  if (loopback.openCount > 0) {
    return {
      obstacle: {
        message: 'v4l2loopback has to be loaded again, but a program has one of its devices open.',
        hint: 'Close the programs that use a camera, then run this again.',
      },
    };
  }
  const unload: SetupStep = {
    kind: 'run',
    purpose: 'Take the module out, to load it with the new options',
    words: ['modprobe', '--remove', 'v4l2loopback'],
  };
  return { steps: [unload, load] };
}

/** What v4l2loopback calls a device for which nobody asked by name. */
function isNobodys(name: string): boolean {
  return name.startsWith('Dummy video device');
}

function asked({ number, name, hasExclusiveCaps = false }: LoopbackDevice): LoopbackRequest {
  return { number, name, hasExclusiveCaps };
}

function addDevice({ number, name, hasExclusiveCaps }: LoopbackRequest): SetupStep {
  return {
    kind: 'run',
    purpose: 'Add the camera beside the devices that are there',
    words: [
      ...['v4l2loopback-ctl', 'add', '-n', name],
      ...['-x', hasExclusiveCaps ? '1' : '0', `/dev/video${number}`],
    ],
  };
}

function sharedModule(devices: readonly LoopbackRequest[]): Obstacle {
  const others = devices.filter(({ name }) => name !== VIRTUAL_CAMERA_NAME);
  const names = others.map(({ name, number }) => `${name} (/dev/video${number})`).join(', ');
  return {
    message: `v4l2loopback is loaded for other devices, which Mirage leaves alone: ${names}.`,
    hint:
      'Close the programs that use them, then load it with all devices: ' +
      `sudo modprobe -r v4l2loopback && sudo modprobe v4l2loopback ${loopbackOptions(devices)}`,
  };
}

/** That this user may open the device. */
function planPermission(state: SetupState): PlanPart {
  const present = ourDevice(state);
  if (state.isRoot || present === undefined || present.isPermitted) return {};
  if (state.isInVideoGroup) {
    return {
      obstacle: {
        message: `${state.user} is in the group video, but was not yet when this session began.`,
        hint: 'Log out and in again.',
      },
    };
  }
  return {
    steps: [
      {
        kind: 'run',
        purpose: `Let ${state.user} use video devices, from the next login on`,
        words: ['usermod', '--append', '--groups', 'video', state.user],
      },
    ],
  };
}
