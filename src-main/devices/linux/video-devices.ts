import { constants, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfPresent } from './read-if-present.ts';
import { isAccessible, namesIn } from './system-files.ts';

/** A device of Video4Linux, as far as can be told without opening it. */
export interface VideoDevice {
  /** Such as /dev/video0. */
  path: string;
  /** As the driver gives it; the card label of a loopback device. */
  name: string;
  /** Made by software (v4l2loopback), not attached to anything. */
  isVirtual: boolean;
  /** Delivers pictures: cameras have further devices for metadata. */
  canCapture: boolean;
  /** This user may open it. */
  isPermitted: boolean;
}

/**
 * Lists the video devices by what the kernel and udev publish about them; none is opened, for
 * opening lights a camera's lamp.
 *
 * @param root where the system's folders are; another one in tests.
 */
export async function listVideoDevices(root = '/'): Promise<VideoDevice[]> {
  const folder = join(root, 'sys/class/video4linux');
  const nodes = (await namesIn(folder)).filter((node) => /^video\d+$/.test(node));
  nodes.sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)));
  return Promise.all(nodes.map((node) => describeDevice(root, join(folder, node), node)));
}

async function describeDevice(root: string, folder: string, node: string): Promise<VideoDevice> {
  const attribute = async (name: string): Promise<string> =>
    (await readIfPresent(join(folder, name))).trim();
  const capabilities = await udevCapabilities(root, await attribute('dev'));
  return {
    path: `/dev/${node}`,
    name: await attribute('name'),
    isVirtual: (await realpath(folder)).includes('/devices/virtual/'),
    // Without udev (in containers): a camera's first device is the one with pictures.
    canCapture: capabilities?.includes('capture') ?? (await attribute('index')) === '0',
    isPermitted: await isAccessible(join(root, 'dev', node), constants.R_OK | constants.W_OK),
  };
}

/** What udev's v4l_id asked the driver for, as in "E:ID_V4L_CAPABILITIES=:capture:". */
async function udevCapabilities(root: string, dev: string): Promise<string[] | undefined> {
  const entry = await readIfPresent(join(root, 'run/udev/data', `c${dev}`));
  return /^E:ID_V4L_CAPABILITIES=(.*)$/m.exec(entry)?.[1].split(':');
}
