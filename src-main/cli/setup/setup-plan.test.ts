import { describe, expect, it } from 'vitest';
import { planSetup } from './setup-plan.ts';
import {
  BARE,
  COMPLETE,
  INSTALLED,
  loadedWith,
  MIRAGE_DEVICE,
  OTHER_DEVICE,
} from './setup-state.fixture.ts';
import type { SetupState } from './setup-state.ts';

interface Row {
  name: string;
  state: SetupState;
  steps: string[];
}

function plan(state: SetupState, hasExclusiveCaps?: boolean) {
  return planSetup(state, { hasExclusiveCaps });
}

function stepsOf(state: SetupState, hasExclusiveCaps?: boolean): string[] {
  return plan(state, hasExclusiveCaps).steps.map((step) =>
    step.kind === 'run' ? step.words.join(' ') : `write ${step.path}`,
  );
}

function writtenOptions(state: SetupState, hasExclusiveCaps?: boolean): string | undefined {
  const { steps } = plan(state, hasExclusiveCaps);
  const step = steps.find((each) => each.kind === 'write' && each.path.includes('modprobe.d'));
  return step?.kind === 'write' ? step.text.split('\n')[1] : undefined;
}

const FILES = ['write /etc/modprobe.d/mirage.conf', 'write /etc/modules-load.d/mirage.conf'];
const LOAD = 'modprobe v4l2loopback';
const RELOAD = ['modprobe --remove v4l2loopback', LOAD];
const foreign = {
  path: '/etc/modprobe.d/obs.conf',
  line: 'options v4l2loopback video_nr=5 card_label="OBS Virtual Camera"',
};
const unnamed = { ...OTHER_DEVICE, name: 'Dummy video device (0x0000)' };

const TABLE: Row[] = [
  { name: 'everything there', state: COMPLETE, steps: [] },
  {
    name: 'nothing there on Debian',
    state: BARE,
    steps: ['apt-get install --yes v4l2loopback-dkms linux-headers-6.1.0-28-amd64', ...FILES, LOAD],
  },
  {
    name: 'nothing there on Fedora with RPM Fusion',
    state: { ...BARE, packageTool: 'dnf', kernel: '6.11.4-301.fc41.x86_64', hasRpmFusion: true },
    steps: [
      'dnf install --assumeyes akmod-v4l2loopback kernel-devel-6.11.4-301.fc41.x86_64',
      ...FILES,
      LOAD,
    ],
  },
  {
    name: 'nothing there on Arch with the long-term kernel',
    state: { ...BARE, packageTool: 'pacman', kernelPackage: 'linux-lts' },
    steps: [
      'pacman --sync --needed --noconfirm v4l2loopback-dkms linux-lts-headers',
      ...FILES,
      LOAD,
    ],
  },
  {
    name: 'the module’s source, but no headers, as after a kernel update',
    state: { ...BARE, hasModuleSource: true },
    steps: [
      'apt-get install --yes linux-headers-6.1.0-28-amd64',
      'dkms autoinstall -k 6.1.0-28-amd64',
      ...FILES,
      LOAD,
    ],
  },
  { name: 'the module, not loaded', state: INSTALLED, steps: [...FILES, LOAD] },
  {
    name: 'a camera that was made by hand and would be gone after a restart',
    state: { ...COMPLETE, optionsFile: '', loadFile: '' },
    steps: FILES,
  },
  {
    name: 'the module loaded with nothing but its unnamed device',
    state: { ...COMPLETE, loopback: loadedWith([unnamed]), usedNumbers: [5] },
    steps: RELOAD,
  },
  {
    name: 'another device in a module that can add one',
    state: {
      ...COMPLETE,
      loopback: loadedWith([OTHER_DEVICE], { hasControlDevice: true, openCount: 2 }),
      hasControlProgram: true,
      usedNumbers: [5],
    },
    steps: ['v4l2loopback-ctl add -n Mirage Camera -x 1 /dev/video10'],
  },
  {
    name: 'a camera its user may not open',
    state: {
      ...COMPLETE,
      loopback: loadedWith([{ ...MIRAGE_DEVICE, isPermitted: false }]),
      isInVideoGroup: false,
    },
    steps: ['usermod --append --groups video ada'],
  },
];

describe('the plan of the virtual camera', () => {
  it.each(TABLE)('with $name is $steps', ({ state, steps }) => {
    expect(plan(state).obstacle).toBeUndefined();
    expect(stepsOf(state)).toEqual(steps);
  });

  it('asks for the camera by number and name, and for exclusive_caps', () => {
    expect(writtenOptions(BARE)).toBe(
      'options v4l2loopback video_nr=10 card_label="Mirage Camera" exclusive_caps=1 max_buffers=4',
    );
  });

  it('takes a number that no other device has', () => {
    expect(writtenOptions({ ...INSTALLED, usedNumbers: [10, 11] })).toContain('video_nr=12');
  });

  it('loads the module anew for another setting of exclusive_caps, and not for the same', () => {
    expect(stepsOf(COMPLETE, false)).toEqual([FILES[0], ...RELOAD]);
    expect(writtenOptions(COMPLETE, false)).toContain('exclusive_caps=0');
    expect(stepsOf(COMPLETE, true)).toEqual([]);
  });

  it('keeps the setting of exclusive_caps that was chosen before', () => {
    const { optionsFile } = COMPLETE;
    const chosen = {
      ...COMPLETE,
      optionsFile: optionsFile.replace('exclusive_caps=1', 'exclusive_caps=0'),
      loopback: loadedWith([{ ...MIRAGE_DEVICE, hasExclusiveCaps: false }]),
    };

    expect(stepsOf(chosen)).toEqual([]);
  });

  it('tells beforehand what Secure Boot will ask', () => {
    expect(plan({ ...BARE, isSecureBootOn: true }).notes.join()).toContain('Enroll MOK');
    expect(plan({ ...COMPLETE, isSecureBootOn: true }).notes).toEqual([]);
  });

  it('leaves other people’s options alone where they name the camera already', () => {
    const named = { ...foreign, line: `${foreign.line.slice(0, -1)},Mirage Camera"` };
    const { steps, notes } = plan({ ...INSTALLED, foreignOptions: [named] });

    expect(steps.map((step) => (step.kind === 'run' ? step.words.join(' ') : step.path))).toEqual([
      '/etc/modules-load.d/mirage.conf',
      LOAD,
    ]);
    expect(notes.join()).toContain('/etc/modprobe.d/obs.conf');
  });

  it.each([
    {
      name: 'in a container',
      state: { ...BARE, hasKernelModules: false },
      message: 'is not this system',
      hint: 'host',
    },
    {
      name: 'on an unknown distribution',
      state: { ...BARE, packageTool: undefined },
      message: 'is not known',
      hint: 'Install the kernel module v4l2loopback',
    },
    {
      name: 'on Fedora without RPM Fusion',
      state: { ...BARE, packageTool: 'dnf' as const },
      message: 'RPM Fusion',
      hint: 'https://rpmfusion.org',
    },
    {
      name: 'with options of somebody else',
      state: { ...INSTALLED, foreignOptions: [foreign] },
      message: foreign.line,
      hint: 'video_nr=…,10 card_label="…,Mirage Camera"',
    },
    {
      name: 'with the module loaded for other devices',
      state: { ...COMPLETE, loopback: loadedWith([OTHER_DEVICE]), usedNumbers: [5] },
      message: 'OBS Virtual Camera (/dev/video5)',
      hint: 'video_nr=5,10 card_label="OBS Virtual Camera,Mirage Camera" exclusive_caps=0,1',
    },
    {
      name: 'with an unnamed device in use',
      state: { ...COMPLETE, loopback: loadedWith([unnamed], { openCount: 1 }) },
      message: 'has one of its devices open',
      hint: 'Close the programs',
    },
    {
      name: 'in a session from before the user was let in',
      state: { ...COMPLETE, loopback: loadedWith([{ ...MIRAGE_DEVICE, isPermitted: false }]) },
      message: 'ada is in the group video',
      hint: 'Log out',
    },
  ])('is no plan but words for a person $name', ({ state, message, hint }) => {
    const { steps, obstacle } = plan(state);

    expect(steps).toEqual([]);
    expect(obstacle?.message).toContain(message);
    expect(obstacle?.hint).toContain(hint);
  });
});
