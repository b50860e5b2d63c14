import { existsSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { findLoopbackModule, type LoopbackModule } from './loopback-module.ts';
import { readIfPresent } from './read-if-present.ts';
import { listVideoDevices } from './video-devices.ts';

/** A video device that v4l2loopback made. */
export interface LoopbackDevice {
  /** Such as /dev/video10. */
  path: string;
  /** 10 of /dev/video10. */
  number: number;
  /** Its card label, by which programs list it. */
  name: string;
  /** This user may open it. */
  isPermitted: boolean;
  /** What a program feeds it with, as in "YU12:1280x720@30"; undefined while none does. */
  feed: string | undefined;
  /** It says that it captures only while it is fed. Undefined where the module does not tell. */
  hasExclusiveCaps: boolean | undefined;
}

/** v4l2loopback and its devices, as far as can be told without opening one. */
export interface LoopbackState extends LoopbackModule {
  devices: LoopbackDevice[];
  /** How many times its devices are open, to feed or to watch. */
  openCount: number;
  /** Devices can be added while others are in use (v4l2loopback 0.13 and newer). */
  hasControlDevice: boolean;
}

/**
 * Reads the state of v4l2loopback.
 *
 * @param root where the system's folders are; another one in tests.
 * @param kernel the running kernel's release.
 */
export async function readLoopbackState(root = '/', kernel = release()): Promise<LoopbackState> {
  const module = await findLoopbackModule(root, kernel);
  const folder = join(root, 'sys/module/v4l2loopback');
  const numbers = await arrayParameter(folder, 'video_nr');
  const exclusive = await arrayParameter(folder, 'exclusive_caps');
  const virtual = (await listVideoDevices(root)).filter(({ isVirtual }) => isVirtual);
  const devices = virtual.map(async ({ path, name, isPermitted }) => {
    const number = Number(/\d+$/.exec(path)?.[0]);
    const feed = await readIfPresent(
      join(root, 'sys/class/video4linux', `video${number}`, 'format'),
    );
    const place = numbers.indexOf(String(number));
    return {
      ...{ path, number, name, isPermitted },
      feed: feed.trim() || undefined,
      hasExclusiveCaps: place === -1 ? undefined : exclusive[place] === 'Y',
    };
  });
  return {
    ...module,
    devices: await Promise.all(devices),
    openCount: Number(await readIfPresent(join(folder, 'refcnt'))),
    hasControlDevice: existsSync(join(root, 'dev/v4l2loopback')),
  };
}

/** One value for each device asked for when the module was loaded, then defaults. */
async function arrayParameter(module: string, name: string): Promise<string[]> {
  const text = await readIfPresent(join(module, 'parameters', name));
  return text.trim().split(',');
}
