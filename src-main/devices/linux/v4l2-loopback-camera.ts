import { isV4l2Error, v4l2, type V4l2, type V4l2Output } from '../../base/v4l2-addon.ts';
import {
  VIRTUAL_CAMERA_NAME,
  type PublishedFormat,
  type VirtualCamera,
} from '../virtual-camera/virtual-camera.ts';
import { findDeviceHolders } from './device-holders.ts';
import { loopbackError, loopbackLost, loopbackMissing } from './loopback-error.ts';
import { listVideoDevices, type VideoDevice } from './video-devices.ts';

/** What the camera asks of the machine; others in tests. */
export interface LoopbackMachine {
  v4l2: () => Pick<V4l2, 'Output'>;
  videoDevices: () => Promise<VideoDevice[]>;
  findHolders: (path: string) => Promise<string[]>;
}

const THIS_MACHINE: LoopbackMachine = {
  v4l2,
  videoDevices: listVideoDevices,
  findHolders: findDeviceHolders,
};

/** The virtual camera on Linux: a device of the kernel module v4l2loopback. */
export class V4l2LoopbackCamera implements VirtualCamera {
  readonly #choice: string;
  readonly #machine: LoopbackMachine;
  #device: VideoDevice | undefined;
  #output: V4l2Output | undefined;

  /** @param choice its card label, or its path. */
  constructor(choice = VIRTUAL_CAMERA_NAME, machine = THIS_MACHINE) {
    this.#choice = choice;
    this.#machine = machine;
  }

  get name(): string {
    return this.deviceName;
  }

  /** The choice itself until the device was found. */
  get deviceName(): string {
    return this.#device?.name ?? this.#choice;
  }

  /** Pictures the driver had no buffer for, since it was opened. */
  get dropped(): number {
    return this.#output?.dropped ?? 0;
  }

  /** @throws MirageError `virtual-camera-*`, `addon-missing`. */
  async open({ pixelFormat, width, height, fps }: PublishedFormat): Promise<void> {
    const device = await this.#find();
    this.#device = device;
    const { Output } = this.#machine.v4l2();
    try {
      this.#output = new Output(device.path, pixelFormat, width, height, fps);
    } catch (thrown) {
      if (!isV4l2Error(thrown)) throw thrown;
      throw loopbackError(device, thrown, await this.#machine.findHolders(device.path));
    }
  }

  write(picture: Uint8Array): void {
    if (this.#output === undefined) throw new Error('The virtual camera must be opened first.');
    try {
      this.#output.write(picture);
    } catch (thrown) {
      if (!isV4l2Error(thrown)) throw thrown;
      throw loopbackLost(this.name, thrown);
    }
  }

  close(): Promise<void> {
    this.#output?.close();
    this.#output = undefined;
    return Promise.resolve();
  }

  async #find(): Promise<VideoDevice> {
    const devices = await this.#machine.videoDevices();
    const virtual = devices.filter(({ isVirtual }) => isVirtual);
    const isChosen = ({ path, name }: VideoDevice): boolean =>
      path === this.#choice || name === this.#choice;
    const device = virtual.find(isChosen);
    if (device !== undefined) return device;
    throw loopbackMissing(this.#choice, devices.find(isChosen), virtual);
  }
}
