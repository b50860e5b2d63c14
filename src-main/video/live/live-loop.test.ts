import { describe, expect, it } from 'vitest';
import { nativeAddon } from '../../base/addon.ts';
import { pictureBytes, type PictureFormat } from '../../base/picture-format.ts';
import { MirageError } from '../../contract/error.ts';
import type { PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import type { Frame } from '../frame.ts';
import type { FrameResult } from '../pipeline.ts';
import type { LiveFrameRecord, LiveLoopOptions } from '../worker/protocol.ts';
import { createExchange, ExchangeReader, ExchangeWriter, type Slot } from './frame-exchange.ts';
import { LiveLoop, type LivePipeline } from './live-loop.ts';
import { kindOf, VEIL } from './published-kind.ts';

const WIDTH = 64;
const HEIGHT = 36;
const COLOURS = { matrix: 'bt601', range: 'limited' } as const;
const RGBA: PictureFormat = { pixelFormat: 'rgba', width: WIDTH, height: HEIGHT, ...COLOURS };
const OUTPUT: PublishedFormat = { pixelFormat: 'i420', width: WIDTH, height: HEIGHT, fps: 30 };

/** Luma of the greys that stand for a face as it is, and for one that was drawn over. */
const RAW = 200;
const DRAWN = 60;

const REPLACED: FrameResult = {
  faces: 1,
  swapped: 1,
  exposed: 0,
  rectangles: [{ x: 0, y: 0, width: WIDTH, height: HEIGHT }],
  times: { detect: 1, track: 2, swap: 3 },
  identity: undefined,
};

/** Draws over the whole picture and answers as it is told to. */
class FakePipeline implements LivePipeline {
  hasReference = true;
  result: FrameResult | Error = REPLACED;
  readonly seen: { width: number; height: number; timeMs: number; covers: boolean | undefined }[] =
    [];
  /** When set, pictures wait for it. */
  gate: Promise<void> | undefined;

  async process(
    { width, height, timeMs, pixels }: Frame,
    { coversBystanders }: { coversBystanders?: boolean } = {},
  ): Promise<FrameResult> {
    this.seen.push({ width, height, timeMs, covers: coversBystanders });
    await this.gate;
    if (this.result instanceof Error) throw this.result;
    if (this.result.swapped > 0) paint(pixels, DRAWN);
    return this.result;
  }
}

function paint(pixels: Uint8Array, level: number): void {
  for (let i = 0; i < pixels.length; i += 4) pixels.set([level, level, level, 255], i);
}

/** A loop with both ends of its exchanges in the test's hands. */
class Bench {
  readonly pipeline = new FakePipeline();
  readonly records: LiveFrameRecord[] = [];
  readonly captured: ExchangeWriter;
  readonly published: ExchangeReader;
  readonly loop: LiveLoop;
  #sequence = 0;
  #onRecord: () => void = () => undefined;

  constructor(options: Partial<LiveLoopOptions> = {}) {
    const capturedFormat = options.capturedFormat ?? RGBA;
    const output = options.output ?? OUTPUT;
    const captured = createExchange(pictureBytes(capturedFormat));
    const published = createExchange(Math.max(VEIL.bytes, pictureBytes(output)));
    this.captured = new ExchangeWriter(captured);
    this.published = new ExchangeReader(published);
    this.loop = new LiveLoop(
      this.pipeline,
      {
        captured,
        capturedFormat,
        published,
        output,
        isMirrored: false,
        isSwapping: true,
        tuning: { maxFps: 1000, longestSide: WIDTH },
        ...options,
      },
      (record) => {
        this.records.push(record);
        this.#onRecord();
      },
    );
  }

  /** Captures a grey picture, or the given bytes. */
  capture(picture?: Uint8Array, captureTimeMs = this.#sequence * 100): void {
    const { slot } = this.captured;
    if (picture) slot.pixels.set(picture);
    else paint(slot.pixels, RAW);
    slot.bytes = picture?.length ?? slot.pixels.length;
    this.#sequence += 1;
    slot.sequence = this.#sequence;
    slot.captureTimeMs = captureTimeMs;
    this.captured.publish();
  }

  /** Captures a picture and waits until the loop is done with it. */
  async show(picture?: Uint8Array): Promise<{ record: LiveFrameRecord; slot: Slot }> {
    const done = new Promise<void>((resolve) => {
      this.#onRecord = resolve;
    });
    this.capture(picture);
    await done;
    return { record: this.records.at(-1)!, slot: this.published.take()! };
  }
}

/** Grey in I420, limited range. */
const lumaOf = (level: number): number => Math.round(16 + (level * 219) / 255);

/** Lets everything that can happen happen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('live loop', () => {
  it('publishes a replaced picture in the published layout, with its number and times', async () => {
    const bench = new Bench();
    await bench.show();

    const { record, slot } = await bench.show();

    expect(kindOf(slot.kind)).toBe('swapped');
    expect(slot).toMatchObject({ sequence: 2, captureTimeMs: 100, bytes: pictureBytes(OUTPUT) });
    expect(slot.pixels[0]).toBe(lumaOf(DRAWN));
    expect(record).toMatchObject({
      sequence: 2,
      captureTimeMs: 100,
      kind: 'swapped',
      withheld: undefined,
      faces: 1,
      swapped: 1,
      times: { detect: 1, track: 2, swap: 3 },
    });
    expect(record.readyTimeMs).toBe(slot.readyTimeMs);
    expect(record.takenTimeMs).toBeLessThanOrEqual(record.readyTimeMs);
    expect(bench.pipeline.seen[1]).toMatchObject({ timeMs: 100, covers: true });
    await bench.loop.stop();
  });

  it('publishes packed 4:2:2 where that is asked for', async () => {
    const bench = new Bench({ output: { ...OUTPUT, pixelFormat: 'yuyv' } });

    const { slot } = await bench.show();

    expect(slot.bytes).toBe(WIDTH * HEIGHT * 2);
    expect([...slot.pixels.subarray(0, 4)]).toEqual([lumaOf(DRAWN), 128, lumaOf(DRAWN), 128]);
    await bench.loop.stop();
  });

  it.each<[string, Partial<FrameResult>, string]>([
    ['no face', { faces: 0, swapped: 0 }, 'no-face'],
    ['a face beside the replaced one', { faces: 2, exposed: 1 }, 'unswapped-face'],
  ])('publishes a veil in place of a picture with %s', async (_what, change, reason) => {
    const bench = new Bench();
    bench.pipeline.result = { ...REPLACED, ...change };

    const { record, slot } = await bench.show();

    expect(kindOf(slot.kind)).toBe('withheld');
    expect(slot.bytes).toBe(VEIL.bytes);
    expect(record).toMatchObject({ kind: 'withheld', withheld: reason });
    await bench.loop.stop();
  });

  it('looks for no face, and shows none, before there is a reference', async () => {
    const bench = new Bench();
    bench.pipeline.hasReference = false;

    const { record } = await bench.show();

    expect(record.withheld).toBe('no-reference');
    expect(bench.pipeline.seen).toEqual([]);
    await bench.loop.stop();
  });

  it('withholds a picture whose processing failed, says why, and goes on', async () => {
    const bench = new Bench();
    bench.pipeline.result = new MirageError('model-failed', { message: 'The mesh failed.' });
    const { record: failed } = await bench.show();
    bench.pipeline.result = REPLACED;
    const { record: next } = await bench.show();

    expect(failed).toMatchObject({ kind: 'withheld', withheld: 'failed' });
    expect(failed.error).toMatchObject({ code: 'model-failed', message: 'The mesh failed.' });
    expect(next.kind).toBe('swapped');
    await bench.loop.stop();
  });

  it('gives up after thirty failures running, with what failed', async () => {
    const bench = new Bench();
    const ended = expect(bench.loop.ended).rejects.toThrow('The mesh failed.');
    for (let round = 0; round < 2; round++) {
      bench.pipeline.result = new Error('The mesh failed.');
      for (let n = 0; n < 29; n++) await bench.show();
      bench.pipeline.result = REPLACED;
      if (round === 0) await bench.show();
    }
    bench.pipeline.result = new Error('The mesh failed.');
    bench.capture();

    await ended;
    expect(bench.published.isFresh).toBe(false);
  });

  it('withholds damaged pictures for as long as they come, without giving up', async () => {
    const bench = new Bench();
    for (let n = 0; n < 40; n++) {
      const { record } = await bench.show(new Uint8Array(100));
      expect(record).toMatchObject({ kind: 'withheld', withheld: 'failed' });
    }

    expect((await bench.show()).record.kind).toBe('swapped');
    await bench.loop.stop();
  });

  it('takes the newest picture, and never the ones that it overtook', async () => {
    const bench = new Bench();
    let open: () => void = () => undefined;
    bench.pipeline.gate = new Promise((resolve) => {
      open = resolve;
    });
    bench.capture();
    await settle();
    for (let n = 0; n < 3; n++) bench.capture();
    open();
    await settle();

    expect(bench.records.map(({ sequence }) => sequence)).toEqual([1, 4]);
    await bench.loop.stop();
  });

  it('thins pictures out to the rate it is tuned to', async () => {
    const bench = new Bench();
    bench.loop.tune({ maxFps: 15 });
    for (let n = 0; n < 6; n++) {
      bench.capture(undefined, 1000 + (n * 1000) / 30);
      await settle();
    }

    expect(bench.records.map(({ sequence }) => sequence)).toEqual([1, 3, 5]);
    await bench.loop.stop();
  });

  it('processes a smaller picture when it is tuned to, and publishes the full one', async () => {
    const bench = new Bench();
    bench.loop.tune({ longestSide: WIDTH / 2 });
    bench.pipeline.result = { ...REPLACED, rectangles: [{ x: 16, y: 8, width: 10, height: 6 }] };

    const { slot } = await bench.show();

    expect(bench.pipeline.seen[0]).toMatchObject({ width: WIDTH / 2, height: HEIGHT / 2 });
    expect(slot.pixels[22 * WIDTH + 42]).toBe(lumaOf(DRAWN));
    expect(slot.pixels[0]).toBe(lumaOf(RAW));
    await bench.loop.stop();
  });

  it('hands nothing over once it is asked to stop, not even the picture in hand', async () => {
    const bench = new Bench();
    let open: () => void = () => undefined;
    bench.pipeline.gate = new Promise((resolve) => {
      open = resolve;
    });
    bench.capture();
    await settle();

    const stopped = bench.loop.stop();
    open();
    await stopped;
    bench.capture();
    await settle();

    expect(bench.published.isFresh).toBe(false);
    expect(bench.records).toEqual([]);
  });

  describe('without a swap', () => {
    it('passes a picture on byte for byte where the layouts are the same', async () => {
      const capturedFormat = { ...RGBA, pixelFormat: 'i420' } as const;
      const bench = new Bench({ isSwapping: false, capturedFormat });
      const picture = Uint8Array.from({ length: pictureBytes(OUTPUT) }, (_, i) => i % 251);

      const { record, slot } = await bench.show(picture);

      expect(record.kind).toBe('clear');
      expect(kindOf(slot.kind)).toBe('clear');
      expect(slot.pixels.subarray(0, slot.bytes)).toEqual(picture);
      expect(bench.pipeline.seen).toEqual([]);
      await bench.loop.stop();
    });

    it.each([
      ['of another range', { capturedFormat: { ...RGBA, pixelFormat: 'i420', range: 'full' } }],
      ['to be mirrored', { isMirrored: true, capturedFormat: { ...RGBA, pixelFormat: 'i420' } }],
    ] as const)('converts a picture %s', async (_what, options) => {
      const bench = new Bench({ isSwapping: false, ...options });
      const picture = new Uint8Array(pictureBytes(OUTPUT)).fill(128);
      for (let row = 0; row < HEIGHT; row++) {
        picture.fill(90, row * WIDTH, row * WIDTH + WIDTH / 2);
        picture.fill(180, row * WIDTH + WIDTH / 2, (row + 1) * WIDTH);
      }
      const rgba = new Uint8Array(WIDTH * HEIGHT * 4);
      const { matrix, range } = options.capturedFormat;
      nativeAddon().rgbaFromI420(picture, WIDTH, HEIGHT, matrix, range, rgba);
      const left = 'isMirrored' in options ? rgba[(WIDTH - 1) * 4] : rgba[0];

      const { slot } = await bench.show(picture);

      expect(Math.abs(slot.pixels[0] - lumaOf(left))).toBeLessThanOrEqual(1);
      await bench.loop.stop();
    });

    it('withholds a damaged picture', async () => {
      const bench = new Bench({ isSwapping: false });
      const { record } = await bench.show(new Uint8Array(100));
      expect(record).toMatchObject({ kind: 'withheld', withheld: 'failed' });
      await bench.loop.stop();
    });
  });
});
