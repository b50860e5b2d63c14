import { realpath, stat } from 'node:fs/promises';
import { MirageError } from '../../contract/error.ts';
import type { Camera, CameraWish } from '../../devices/camera/camera.ts';
import { VIRTUAL_CAMERA_NAME } from '../../devices/virtual-camera/virtual-camera.ts';
import { classifyInput } from '../../video/sources/classify-input.ts';
import type { SourceChoice } from '../stream/protocol.ts';
import { listCameras } from './list-cameras.ts';

/** Stands for the drawn test picture; a file of that name is ./test. */
const TEST_PICTURE = 'test';

const LIST_CAMERAS = 'mirage devices lists the cameras.';

/**
 * Finds out what a person means by a camera: `test`, a camera's id, path or name (the part that tells
 * it apart is enough), a video, a picture, or a folder of pictures.
 *
 * @param text undefined for the first camera that is no software and may be opened.
 * @param list another one in tests.
 * @throws MirageError `camera-missing`, `camera-not-permitted`, `usage` (a name of several cameras,
 *   Mirage's own camera), and for files `input-*`, `no-video-stream`, `ffmpeg-missing`.
 */
export async function findCamera(
  text: string | undefined,
  wish: CameraWish,
  list: () => Promise<Camera[]> = listCameras,
): Promise<SourceChoice> {
  if (text === TEST_PICTURE) return { kind: 'test', wish };
  if (text === undefined) return choose(firstCamera(await list()), wish);
  if (text.toLowerCase() === VIRTUAL_CAMERA_NAME.toLowerCase()) throw ownCamera();
  // Looked for first, so that a file needs neither ffmpeg's nor the kernel's list of cameras.
  const file = await findFile(text, wish);
  if (file !== undefined) return file;
  const cameras = await list();
  const found = bestMatches(cameras, await devicePath(text));
  if (found.length === 0)
    throw (await isOwnPath(text)) ? ownCamera() : unknownCamera(text, cameras);
  if (found.length > 1) throw ambiguous(text, found);
  return choose(found[0], wish);
}

/**
 * Looks where a camera is now: plugged in again, it may have another path.
 *
 * @returns the same choice where it is not there, and for what is no camera.
 */
export async function locateCamera(
  choice: SourceChoice,
  list: () => Promise<Camera[]> = listCameras,
): Promise<SourceChoice> {
  if (choice.kind !== 'camera') return choice;
  const camera = (await list()).find(({ id }) => id === choice.id);
  return camera === undefined ? choice : { ...choice, path: camera.path };
}

function choose({ id, name, path, isPermitted }: Camera, wish: CameraWish): SourceChoice {
  if (!isPermitted) {
    throw new MirageError('camera-not-permitted', {
      message: `You may not open ${name} (${path}).`,
      hint: 'mirage doctor says how to be allowed to.',
    });
  }
  return { kind: 'camera', id, name, path, wish };
}

function firstCamera(cameras: readonly Camera[]): Camera {
  const real = cameras.filter(({ isVirtual }) => !isVirtual);
  const first = real.find(({ isPermitted }) => isPermitted) ?? real.at(0);
  if (first !== undefined) return first;
  throw new MirageError('camera-missing', {
    message: 'No camera is attached.',
    hint: 'Attach one, or choose a video or the test picture: --camera test',
  });
}

/** udev's links (/dev/v4l/by-id/…) lead to the device; all else stays as it is. */
async function devicePath(text: string): Promise<string> {
  return text.startsWith('/dev/') ? realpath(text).catch(() => text) : text;
}

/** The list of cameras has left it out. */
async function isOwnPath(text: string): Promise<boolean> {
  if (process.platform !== 'linux' || !text.startsWith('/dev/')) return false;
  const { listVideoDevices } = await import('../../devices/linux/video-devices.ts');
  const path = await devicePath(text);
  const device = (await listVideoDevices()).find((candidate) => candidate.path === path);
  return device?.isVirtual === true && device.name === VIRTUAL_CAMERA_NAME;
}

/** Those that match in the way that says most. */
function bestMatches(cameras: readonly Camera[], text: string): Camera[] {
  const wanted = text.toLowerCase();
  const ways: ((camera: Camera) => boolean)[] = [
    ({ id, path }) => id === text || path === text,
    ({ name }) => name.toLowerCase() === wanted,
    ({ name }) => name.toLowerCase().includes(wanted),
  ];
  for (const isMeant of ways) {
    const found = cameras.filter(isMeant);
    if (found.length > 0) return found;
  }
  return [];
}

/** @returns undefined where nothing of that name lies on the disk, or a device does. */
async function findFile(path: string, wish: CameraWish): Promise<SourceChoice | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return { kind: 'stills', folder: path, wish };
  if (found?.isFile() !== true) return undefined;
  const { kind } = await classifyInput(path);
  return kind === 'picture' ? { kind: 'stills', folder: path, wish } : { kind: 'video', path };
}

function ownCamera(): MirageError {
  return new MirageError('usage', {
    message: `${VIRTUAL_CAMERA_NAME} is where Mirage publishes; it cannot be the source as well.`,
    hint: `Choose another camera. ${LIST_CAMERAS}`,
  });
}

function unknownCamera(text: string, cameras: readonly Camera[]): MirageError {
  // A name with a folder or an extension was meant for a file.
  if (/[/\\]|\.\w{2,4}$/.test(text) && !text.startsWith('/dev/')) {
    return new MirageError('input-missing', {
      message: `${text} does not exist.`,
      hint: `Check the name and the folder. ${LIST_CAMERAS}`,
    });
  }
  return new MirageError('camera-missing', {
    message: `There is no camera ${text}.`,
    hint:
      cameras.length === 0
        ? 'No camera is attached. --camera takes a video, too, or: --camera test'
        : `There is: ${cameras.map(({ name, path }) => `${name} (${path})`).join(', ')}.`,
  });
}

function ambiguous(text: string, found: readonly Camera[]): MirageError {
  return new MirageError('usage', {
    message: `${text} may be any of ${found.length} cameras.`,
    hint: `Give its id:\n${found.map(({ id, name }) => `  ${id}  (${name})`).join('\n')}`,
  });
}
