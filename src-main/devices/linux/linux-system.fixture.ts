import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes a tree of files as the kernel, udev and the package system would show them.
 *
 * @param root the folder to make.
 * @returns root.
 */
export function makeSystem(root: string, files: Record<string, string>): string {
  mkdirSync(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** A device as sysfs shows it: a folder under devices, and a link to it in the class. */
export function addVideoDevice(
  root: string,
  node: string,
  parent: string,
  attributes: { name: string; index: number; dev: string },
): void {
  const device = join(root, 'sys/devices', parent, 'video4linux', node);
  mkdirSync(device, { recursive: true });
  for (const [name, value] of Object.entries(attributes)) {
    writeFileSync(join(device, name), `${value}\n`);
  }
  mkdirSync(join(root, 'sys/class/video4linux'), { recursive: true });
  symlinkSync(device, join(root, 'sys/class/video4linux', node));
}

/** A link as udev makes it, such as dev/v4l/by-id/usb-… to video0. */
export function addLink(root: string, path: string, target: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(target, join(root, path));
}
