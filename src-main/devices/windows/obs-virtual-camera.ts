import { setTimeout as delay } from 'node:timers/promises';
import { nativeAddon } from '../../base/addon.ts';
import { monotonicMs } from '../../base/monotonic-clock.ts';
import type { ObsQueue, ObsQueueAddon } from '../../base/obs-queue-addon.ts';
import { MirageError } from '../../contract/error.ts';
import type { PublishedFormat, VirtualCamera } from '../virtual-camera/virtual-camera.ts';

/** What OBS Studio's installer registers its camera as; the name cannot be chosen. */
export const OBS_CAMERA_NAME = 'OBS Virtual Camera';

/**
 * A queue lives until its last reader has let go, which a reader does after ten looks without a new
 * picture: a third of a second at 30 fps. So a queue that a killed program left behind is gone within
 * these tries, and one that is still there has a writer.
 */
const TRIES = 10;
const BETWEEN_TRIES_MS = 100;

/** Units of 100 ns in a second. */
const INTERVALS_PER_SECOND = 1e7;

/** OBS Virtual Camera on Windows, fed through its shared memory. OBS itself need not run. */
export class ObsVirtualCamera implements VirtualCamera {
  readonly name = OBS_CAMERA_NAME;
  readonly deviceName = OBS_CAMERA_NAME;
  readonly #addon: Pick<ObsQueueAddon, 'ObsQueue'>;
  readonly #wait: (ms: number) => Promise<unknown>;
  #queue: ObsQueue | undefined;
  #pixelFormat: PublishedFormat['pixelFormat'] = 'i420';

  constructor(
    addon: Pick<ObsQueueAddon, 'ObsQueue'> = nativeAddon(),
    wait: (ms: number) => Promise<unknown> = delay,
  ) {
    this.#addon = addon;
    this.#wait = wait;
  }

  /** @throws MirageError `virtual-camera-in-use`, `virtual-camera-lost`. */
  async open({ width, height, fps, pixelFormat }: PublishedFormat): Promise<void> {
    const interval = Math.round(INTERVALS_PER_SECOND / fps);
    for (let tries = 1; ; tries += 1) {
      try {
        this.#queue = new this.#addon.ObsQueue(width, height, interval, null);
        this.#pixelFormat = pixelFormat;
        return;
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(cause);
        if (tries === TRIES) throw inUse(cause);
      }
      await this.#wait(BETWEEN_TRIES_MS);
    }
  }

  write(picture: Uint8Array): void {
    this.#queue?.write(picture, this.#pixelFormat, monotonicMs());
  }

  close(): Promise<void> {
    this.#queue?.close();
    this.#queue = undefined;
    return Promise.resolve();
  }
}

function inUse(cause: unknown): MirageError {
  return new MirageError('virtual-camera-in-use', {
    message: `${OBS_CAMERA_NAME} is being fed by another program.`,
    hint: 'Press "Stop Virtual Camera" in OBS, or close the other Mirage.',
    cause,
  });
}

function unusable(cause: unknown): MirageError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MirageError('virtual-camera-lost', {
    message: `${OBS_CAMERA_NAME} could not be opened: ${reason}.`,
    hint: 'Close programs that need much memory, then try again.',
    cause,
  });
}
