import { describe, expect, it } from 'vitest';
import type { ObsQueue } from '../../base/obs-queue-addon.ts';
import type { PublishedFormat } from '../virtual-camera/virtual-camera.ts';
import { ObsVirtualCamera } from './obs-virtual-camera.ts';

const FORMAT: PublishedFormat = { pixelFormat: 'yuyv', width: 1280, height: 720, fps: 30 };

/** A machine on which the queue's name is free after so many tries. */
function machine({ takenFor = 0, refusal = 'EEXIST' } = {}) {
  const asked: unknown[][] = [];
  const written: unknown[][] = [];
  const waits: number[] = [];
  let isOpen = false;
  class FakeQueue implements ObsQueue {
    constructor(...shape: unknown[]) {
      asked.push(shape);
      if (asked.length <= takenFor) throw Object.assign(new Error('no'), { code: refusal });
      isOpen = true;
    }
    write(...words: unknown[]): void {
      written.push(words);
    }
    close(): void {
      isOpen = false;
    }
  }
  const camera = new ObsVirtualCamera({ ObsQueue: FakeQueue }, (ms) => {
    waits.push(ms);
    return Promise.resolve();
  });
  return { camera, asked, written, waits, isOpen: () => isOpen };
}

describe('OBS Virtual Camera', () => {
  it('is opened in the size and at the rate that is published', async () => {
    const { camera, asked } = machine();

    await camera.open(FORMAT);

    expect(asked).toEqual([[1280, 720, 333_333, null]]);
    expect(camera.deviceName).toBe('OBS Virtual Camera');
  });

  it('is handed each picture in its layout and with its time, until it is closed', async () => {
    const { camera, written, isOpen } = machine();
    const picture = new Uint8Array(8);

    await camera.open(FORMAT);
    camera.write(picture);
    await camera.close();
    camera.write(picture);
    await camera.close();

    expect(written).toEqual([[picture, 'yuyv', expect.any(Number)]]);
    expect(isOpen()).toBe(false);
  });

  it('waits for the readers of a program that was killed', async () => {
    const { camera, waits, isOpen } = machine({ takenFor: 3 });

    await camera.open(FORMAT);

    expect(isOpen()).toBe(true);
    expect(waits).toEqual([100, 100, 100]);
  });

  it('does not take the camera from another program', async () => {
    const { camera, asked, isOpen } = machine({ takenFor: Infinity });

    await expect(camera.open(FORMAT)).rejects.toMatchObject({
      code: 'virtual-camera-in-use',
      hint: expect.stringContaining('Stop Virtual Camera') as unknown,
    });
    expect(asked).toHaveLength(10);
    expect(isOpen()).toBe(false);
  });

  it('says at once what else Windows refuses', async () => {
    const { camera, waits } = machine({ takenFor: 1, refusal: 'EIO' });

    await expect(camera.open(FORMAT)).rejects.toMatchObject({ code: 'virtual-camera-lost' });
    expect(waits).toEqual([]);
  });
});
