import { mkdirSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import type { Camera } from '../../devices/camera/camera.ts';
import { findCamera, locateCamera } from './find-camera.ts';

const folder = new TemporaryFolder();
const wish = { width: 1280, height: 720, fps: 30 };

function makeCamera(id: string, name: string, path: string, rest: Partial<Camera> = {}): Camera {
  return { id, name, path, isVirtual: false, isPermitted: true, modes: [], ...rest };
}
const loopback = makeCamera('virtual:OBS', 'OBS', '/dev/video20', { isVirtual: true });
const inner = makeCamera('usb-inner', 'Integrated Camera', '/dev/video0');
const first = makeCamera('usb-a1', 'HD Webcam', '/dev/video2');
const second = makeCamera('usb-a2', 'HD Webcam', '/dev/video4');
const locked = makeCamera('usb-l', 'Locked', '/dev/video6', { isPermitted: false });

const find = (text: string | undefined, cameras = [loopback, inner, first, second, locked]) =>
  findCamera(text, wish, () => Promise.resolve(cameras));

const chosen = ({ id, name, path }: Camera) => ({ kind: 'camera', id, name, path, wish });

describe('a camera', () => {
  it.each([
    ['its id', 'usb-a2', second],
    ['its path', '/dev/video4', second],
    ['its name', 'Integrated Camera', inner],
    ['its name in small letters', 'integrated camera', inner],
    ['a part of its name', 'integr', inner],
  ])('is found by %s', async (_, text, camera) => {
    expect(await find(text)).toEqual(chosen(camera));
  });

  it('is found by its whole name though another one has more than that name', async () => {
    const longer = makeCamera('usb-b', 'HD Webcam Pro', '/dev/video8');

    expect(await find('hd webcam', [longer, first])).toEqual(chosen(first));
  });

  it('without a choice is the first real one that may be opened', async () => {
    expect(await find(undefined, [loopback, locked, first])).toEqual(chosen(first));
  });

  it('of a name that two have is asked for by its id', async () => {
    await expect(find('HD Webcam')).rejects.toMatchObject({
      code: 'usage',
      hint: expect.stringMatching(/usb-a1 .*\n.*usb-a2/) as unknown,
    });
  });

  it('that is unknown is answered with those there are', async () => {
    await expect(find('Studio')).rejects.toMatchObject({
      code: 'camera-missing',
      hint: expect.stringContaining('Integrated Camera (/dev/video0)') as unknown,
    });
  });

  it.each([undefined, 'Studio'])(
    'for the choice %s is missing where there is none',
    async (text) => {
      await expect(find(text, [])).rejects.toMatchObject({ code: 'camera-missing' });
    },
  );

  it.each([['Locked'], [undefined]])(
    'for the choice %s that may not be opened is refused as such',
    async (text) => {
      await expect(find(text, [locked])).rejects.toMatchObject({ code: 'camera-not-permitted' });
    },
  );

  it('cannot be the one that Mirage publishes', async () => {
    await expect(find('mirage camera')).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('where Mirage publishes') as unknown,
    });
  });
});

describe('in place of a camera', () => {
  it('the test picture can be chosen, whatever cameras are called', async () => {
    expect(await find('test', [makeCamera('t', 'test', '/dev/video0')])).toEqual({
      kind: 'test',
      wish,
    });
  });

  it('a folder of pictures and a single picture can be chosen, and no camera is asked for', async () => {
    const stills = folder.file('stills');
    mkdirSync(stills);
    const picture = folder.file('one.png');
    await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } }).toFile(
      picture,
    );
    const refuse = () => Promise.reject(new Error('The cameras were asked for.'));

    expect(await findCamera(stills, wish, refuse)).toEqual({
      kind: 'stills',
      folder: stills,
      wish,
    });
    expect(await findCamera(picture, wish, refuse)).toEqual({
      ...{ kind: 'stills', folder: picture, wish },
    });
  });

  it('a file that is neither a picture nor a video is refused', async () => {
    const text = folder.file('notes.txt');
    writeFileSync(text, 'Remember the milk.\n');

    await expect(find(text)).rejects.toMatchObject({ code: 'input-unsupported' });
  });

  it('a file that is not there is refused as a file', async () => {
    await expect(find('clips/none.mp4')).rejects.toMatchObject({
      code: 'input-missing',
      message: 'clips/none.mp4 does not exist.',
    });
  });
});

describe('a camera that was plugged in again', () => {
  const choice = {
    kind: 'camera',
    id: 'usb-a1',
    name: 'HD Webcam',
    path: '/dev/video2',
    wish,
  } as const;

  it('is found where it is now', async () => {
    const moved = { ...first, path: '/dev/video9' };

    const located = await locateCamera(choice, () => Promise.resolve([second, moved]));

    expect(located).toEqual({ ...choice, path: '/dev/video9' });
  });

  it('is awaited where it was while it is away', async () => {
    expect(await locateCamera(choice, () => Promise.resolve([second]))).toEqual(choice);
  });
});
