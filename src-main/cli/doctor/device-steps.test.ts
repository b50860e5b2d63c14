import { describe, expect, it } from 'vitest';
import type { VideoDevice } from '../../devices/linux/video-devices.ts';
import { deviceSteps, type DeviceQueries } from './device-steps.ts';
import { runSteps } from './diagnostic-step.ts';

const webcam: VideoDevice = {
  path: '/dev/video0',
  name: 'Webcam',
  isVirtual: false,
  canCapture: true,
  isPermitted: true,
};
const loopback: VideoDevice = {
  ...webcam,
  path: '/dev/video10',
  name: 'Mirage Camera',
  isVirtual: true,
};
const socket = '/run/user/1000/pipewire-0';

const complete: DeviceQueries = {
  videoDevices: () => Promise.resolve([webcam, loopback]),
  soundServers: () => Promise.resolve([{ name: 'PipeWire', socket, isAnswering: true }]),
  loopbackModule: () => Promise.resolve({ isLoaded: true, isInstalled: true, version: '0.12.7' }),
  packageTool: () => Promise.resolve('apt'),
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

  it('say on other systems that nothing was checked', async () => {
    const { results } = await look({}, 'darwin');

    expect(results.every(({ status }) => status === 'unchecked')).toBe(true);
    expect(results[0].detail).toContain('not on darwin');
  });

  it('do not take a virtual camera or a metadata device for a camera', async () => {
    const metadata = { ...webcam, canCapture: false };
    const { camera } = await look({ videoDevices: () => Promise.resolve([metadata, loopback]) });

    expect(camera).toMatchObject({ status: 'missing', detail: 'no camera is attached' });
  });

  it('tell a camera that may not be opened from none', async () => {
    const forbidden = { ...webcam, isPermitted: false };
    const { camera } = await look({ videoDevices: () => Promise.resolve([forbidden]) });

    expect(camera.status).toBe('failed');
    expect(camera.fix).toContain('usermod -aG video');
  });

  it('do not believe a socket at which nobody answers', async () => {
    const dead = { name: 'PulseAudio', socket: '/run/p', isAnswering: false } as const;
    const { sound } = await look({ soundServers: () => Promise.resolve([dead]) });

    expect(sound).toMatchObject({ status: 'missing', detail: 'nothing answers at /run/p' });
  });

  it.each([
    {
      name: 'not installed on Debian',
      module: { isLoaded: false, isInstalled: false },
      tool: 'apt' as const,
      fix: /^sudo apt install v4l2loopback-dkms, then: sudo modprobe v4l2loopback .*"Mirage Camera"/,
    },
    {
      name: 'not installed on an unknown system',
      module: { isLoaded: false, isInstalled: false },
      tool: undefined,
      fix: /^Install the kernel module v4l2loopback, then: sudo modprobe/,
    },
    {
      name: 'not loaded',
      module: { isLoaded: false, isInstalled: true },
      tool: 'apt' as const,
      fix: /^sudo modprobe v4l2loopback .*exclusive_caps=1$/,
    },
    {
      name: 'loaded for something else',
      module: { isLoaded: true, isInstalled: true },
      tool: 'apt' as const,
      fix: /modprobe -r v4l2loopback && sudo modprobe/,
    },
  ])(
    'say how to make a virtual camera where the module is $name',
    async ({ module, tool, fix }) => {
      const { virtualCamera } = await look({
        loopbackModule: () => Promise.resolve({ ...module, version: undefined }),
        packageTool: () => Promise.resolve(tool),
        // Of a real camera with that name nothing can be made.
        videoDevices: () => Promise.resolve([{ ...webcam, name: 'Mirage Camera' }]),
      });

      expect(virtualCamera.status).toBe('missing');
      expect(virtualCamera.fix).toMatch(fix);
    },
  );
});
