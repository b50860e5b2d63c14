import { readdir, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { readIfPresent } from './read-if-present.ts';
import { listVideoDevices, type VideoDevice } from './video-devices.ts';

/**
 * Gives each device an id that stays the same when it is plugged in again and after a restart, unlike
 * the number of its node: udev's name for the very camera (with its serial number), else udev's name
 * for the place it is plugged into, else that place as the kernel has it. What software made has no
 * place; its name is its id.
 *
 * @param root where the system's folders are; another one in tests.
 * @returns ids by path of the device; no two are the same.
 */
export async function identifyDevices(
  devices: readonly VideoDevice[],
  root = '/',
): Promise<Map<string, string>> {
  const byId = await linksTo(join(root, 'dev/v4l/by-id'));
  const byPath = await linksTo(join(root, 'dev/v4l/by-path'));
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const device of devices) {
    const node = basename(device.path);
    const wanted =
      byId.get(node) ??
      byPath.get(node) ??
      (device.isVirtual ? `virtual:${device.name}` : await placeOf(root, node));
    const id = taken.has(wanted) ? `${wanted}:${node}` : wanted;
    taken.add(id);
    ids.set(device.path, id);
  }
  return ids;
}

/**
 * Finds where a camera is now.
 *
 * @returns its path; undefined while it is not attached.
 */
export async function locateCamera(id: string, root = '/'): Promise<string | undefined> {
  const ids = await identifyDevices(await listVideoDevices(root), root);
  return [...ids].find(([, candidate]) => candidate === id)?.[0];
}

/** Names of the links in a folder by the node they lead to, such as video0. */
async function linksTo(folder: string): Promise<Map<string, string>> {
  const nodes = new Map<string, string>();
  // Without udev there is no such folder.
  const names = await readdir(folder).catch(() => []);
  for (const name of names.sort()) {
    const node = basename(await readlink(join(folder, name)).catch(() => ''));
    if (node !== '' && !nodes.has(node)) nodes.set(node, name);
  }
  return nodes;
}

/** As in pci0000:00/0000:00:14.0/usb1/1-1/1-1:1.0#0: where it is attached, and which of its nodes. */
async function placeOf(root: string, node: string): Promise<string> {
  const folder = await realpath(join(root, 'sys/class/video4linux', node));
  const devices = await realpath(join(root, 'sys/devices'));
  const index = (await readIfPresent(join(folder, 'index'))).trim();
  return `${relative(devices, dirname(dirname(folder)))}#${index}`;
}
