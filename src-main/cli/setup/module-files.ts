import { loopbackOptions, type LoopbackRequest } from '../../devices/linux/loopback-options.ts';
import { VIRTUAL_CAMERA_NAME } from '../../devices/virtual-camera/virtual-camera.ts';

/** How v4l2loopback is loaded: modprobe.d(5). Mirage's own file; nobody else's is touched. */
export const OPTIONS_FILE = '/etc/modprobe.d/mirage.conf';

/** That it is loaded at boot: modules-load.d(5). */
export const LOAD_FILE = '/etc/modules-load.d/mirage.conf';

const HEAD = '# Written by: mirage setup virtual-camera\n';

export const LOAD_TEXT = `${HEAD}v4l2loopback\n`;

export function optionsText(device: LoopbackRequest): string {
  return `${HEAD}options v4l2loopback ${loopbackOptions([device])}\n`;
}

/** What {@link optionsText} was made from; undefined for a text that it did not make. */
export function parseOptions(text: string): LoopbackRequest | undefined {
  const found = /^options v4l2loopback video_nr=(\d+) .*exclusive_caps=([01])$/m.exec(text);
  if (found === null) return undefined;
  const [, number, exclusive] = found;
  return {
    number: Number(number),
    name: VIRTUAL_CAMERA_NAME,
    hasExclusiveCaps: exclusive === '1',
  };
}
