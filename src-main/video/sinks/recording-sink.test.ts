import { beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../../test-support/media/failure.ts';
import { MirageError } from '../../contract/error.ts';
import type { PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import { RecordingSink, type PictureEncoder } from './recording-sink.ts';

const FORMAT: PublishedFormat = { pixelFormat: 'i420', width: 4, height: 2, fps: 25 };
const PERIOD_MS = 40;

/** Takes a picture when it is told to. */
class SlowEncoder implements PictureEncoder {
  readonly notices = [{ code: 'encoder-fallback', message: 'Another encoder.' }];
  /** The first byte of each picture that was written whole. */
  readonly written: number[] = [];
  end: 'finished' | 'aborted' | undefined;
  #pending: { luma: number; resolve: () => void; reject: (error: Error) => void }[] = [];

  write(picture: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      const luma = picture[0];
      this.#pending.push({ luma, resolve, reject });
    });
  }

  finish(): Promise<void> {
    this.end = 'finished';
    return Promise.resolve();
  }

  abort(): Promise<void> {
    this.end = 'aborted';
    return Promise.resolve();
  }

  /** Takes pictures as long as there are any. */
  async catchUp(): Promise<void> {
    for (let next = this.#pending.shift(); next; next = this.#pending.shift()) {
      this.written.push(next.luma);
      next.resolve();
      await settled();
    }
  }

  async fail(): Promise<void> {
    this.#pending.shift()?.reject(new MirageError('disk-full', { message: 'No room.' }));
    await settled();
  }
}

/** Everything that can go on without the encoder has. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let encoder: SlowEncoder;
let sink: RecordingSink;
let now: number;

beforeEach(async () => {
  encoder = new SlowEncoder();
  now = 1000;
  sink = new RecordingSink({
    path: 'call.mp4',
    inputs: [],
    startEncoder: () => Promise.resolve(encoder),
    now: () => now,
  });
  await sink.open(FORMAT);
});

/** Writes pictures one period apart, all through the same memory. */
const memory = new Uint8Array(12);
function write(...lumas: number[]): void {
  for (const luma of lumas) {
    sink.write(memory.fill(luma));
    now += PERIOD_MS;
  }
}

describe('recording sink', () => {
  it('writes pictures in their order', async () => {
    for (const luma of [1, 2, 3]) {
      write(luma);
      await encoder.catchUp();
    }

    expect(encoder.written).toEqual([1, 2, 3]);
  });

  it('keeps one picture waiting while another is written, though their memory is used again', async () => {
    write(1, 2);
    memory.fill(99);
    await encoder.catchUp();

    expect(encoder.written).toEqual([1, 2]);
  });

  it('leaves out what there is no room for, and lets the next picture stand for it', async () => {
    write(0);
    await encoder.catchUp();
    write(1, 2, 3, 4, 5);
    await encoder.catchUp();
    write(6);
    await encoder.catchUp();
    await sink.close();

    expect(encoder.written).toEqual([0, 1, 2, 6, 6, 6, 6]);
    expect(sink.notices.at(-1)).toEqual({
      code: 'recording-pictures-left-out',
      message:
        'Pictures of the recording that could not be encoded in time: 3. It stands still there.',
    });
  });

  it('does not complain of what came while the encoder was starting', async () => {
    write(1, 2, 3, 4, 5);
    await encoder.catchUp();
    await sink.close();

    expect(sink.notices).toEqual(encoder.notices);
  });

  it('has nothing to say about a recording that kept up but what the encoder says', async () => {
    write(1);
    const closing = sink.close();
    await encoder.catchUp();
    await closing;

    expect(sink.notices).toEqual(encoder.notices);
  });

  it('completes the file with what is on its way', async () => {
    write(1, 2);
    const closing = sink.close();
    write(3);
    await encoder.catchUp();
    await closing;

    expect(encoder).toMatchObject({ written: [1, 2], end: 'finished' });
  });

  it('leaves no file when nothing was written', async () => {
    await sink.close();

    expect(encoder.end).toBe('aborted');
  });

  it('refuses the next picture when one could not be written, and gives the file up', async () => {
    write(1);
    await encoder.fail();

    expect(() => {
      write(2);
    }).toThrow('No room.');
    expect((await failureOf(sink.close())).code).toBe('disk-full');
    expect(encoder.end).toBe('aborted');
  });

  it('is harmless to close twice', async () => {
    await sink.close();
    await sink.close();

    expect(encoder.end).toBe('aborted');
  });
});
