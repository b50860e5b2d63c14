import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { IS_WINDOWS, skipWhen, SKIPS } from '../../../test-support/skips.ts';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import { packageTool } from './distribution.ts';
import { addVideoDevice, makeSystem } from './linux-system.fixture.ts';
import { findLoopbackModule } from './loopback-module.ts';
import { findSoundServers } from './sound-server.ts';
import { listVideoDevices } from './video-devices.ts';

const folder = new TemporaryFolder();
beforeEach((context) => {
  skipWhen(IS_WINDOWS, SKIPS.linuxNames, context);
});

const KERNEL = '6.1.0-28-amd64';

describe('video devices', () => {
  it('are told apart by what the kernel and udev publish', async () => {
    const root = makeSystem(folder.file('laptop'), {
      'run/udev/data/c81:0': 'S:v4l/by-id/x\nE:ID_V4L_CAPABILITIES=:capture:\nE:ID_BUS=usb\n',
      'run/udev/data/c81:1': 'E:ID_V4L_CAPABILITIES=:\n',
      'dev/video0': '',
      'dev/video1': '',
      'dev/video10': '',
    });
    const usb = 'pci0000:00/usb1/1-1';
    addVideoDevice(root, 'video10', 'virtual', { name: 'Mirage Camera', index: 0, dev: '81:2' });
    addVideoDevice(root, 'video1', usb, { name: 'HD Webcam', index: 1, dev: '81:1' });
    addVideoDevice(root, 'video0', usb, { name: 'HD Webcam', index: 0, dev: '81:0' });

    const common = { isVirtual: false, isPermitted: true };
    expect(await listVideoDevices(root)).toEqual([
      { ...common, path: '/dev/video0', name: 'HD Webcam', canCapture: true },
      { ...common, path: '/dev/video1', name: 'HD Webcam', canCapture: false },
      { ...common, path: '/dev/video10', name: 'Mirage Camera', canCapture: true, isVirtual: true },
    ]);
  });

  it('without udev are judged by their index, and without a node may not be opened', async () => {
    const root = makeSystem(folder.file('container'), {});
    addVideoDevice(root, 'video0', 'usb1', { name: 'Webcam', index: 0, dev: '81:0' });
    addVideoDevice(root, 'video1', 'usb1', { name: 'Webcam', index: 1, dev: '81:1' });

    const devices = await listVideoDevices(root);

    expect(devices.map(({ canCapture }) => canCapture)).toEqual([true, false]);
    expect(devices.map(({ isPermitted }) => isPermitted)).toEqual([false, false]);
  });

  it('are none on a machine that never had one', async () => {
    expect(await listVideoDevices(makeSystem(folder.file('server'), {}))).toEqual([]);
  });
});

describe('the loopback module', () => {
  const index = `lib/modules/${KERNEL}/modules.dep`;

  it.each([
    { name: 'absent', files: {}, isLoaded: false, isInstalled: false, version: undefined },
    {
      name: 'built for another kernel',
      files: { 'lib/modules/5.10.0/modules.dep': 'updates/dkms/v4l2loopback.ko: x.ko\n' },
      isLoaded: false,
      isInstalled: false,
      version: undefined,
    },
    {
      name: 'installed',
      files: { [index]: 'kernel/a.ko:\nupdates/dkms/v4l2loopback.ko.xz: kernel/videodev.ko.xz\n' },
      isLoaded: false,
      isInstalled: true,
      version: undefined,
    },
    {
      name: 'loaded',
      files: { 'sys/module/v4l2loopback/version': '0.12.7\n' },
      isLoaded: true,
      isInstalled: true,
      version: '0.12.7',
    },
  ])('is $name', async ({ name, files, ...expected }) => {
    const root = makeSystem(folder.file(`module ${name}`), files);

    expect(await findLoopbackModule(root, KERNEL)).toEqual(expected);
  });
});

describe('sound servers', () => {
  it('are those that answer, not those whose socket was left behind', async () => {
    const runtime = folder.file('run');
    mkdirSync(join(runtime, 'pulse'), { recursive: true });
    writeFileSync(join(runtime, 'pulse/native'), '');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(runtime, 'pipewire-0'), resolve));
    try {
      expect(await findSoundServers({ XDG_RUNTIME_DIR: runtime })).toEqual([
        { name: 'PipeWire', socket: join(runtime, 'pipewire-0'), isAnswering: true },
        { name: 'PulseAudio', socket: join(runtime, 'pulse/native'), isAnswering: false },
      ]);
    } finally {
      server.close();
    }
  });

  it.each([
    [{}, '/run/user/1000/pipewire-0', '/run/user/1000/pulse/native'],
    [{ XDG_RUNTIME_DIR: '/x' }, '/x/pipewire-0', '/x/pulse/native'],
    [{ PIPEWIRE_REMOTE: '/y/pw', PULSE_SERVER: 'unix:/y/pa' }, '/y/pw', '/y/pa'],
    [{ PIPEWIRE_RUNTIME_DIR: '/z', PULSE_RUNTIME_PATH: '/p' }, '/z/pipewire-0', '/p/native'],
  ])('with %j are looked for at %s and %s', async (environment, pipeWire, pulseAudio) => {
    const servers = await findSoundServers(environment, 1000);

    expect(servers.map(({ socket }) => socket)).toEqual([pipeWire, pulseAudio]);
  });
});

describe('the package tool', () => {
  it.each([
    ['ID=debian\nVERSION_ID="12"\n', 'apt'],
    ['NAME=Mint\nID=linuxmint\nID_LIKE="ubuntu debian"\n', 'apt'],
    ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'dnf'],
    ["ID='arch'\n", 'pacman'],
    ['ID=nixos\n', undefined],
  ])('of %j is %s', async (text, tool) => {
    const path = folder.file('os-release');
    writeFileSync(path, text);

    expect(await packageTool(path)).toBe(tool);
  });

  it('is unknown where the system does not say', async () => {
    expect(await packageTool(folder.file('none'))).toBeUndefined();
  });
});
