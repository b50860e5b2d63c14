import { describe, expect, it } from 'vitest';
import { MirageError, type ErrorCode } from '../../contract/error.ts';
import type { LoopbackDevice, LoopbackState } from '../linux/loopback-state.ts';
import { inspectVirtualCamera, type InspectedMachine } from './inspect-virtual-camera.ts';
import type { VirtualCamera } from './virtual-camera.ts';

const device: LoopbackDevice = {
  path: '/dev/video10',
  number: 10,
  name: 'Mirage Camera',
  isPermitted: true,
  feed: undefined,
  hasExclusiveCaps: true,
};
const loaded: LoopbackState = {
  isLoaded: true,
  isInstalled: true,
  version: '0.12.7',
  devices: [device],
  openCount: 0,
  hasControlDevice: false,
};

/** A machine whose camera counts how often it is open. */
function machine(state: Partial<LoopbackState>, refusal?: ErrorCode) {
  let open = 0;
  const camera: VirtualCamera = {
    name: device.name,
    deviceName: device.name,
    open: () => {
      if (refusal !== undefined) {
        return Promise.reject(new MirageError(refusal, { message: 'No.', hint: 'Do.' }));
      }
      open += 1;
      return Promise.resolve();
    },
    write: () => {
      throw new Error('Nothing is to be written.');
    },
    close: () => {
      open = 0;
      return Promise.resolve();
    },
  };
  const asked: InspectedMachine = {
    platform: 'linux',
    loopbackState: () => Promise.resolve({ ...loaded, ...state }),
    findHolders: () => Promise.resolve(['obs']),
    openCamera: () => Promise.resolve(camera),
  };
  return { asked, openDevices: () => open };
}

describe('the virtual camera', () => {
  it('is ready when it can be opened, and is closed again', async () => {
    const { asked, openDevices } = machine({});

    expect(await inspectVirtualCamera(asked)).toEqual({
      ...{ name: 'Mirage Camera', path: '/dev/video10', problem: undefined, fix: undefined },
      detail: '/dev/video10, v4l2loopback 0.12.7',
    });
    expect(openDevices()).toBe(0);
  });

  it.each([
    ['not installed', { isInstalled: false, isLoaded: false, devices: [] }, 'is not installed'],
    ['not loaded', { isLoaded: false, devices: [] }, 'is not loaded'],
    [
      'loaded for something else',
      { devices: [{ ...device, name: 'OBS' }] },
      '0.12.7 has no device named Mirage Camera',
    ],
  ])('is missing where the module is %s', async (_, state, detail) => {
    expect(await inspectVirtualCamera(machine(state).asked)).toMatchObject({
      problem: 'virtual-camera-missing',
      detail: expect.stringContaining(detail) as unknown,
      fix: 'mirage setup virtual-camera',
    });
  });

  it('is busy while a program feeds it, and is not opened then', async () => {
    const fed = { devices: [{ ...device, feed: 'YU12:1280x720@30' }] };
    const { asked } = machine(fed, 'internal');

    expect(await inspectVirtualCamera(asked)).toMatchObject({
      problem: 'virtual-camera-in-use',
      detail: '/dev/video10 is being fed, open in obs (YU12:1280x720@30)',
    });
  });

  it('is wedged when opening it says so', async () => {
    const { asked } = machine({}, 'virtual-camera-wedged');

    expect(await inspectVirtualCamera(asked)).toMatchObject({
      ...{ problem: 'virtual-camera-wedged', detail: 'No.', fix: 'Do.' },
    });
  });

  it('is ready, but not for Chrome, with exclusive_caps off', async () => {
    const { asked } = machine({ devices: [{ ...device, hasExclusiveCaps: false }] });

    expect(await inspectVirtualCamera(asked)).toMatchObject({
      problem: undefined,
      detail: expect.stringContaining('exclusive_caps is off') as unknown,
      fix: 'mirage setup virtual-camera --exclusive-caps 1',
    });
  });

  it('is found out on other systems by opening it alone', async () => {
    const { asked } = machine({});

    expect(await inspectVirtualCamera({ ...asked, platform: 'win32' })).toMatchObject({
      ...{ path: undefined, problem: undefined, detail: 'Mirage Camera' },
    });
  });

  it('is unsupported on macOS, with the reason', async () => {
    const status = await inspectVirtualCamera({
      ...machine({}).asked,
      platform: 'darwin',
      openCamera: async (choice) =>
        (await import('./open-virtual-camera.ts')).openVirtualCamera(choice, 'darwin'),
    });

    expect(status).toMatchObject({ name: undefined, problem: 'virtual-camera-unsupported' });
  });
});
