import { describe, expect, it } from 'vitest';
import { nv12Pixel, readObsQueue } from '../../test-support/naive/obs-queue.ts';
import { createRandom } from '../../test-support/random.ts';
import { nativeAddon } from './addon.ts';

const { ObsQueue } = nativeAddon();

const WIDTH = 34;
const HEIGHT = 6;
const LUMA = WIDTH * HEIGHT;
/** 96: the header of 80 bytes, up to the next multiple of 32; so the slots' ends. */
const BYTES = 96 + 3 * 352;
const INTERVAL = 333_333;

function openQueue(): { queue: InstanceType<typeof ObsQueue>; memory: Uint8Array<ArrayBuffer> } {
  const memory = new Uint8Array(BYTES).fill(0xee);
  return { queue: new ObsQueue(WIDTH, HEIGHT, INTERVAL, memory), memory };
}

describe('the queue of OBS Virtual Camera', () => {
  it('is begun with its sizes, its rate and no picture', () => {
    const { memory } = openQueue();

    expect(readObsQueue(memory)).toMatchObject({
      ...{ state: 'starting', width: WIDTH, height: HEIGHT, interval: 333_333n },
      ...{ writeCount: 0, readCount: 0, slots: [96, 448, 800] },
    });
  });

  it('gives every I420 picture back as NV12, through all three slots and again', () => {
    const { queue, memory } = openQueue();

    for (let number = 1; number <= 7; number += 1) {
      const picture = createRandom(number).bytes((LUMA * 3) / 2);
      queue.write(picture, 'i420', number * 33.25);

      const read = readObsQueue(memory);
      expect(read).toMatchObject({ state: 'ready', writeCount: number, readCount: number });
      expect(read.timeNs).toBe(BigInt(number) * 33_250_000n);
      for (let y = 0; y < HEIGHT; y += 1) {
        for (let x = 0; x < WIDTH; x += 1) {
          const chroma = LUMA + (y >> 1) * (WIDTH / 2) + (x >> 1);
          const expected = [picture[y * WIDTH + x], picture[chroma], picture[chroma + LUMA / 4]];
          expect(nv12Pixel(read.picture, WIDTH, HEIGHT, x, y)).toEqual(expected);
        }
      }
    }
  });

  it('gives a YUYV picture back as NV12, its chroma the mean of two rows', () => {
    const { queue, memory } = openQueue();
    const picture = createRandom(1).bytes(LUMA * 2);

    queue.write(picture, 'yuyv', 0);

    const read = readObsQueue(memory);
    const at = (x: number, y: number, part: number): number =>
      picture[(y * WIDTH + (x & ~1)) * 2 + part];
    for (let y = 0; y < HEIGHT; y += 1) {
      for (let x = 0; x < WIDTH; x += 1) {
        const top = y & ~1;
        const mean = (part: number): number =>
          Math.round((at(x, top, part) + at(x, top + 1, part)) / 2);
        const expected = [picture[(y * WIDTH + x) * 2], mean(1), mean(3)];
        expect(nv12Pixel(read.picture, WIDTH, HEIGHT, x, y)).toEqual(expected);
      }
    }
  });

  it('tells its readers to let go when it is closed, and takes nothing more', () => {
    const { queue, memory } = openQueue();
    queue.close();
    queue.close();

    expect(readObsQueue(memory).state).toBe('stopping');
    expect(() => {
      queue.write(new Uint8Array((LUMA * 3) / 2), 'i420', 0);
    }).toThrow('closed');
  });

  it('stays within its memory', () => {
    const buffer = new Uint8Array(BYTES + 128).fill(0x5a);
    const queue = new ObsQueue(WIDTH, HEIGHT, INTERVAL, buffer.subarray(64, 64 + BYTES));
    for (let number = 0; number < 4; number += 1)
      queue.write(createRandom(number).bytes(LUMA * 2), 'yuyv', 0);
    queue.close();

    const outside = [...buffer.subarray(0, 64), ...buffer.subarray(64 + BYTES)];
    expect(outside.every((byte) => byte === 0x5a)).toBe(true);
  });

  it.each([
    ['an odd width', [33, 6, 1, null], 'width must be even'],
    ['an odd height', [34, 5, 1, null], 'height must be even'],
    ['a side beyond its offsets', [8194, 2, 1, null], 'width must be a whole number'],
    ['no rate', [34, 6, 0, null], 'interval must be a whole number'],
    ['memory of another length', [34, 6, 1, new Uint8Array(BYTES - 1)], 'memory must have length'],
    ['memory of another type', [34, 6, 1, new Float32Array(BYTES)], 'memory must be a Uint8Array'],
    [
      'memory between two words',
      [34, 6, 1, new Uint8Array(BYTES + 4).subarray(4)],
      'memory must begin at a multiple of 8',
    ],
  ])('refuses %s', (_, args, message) => {
    const make = () => Reflect.construct(ObsQueue, args) as unknown;

    expect(make).toThrow(message);
  });

  it.each([
    ['a picture of another length', [new Uint8Array(5), 'i420', 0], 'picture must have length'],
    ['an unknown layout', [new Uint8Array(306), 'nv12', 0], 'pixelFormat must be'],
    ['a time that is none', [new Uint8Array(306), 'i420', -1], 'timeMs must be'],
  ])('refuses %s and writes nothing', (_, args, message) => {
    const { queue, memory } = openQueue();
    const write = (): unknown => Reflect.apply(queue.write.bind(queue), queue, args);

    expect(write).toThrow(message);
    expect(readObsQueue(memory).writeCount).toBe(0);
  });

  it('refuses to write where its memory was taken away', () => {
    const { queue, memory } = openQueue();
    structuredClone(memory, { transfer: [memory.buffer] });

    expect(() => {
      queue.write(new Uint8Array((LUMA * 3) / 2), 'i420', 0);
    }).toThrow('memory has been taken away');
  });

  it('refuses a picture that lies in its own memory', () => {
    const { queue, memory } = openQueue();

    expect(() => {
      queue.write(memory.subarray(0, (LUMA * 3) / 2), 'i420', 0);
    }).toThrow('must not share memory');
  });

  it('takes the memory OBS opens once, and on Windows alone', () => {
    const open = () => new ObsQueue(WIDTH, HEIGHT, INTERVAL, null);

    if (process.platform === 'win32') {
      const first = open();
      expect(open).toThrow(expect.objectContaining({ code: 'EEXIST' }));
      first.close();
      open().close();
    } else {
      expect(open).toThrow(expect.objectContaining({ code: 'ENOSYS' }));
    }
  });
});
