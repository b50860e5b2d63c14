import { watch } from 'node:fs';

/**
 * What belongs together when a camera is plugged in (several nodes, their permissions, udev's links)
 * comes within this time.
 */
const QUIET_MS = 300;

export interface CameraWatch {
  close: () => void;
}

/**
 * Tells when cameras come, go, or may be opened by others than before.
 *
 * @param onChange called once for events that belong together; list the cameras then.
 * @param folder where the nodes of devices are; another one in tests.
 * @param quietMs for how long nothing more must have happened.
 */
export function watchCameras(
  onChange: () => void,
  folder = '/dev',
  quietMs = QUIET_MS,
): CameraWatch {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, (_event, name) => {
    if (name === null || !/^video\d+$/.test(name)) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, quietMs);
  });
  return {
    close: () => {
      clearTimeout(timer);
      watcher.close();
    },
  };
}
