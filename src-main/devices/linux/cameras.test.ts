import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import { IS_WINDOWS, skipWhen, SKIPS } from '../../../test-support/skips.ts';
import { locateCamera } from './camera-identity.ts';
import { findDeviceHolders } from './device-holders.ts';
import { describedAs, mode, v4l2Error } from './fake-v4l2.fixture.ts';
import { addLink, addVideoDevice, makeSystem } from './linux-system.fixture.ts';
import { listCameras } from './list-cameras.ts';
import { watchCameras } from './watch-cameras.ts';

const folder = new TemporaryFolder();
beforeEach((context) => {
  skipWhen(IS_WINDOWS, SKIPS.linuxNames, context);
});

const USB = 'pci0000:00/0000:00:14.0/usb1/1-1/1-1:1.0';
const BY_ID = 'usb-Maker_HD_Webcam_1A2B-video-index0';
const BY_PATH = 'pci-0000:00:14.0-usb-0:1:1.0-video-index0';

/** A machine with a webcam of two nodes, of which one is for metadata, and two virtual cameras. */
function makeLaptop(name: string): string {
  const root = makeSystem(folder.file(name), {
    'dev/video0': '',
    'dev/video1': '',
    'dev/video9': '',
    'dev/video10': '',
  });
  addVideoDevice(root, 'video0', USB, { name: 'HD Webcam', index: 0, dev: '81:0' });
  addVideoDevice(root, 'video1', USB, { name: 'HD Webcam', index: 1, dev: '81:1' });
  addVideoDevice(root, 'video9', 'virtual', { name: 'OBS', index: 0, dev: '81:2' });
  addVideoDevice(root, 'video10', 'virtual', { name: 'Mirage Camera', index: 0, dev: '81:3' });
  return root;
}

describe('the list of cameras', () => {
  it('has what captures, largest mode first, without our own virtual camera', async () => {
    const root = makeLaptop('all');
    const asked: string[] = [];

    const cameras = await listCameras(root, (path) => {
      asked.push(path);
      const canCapture = path !== '/dev/video1';
      return describedAs({
        canCapture,
        modes: [mode('yuyv', 640, 480, 30), mode('mjpeg', 1280, 720, 30)],
      });
    });

    const common = {
      isPermitted: true,
      modes: [mode('mjpeg', 1280, 720, 30), mode('yuyv', 640, 480, 30)],
    };
    expect(cameras).toEqual([
      { ...common, id: `${USB}#0`, name: 'HD Webcam', path: '/dev/video0', isVirtual: false },
      { ...common, id: 'virtual:OBS', name: 'OBS', path: '/dev/video9', isVirtual: true },
    ]);
    expect(asked).not.toContain('/dev/video10');
  });

  it.each([
    ['EBUSY', [{ path: '/dev/video0', isPermitted: true, modes: [] }]],
    ['EACCES', [{ path: '/dev/video0', isPermitted: false, modes: [] }]],
    ['ENODEV', []],
  ])('of a machine whose cameras all answer %s', async (code, expected) => {
    const root = makeLaptop(code);

    const cameras = await listCameras(root, () => {
      throw v4l2Error('open', code);
    });

    expect(
      cameras
        .filter(({ isVirtual }) => !isVirtual)
        .map(({ path, isPermitted, modes }) => ({ path, isPermitted, modes })),
    ).toEqual(expected);
  });
});

describe("a camera's id", () => {
  it("is udev's for the very camera, else udev's for the place, else the kernel's", async () => {
    const root = makeLaptop('udev');

    expect(await locateCamera(`${USB}#0`, root)).toBe('/dev/video0');

    addLink(root, `dev/v4l/by-path/${BY_PATH}`, '../../video0');
    expect(await locateCamera(BY_PATH, root)).toBe('/dev/video0');

    addLink(root, `dev/v4l/by-id/${BY_ID}`, '../../video0');
    expect(await locateCamera(BY_ID, root)).toBe('/dev/video0');
  });

  it('leads to the camera when it comes back as another node', async () => {
    const root = makeLaptop('replugged');
    addLink(root, `dev/v4l/by-id/${BY_ID}`, '../../video0');
    const link = join(root, 'dev/v4l/by-id', BY_ID);

    rmSync(link);
    rmSync(join(root, 'sys/class/video4linux/video0'));
    expect(await locateCamera(BY_ID, root)).toBeUndefined();

    addVideoDevice(root, 'video4', USB, { name: 'HD Webcam', index: 0, dev: '81:4' });
    symlinkSync('../../video4', link);
    expect(await locateCamera(BY_ID, root)).toBe('/dev/video4');
  });

  it('differs between virtual cameras of one name', async () => {
    const root = makeSystem(folder.file('twins'), {});
    addVideoDevice(root, 'video5', 'virtual', { name: 'Twin', index: 0, dev: '81:5' });
    addVideoDevice(root, 'video6', 'virtual', { name: 'Twin', index: 0, dev: '81:6' });

    expect(await locateCamera('virtual:Twin', root)).toBe('/dev/video5');
    expect(await locateCamera('virtual:Twin:video6', root)).toBe('/dev/video6');
  });
});

describe('the programs that hold a device', () => {
  it('are named once each, without this one', async () => {
    const root = makeSystem(folder.file('held'), {
      'proc/70/comm': 'zoom\n',
      'proc/71/comm': 'zoom\n',
      'proc/72/comm': 'cheese\n',
      'proc/73/comm': 'bash\n',
      [`proc/${process.pid}/comm`]: 'node\n',
      'proc/uptime': '',
    });
    for (const id of [70, 71, 72, process.pid]) addLink(root, `proc/${id}/fd/4`, '/dev/video0');
    addLink(root, 'proc/73/fd/0', '/dev/video1');

    expect(await findDeviceHolders('/dev/video0', root)).toEqual(['cheese', 'zoom']);
  });
});

describe('the watch for cameras', () => {
  it('tells when a node comes', async () => {
    const nodes = folder.file('nodes');
    await mkdir(nodes);

    await new Promise<void>((resolve) => {
      const watch = watchCameras(
        () => {
          watch.close();
          resolve();
        },
        nodes,
        10,
      );
      for (const name of ['video0', 'video1']) writeFileSync(join(nodes, name), '');
    });
  });
});
