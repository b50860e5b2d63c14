import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../contract/error.ts';
import type { Camera } from '../../devices/camera/camera.ts';
import type { VirtualCameraStatus } from '../../devices/virtual-camera/inspect-virtual-camera.ts';
import { deviceSteps, type DeviceQueries } from './device-steps.ts';
import { runSteps } from './diagnostic-step.ts';

const webcam: Camera = {
  id: 'usb-webcam',
  name: 'Webcam',
  path: '/dev/video0',
  isVirtual: false,
  isPermitted: true,
  modes: [],
};
const ready: VirtualCameraStatus = {
  name: 'Mirage Camera',
  path: '/dev/video10',
  problem: undefined,
  detail: '/dev/video10, v4l2loopback 0.12.7',
  fix: undefined,
};
const socket = '/run/user/1000/pipewire-0';

const complete: DeviceQueries = {
  cameras: () => Promise.resolve([webcam]),
  soundServers: () => Promise.resolve([{ name: 'PipeWire', socket, isAnswering: true }]),
  virtualCamera: () => Promise.resolve(ready),
};

async function look(changes: Partial<DeviceQueries>, platform: NodeJS.Platform = 'linux') {
  const results = await runSteps(deviceSteps(platform, { ...complete, ...changes }));
  const [camera, sound, virtualCamera] = results;
  return { results, camera, sound, virtualCamera };
}

describe('the device steps', () => {
  it('name what is there', async () => {
    const { results } = await look({});

    expect(results.map(({ status, detail }) => [status, detail])).toEqual([
      ['ok', 'Webcam (/dev/video0)'],
      ['ok', 'PipeWire (/run/user/1000/pipewire-0)'],
      ['ok', '/dev/video10, v4l2loopback 0.12.7'],
    ]);
  });

  it('are not needed for files', async () => {
    const { results } = await look({});

    expect(results.some(({ isEssential }) => isEssential)).toBe(false);
  });

  it('know the sound servers of Linux alone', async () => {
    const { camera, sound } = await look({}, 'darwin');

    expect(sound).toMatchObject({
      status: 'unchecked',
      detail: expect.stringContaining('darwin') as unknown,
    });
    expect(camera.status).toBe('ok');
  });

  it('do not take a camera made by software for one', async () => {
    const software = { ...webcam, isVirtual: true };
    const { camera } = await look({ cameras: () => Promise.resolve([software]) });

    expect(camera).toMatchObject({ status: 'missing', detail: 'no camera is attached' });
  });

  it('tell a camera that may not be opened from none', async () => {
    const forbidden = { ...webcam, isPermitted: false };
    const { camera } = await look({ cameras: () => Promise.resolve([forbidden]) });

    expect(camera.status).toBe('failed');
    expect(camera.fix).toContain('usermod -aG video');
  });

  it('do not believe a socket at which nobody answers', async () => {
    const dead = { name: 'PulseAudio', socket: '/run/p', isAnswering: false } as const;
    const { sound } = await look({ soundServers: () => Promise.resolve([dead]) });

    expect(sound).toMatchObject({ status: 'missing', detail: 'nothing answers at /run/p' });
  });

  it.each<[ErrorCode, string]>([
    ['virtual-camera-missing', 'missing'],
    ['virtual-camera-unsupported', 'missing'],
    ['virtual-camera-in-use', 'failed'],
    ['virtual-camera-wedged', 'failed'],
    ['virtual-camera-not-permitted', 'failed'],
  ])('call a virtual camera with %s %s, and say what helps', async (problem, status) => {
    const broken = { ...ready, problem, detail: 'so it is', fix: 'do this' };
    const { virtualCamera } = await look({ virtualCamera: () => Promise.resolve(broken) });

    expect(virtualCamera).toMatchObject({ status, detail: 'so it is', fix: 'do this' });
  });

  it('pass on what would make a virtual camera that works better', async () => {
    const better = { ...ready, fix: 'mirage setup virtual-camera --exclusive-caps 1' };
    const { virtualCamera } = await look({ virtualCamera: () => Promise.resolve(better) });

    expect(virtualCamera).toMatchObject({ status: 'ok', fix: better.fix });
  });
});
