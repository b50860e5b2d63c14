import { describe, expect, it } from 'vitest';
import { DEFAULT_SWAP_SETTINGS } from '../../contract/swap-settings.ts';
import { createExchange, ExchangeReader, ExchangeWriter } from '../live/frame-exchange.ts';
import type { VideoPipeline, VideoPipelineOptions } from '../pipeline.ts';
import type { LiveFrameRecord } from './protocol.ts';
import { evenRectangle, VideoRequestHandlers } from './requests.ts';

const OPTIONS: VideoPipelineOptions = {
  maxFaces: 1,
  detectEvery: 5,
  settings: DEFAULT_SWAP_SETTINGS,
  measureIdentityEvery: 0,
  masksOccluders: true,
};

const SIZE = { width: 64, height: 36 };

/** A pipeline that swaps nothing and notes what is asked of it. */
class FakePipeline {
  readonly provider = 'cpu';
  readonly rejectedProviders = [];
  readonly hasReference = true;
  readonly log: string[] = [];

  process(): Promise<unknown> {
    this.log.push('process');
    return Promise.resolve({
      faces: 1,
      swapped: 1,
      exposed: 0,
      rectangles: [],
      times: { detect: 0, track: 0, swap: 0 },
    });
  }

  close(): Promise<void> {
    this.log.push('close');
    return Promise.resolve();
  }
}

async function openHandlers() {
  const pipeline = new FakePipeline();
  const records: LiveFrameRecord[] = [];
  const handlers = new VideoRequestHandlers(
    (_event, record) => {
      records.push(record);
    },
    () => Promise.resolve(pipeline as unknown as VideoPipeline),
  );
  await handlers.open(OPTIONS);
  return { handlers, pipeline, records };
}

/** Starts a live run and gives the far ends of its exchanges. */
async function startLive(handlers: VideoRequestHandlers) {
  const captured = createExchange(SIZE.width * SIZE.height * 4);
  const published = createExchange(SIZE.width * SIZE.height * 4);
  await handlers.startLive({
    captured,
    capturedFormat: { ...SIZE, pixelFormat: 'rgba', matrix: 'bt601', range: 'limited' },
    published,
    output: { ...SIZE, pixelFormat: 'i420', fps: 30 },
    isMirrored: false,
    isSwapping: true,
    tuning: { maxFps: 30, longestSide: 64 },
  });
  const writer = new ExchangeWriter(captured);
  const capture = async (): Promise<void> => {
    writer.slot.bytes = writer.slot.pixels.length;
    writer.slot.captureTimeMs += 1000;
    writer.publish();
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  return { capture, reader: new ExchangeReader(published) };
}

describe('live requests', () => {
  it('lets pictures flow from the start to the stop', async () => {
    const { handlers, records } = await openHandlers();
    const { capture, reader } = await startLive(handlers);

    await capture();
    expect(reader.take()).toBeDefined();
    await handlers.stopLive();
    await capture();

    expect(reader.take()).toBeUndefined();
    expect(records).toHaveLength(1);
  });

  it('ends the run before when another is started', async () => {
    const { handlers, records } = await openHandlers();
    const first = await startLive(handlers);
    const second = await startLive(handlers);

    await first.capture();
    await second.capture();

    expect(first.reader.isFresh).toBe(false);
    expect(second.reader.isFresh).toBe(true);
    expect(records).toHaveLength(1);
    await handlers.close();
  });

  it('ends the run before it closes the networks', async () => {
    const { handlers, pipeline } = await openHandlers();
    const { capture } = await startLive(handlers);
    await capture();

    await handlers.close();
    await capture();

    expect(pipeline.log).toEqual(['process', 'close']);
  });

  it('refuses to run before it is opened', async () => {
    const handlers = new VideoRequestHandlers(() => undefined);
    await expect(startLive(handlers)).rejects.toMatchObject({ code: 'internal' });
  });

  it('has nothing to tune or stop when nothing runs', async () => {
    const { handlers } = await openHandlers();
    await expect(handlers.tuneLive({ maxFps: 15 })).resolves.toBeUndefined();
    await expect(handlers.stopLive()).resolves.toBeUndefined();
  });
});

describe('even rectangle', () => {
  it.each([
    { given: [4, 6, 10, 8], wanted: [4, 6, 10, 8], of: [64, 48] },
    { given: [5, 7, 10, 8], wanted: [4, 6, 12, 10], of: [64, 48] },
    { given: [0, 0, 1, 1], wanted: [0, 0, 2, 2], of: [64, 48] },
    { given: [60, 40, 4, 8], wanted: [60, 40, 4, 8], of: [64, 48] },
    { given: [61, 45, 2, 2], wanted: [60, 44, 3, 3], of: [63, 47] },
  ])('around $given in $of is $wanted', ({ given, wanted, of }) => {
    const [x, y, width, height] = given;

    const even = evenRectangle({ x, y, width, height }, of[0], of[1]);

    expect([even.x, even.y, even.width, even.height]).toEqual(wanted);
  });
});
