import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { IS_WINDOWS, skipWhen, SKIPS } from '../../../test-support/skips.ts';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import { readSetupState, type SetupState } from './setup-state.ts';

const KERNEL = '6.11.4-301.fc41.x86_64';
const SECURE_BOOT = 'sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c';

const folder = new TemporaryFolder();
beforeEach((context) => {
  skipWhen(IS_WINDOWS, SKIPS.linuxNames, context);
});

async function stateOf(name: string, files: Record<string, string>): Promise<SetupState> {
  const root = folder.file(name);
  mkdirSync(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const user = { username: 'ada', uid: 1000 };
  return readSetupState({ root, kernel: KERNEL, user, searchPath: join(root, 'bin') });
}

describe('what the set-up looks at', () => {
  it('is nothing at all on an empty system', async () => {
    expect(await stateOf('empty', {})).toMatchObject({
      ...{ packageTool: undefined, hasKernelModules: false, hasKernelHeaders: false },
      ...{ hasModuleSource: false, hasRpmFusion: false, isSecureBootOn: false },
      ...{ optionsFile: '', loadFile: '', foreignOptions: [], usedNumbers: [] },
      ...{ isRoot: false, isInVideoGroup: false, hasControlProgram: false },
    });
  });

  it('is the packages and the kernel of a Fedora machine', async () => {
    const state = await stateOf('fedora', {
      'etc/os-release': 'ID=fedora\n',
      'etc/yum.repos.d/rpmfusion-free.repo': '',
      [`lib/modules/${KERNEL}/build/Makefile`]: '',
      'usr/src/akmods/v4l2loopback-kmod-0.13.2-1.fc41.src.rpm': '',
    });

    expect(state).toMatchObject({
      ...{ packageTool: 'dnf', hasRpmFusion: true, hasModuleSource: true },
      ...{ hasKernelModules: true, hasKernelHeaders: true },
    });
  });

  it('is the kernel’s package on Arch, and no source of another module', async () => {
    const state = await stateOf('arch', {
      [`lib/modules/${KERNEL}/pkgbase`]: 'linux-zen\n',
      'usr/src/nvidia-550/dkms.conf': '',
    });

    expect(state).toMatchObject({ kernelPackage: 'linux-zen', hasModuleSource: false });
  });

  it.each([
    ['on', 1, true],
    ['off', 0, false],
  ])('is Secure Boot, which is %s', async (name, value, isOn) => {
    const variable = String.fromCharCode(6, 0, 0, 0, value);

    const state = await stateOf(`secure-boot-${name}`, { [SECURE_BOOT]: variable });

    expect(state.isSecureBootOn).toBe(isOn);
  });

  it('is what other people set for the module, and nothing else of theirs', async () => {
    const state = await stateOf('foreign', {
      'etc/modprobe.d/mirage.conf': 'options v4l2loopback video_nr=10\n',
      'etc/modprobe.d/obs.conf': '# cameras\noptions v4l2loopback  video_nr=5\nblacklist pcspkr\n',
      'etc/modprobe.d/obs.conf.bak': 'options v4l2loopback video_nr=6\n',
      'usr/lib/modprobe.d/sound.conf': 'options snd_hda_intel index=0\n',
    });

    expect(state.foreignOptions).toEqual([
      { path: '/etc/modprobe.d/obs.conf', line: 'options v4l2loopback  video_nr=5' },
    ]);
    expect(state.optionsFile).toContain('video_nr=10');
  });

  it.each([
    ['video:x:44:ada\n', true],
    ['video:x:44:bob,ada\n', true],
    ['video:x:44:adam\naudio:x:29:ada\n', false],
  ])('is whether the user is in the group, as in %j', async (group, isMember) => {
    const state = await stateOf(`group-${group.length}`, { 'etc/group': group });

    expect(state.isInVideoGroup).toBe(isMember);
  });

  it('is the module’s devices: what feeds them, and their exclusive_caps', async () => {
    const module = 'sys/module/v4l2loopback';
    const devices = 'sys/devices/virtual/video4linux';
    const root = folder.file('loaded');
    mkdirSync(join(root, 'sys/class/video4linux'), { recursive: true });
    for (const node of ['video10', 'video5', 'video7']) {
      symlinkSync(join(root, devices, node), join(root, 'sys/class/video4linux', node));
      mkdirSync(join(root, devices, node), { recursive: true });
      writeFileSync(join(root, devices, node, 'name'), `Camera of ${node}\n`);
    }
    writeFileSync(join(root, devices, 'video5', 'format'), 'YUYV:320x240@30\n');
    mkdirSync(join(root, module, 'parameters'), { recursive: true });
    writeFileSync(join(root, module, 'refcnt'), '2\n');
    writeFileSync(join(root, module, 'parameters/video_nr'), '10,5,-1,-1\n');
    writeFileSync(join(root, module, 'parameters/exclusive_caps'), 'Y,N,N,N\n');

    const user = { username: 'root', uid: 0 };
    const { loopback, usedNumbers, isRoot } = await readSetupState({
      ...{ root, kernel: KERNEL, user, searchPath: '' },
    });

    expect(loopback).toMatchObject({ isLoaded: true, openCount: 2, hasControlDevice: false });
    expect(loopback.devices).toMatchObject([
      { path: '/dev/video5', number: 5, feed: 'YUYV:320x240@30', hasExclusiveCaps: false },
      { path: '/dev/video7', number: 7, feed: undefined, hasExclusiveCaps: undefined },
      { path: '/dev/video10', number: 10, feed: undefined, hasExclusiveCaps: true },
    ]);
    expect(usedNumbers).toEqual([5, 7, 10]);
    expect(isRoot).toBe(true);
  });
});
