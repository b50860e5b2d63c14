import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nativeAddon } from '../../base/addon.ts';
import { findResource } from '../../base/resource.ts';
import { DEFAULT_SWAP_SETTINGS } from '../../contract/swap-settings.ts';
import { astronaut, compose } from '../faces/pictures.fixture.ts';
import { createFrame, type Frame } from '../frame.ts';
import { createExchange, ExchangeReader, ExchangeWriter } from '../live/frame-exchange.ts';
import { kindOf, VEIL } from '../live/published-kind.ts';
import type { LiveFrameRecord, LiveLoopOptions, YuvPicture } from './protocol.ts';
import { VideoWorker } from './video-worker.ts';

const WIDTH = 640;
const HEIGHT = 360;

/** The portrait's face at about 180 pixels. */
async function sceneWithFace(): Promise<Frame> {
  const placement = { x: WIDTH / 2 + 50, y: HEIGHT / 2 + 200, scale: 1.65 };
  return compose(WIDTH, HEIGHT, [{ picture: await astronaut(), placement }]);
}

function asYuv({ pixels, width, height }: Frame, timeMs = 0): YuvPicture {
  const yuv = new Uint8Array((width * height * 3) / 2);
  const all = { x: 0, y: 0, width, height };
  nativeAddon().i420FromRgba(pixels, width, height, 'bt601', 'limited', all, yuv);
  return { buffer: yuv.buffer, width, height, timeMs, matrix: 'bt601', range: 'limited' };
}

/** Shows a live run pictures, one every 40 ms of their own clock. */
function liveExchanges() {
  const captured = createExchange(WIDTH * HEIGHT * 4);
  const published = createExchange((WIDTH * HEIGHT * 3) / 2);
  const writer = new ExchangeWriter(captured);
  const options: LiveLoopOptions = {
    captured,
    published,
    capturedFormat: {
      pixelFormat: 'rgba',
      width: WIDTH,
      height: HEIGHT,
      matrix: 'bt601',
      range: 'limited',
    },
    output: { pixelFormat: 'i420', width: WIDTH, height: HEIGHT, fps: 25 },
    isMirrored: false,
    isSwapping: true,
    tuning: { maxFps: 60, longestSide: WIDTH },
  };
  let timeMs = 0;
  const capture = ({ pixels }: Frame): void => {
    timeMs += 40;
    writer.slot.pixels.set(pixels);
    writer.slot.bytes = pixels.length;
    writer.slot.captureTimeMs = timeMs;
    writer.publish();
  };
  return { options, capture, published: new ExchangeReader(published) };
}

describe('video worker', () => {
  let worker: VideoWorker;
  let records: LiveFrameRecord[];
  /** Called with each record. */
  let onRecord: () => void;

  beforeEach(() => {
    records = [];
    onRecord = () => undefined;
    const entry = findResource('out/main/video.worker.mjs');
    if (entry === undefined) throw new Error('The worker is not built; run: npm run build');
    worker = new VideoWorker({
      entry,
      onLiveFrame: (record) => {
        records.push(record);
        onRecord();
      },
    });
  });

  afterEach(async () => {
    await worker.close();
  });

  async function openWithReference(): Promise<void> {
    await worker.open({
      maxFaces: 1,
      detectEvery: 5,
      settings: { ...DEFAULT_SWAP_SETTINGS, eyes: 'reference' },
      measureIdentityEvery: 1,
      masksOccluders: true,
    });
    const [report] = await worker.setReferences([await astronaut()]);
    expect(report.face.size).toBeGreaterThan(90);
  }

  it('says which provider runs the networks', async () => {
    const opened = await worker.open({
      maxFaces: 1,
      detectEvery: 5,
      settings: DEFAULT_SWAP_SETTINGS,
      measureIdentityEvery: 0,
      masksOccluders: true,
    });

    expect(opened).toEqual({ provider: 'cpu', rejectedProviders: [] });
  });

  it('swaps a frame in its own buffer and leaves every byte away from the face as it was', async () => {
    await openWithReference();
    const picture = asYuv(await sceneWithFace());
    const before = new Uint8Array(picture.buffer.slice(0));

    const result = await worker.processYuv(picture);

    const after = new Uint8Array(result.buffer);
    expect(picture.buffer.byteLength).toBe(0);
    expect(result).toMatchObject({ faces: 1, swapped: 1 });
    expect(result.identity?.toReference).toBeGreaterThan(0.5);
    const changed = changedLuma(before, after);
    expect(changed.count).toBeGreaterThan(5_000);
    // The face is centred where the scene put it; nothing beyond its size around it was touched.
    expect(changed.left).toBeGreaterThan(WIDTH / 2 - 150);
    expect(changed.right).toBeLessThan(WIDTH / 2 + 150);
  });

  it('lets the control thread run on while it computes', async () => {
    await openWithReference();
    const scene = await sceneWithFace();
    let turns = 0;
    let isDone = false;
    const turn = (): void => {
      turns++;
      if (!isDone) setImmediate(turn);
    };

    setImmediate(turn);
    const answers = [0, 1, 2, 3].map((n) => worker.processYuv(asYuv(scene, n * 40)));
    const turnsWhenSent = turns;
    await Promise.all(answers);
    isDone = true;

    // Blocked for the length of each run, the loop would have turned once per answer.
    expect(turns - turnsWhenSent).toBeGreaterThan(100);
  });

  it('reports what it refuses as the error it was', async () => {
    await worker.open({
      maxFaces: 1,
      detectEvery: 5,
      settings: DEFAULT_SWAP_SETTINGS,
      measureIdentityEvery: 0,
      masksOccluders: true,
    });

    await expect(worker.analyse(createFrame(64, 64))).rejects.toMatchObject({
      name: 'MirageError',
      code: 'no-face',
    });
    await expect(worker.setReferences([])).rejects.toMatchObject({ code: 'usage' });
    await expect(worker.processYuv(asYuv(createFrame(64, 64)))).rejects.toMatchObject({
      code: 'usage',
    });
  });

  it('swaps live, and takes another reference between two pictures', async () => {
    await openWithReference();
    const scene = await sceneWithFace();
    const { options, capture, published } = liveExchanges();
    await worker.startLive(options);
    // The next picture comes when one is done, as from a camera that is no faster.
    onRecord = () => {
      if (records.length < 20) capture(scene);
    };
    capture(scene);

    const [report] = await worker.setReferences([await astronaut()]);
    const whenAnswered = records.length;
    while (records.length < 20) await new Promise((resolve) => setImmediate(resolve));
    await worker.stopLive();

    expect(report.face.size).toBeGreaterThan(90);
    expect(whenAnswered).toBeLessThan(20);
    expect(new Set(records.map(({ kind }) => kind))).toEqual(new Set(['swapped']));
    const slot = published.take()!;
    expect(kindOf(slot.kind)).toBe('swapped');
    const before = new Uint8Array(asYuv(scene).buffer);
    expect(changedLuma(before, slot.pixels).count).toBeGreaterThan(5_000);
  });

  it('shows a veil in place of the pictures that come before the reference', async () => {
    await worker.open({
      maxFaces: 1,
      detectEvery: 5,
      settings: DEFAULT_SWAP_SETTINGS,
      measureIdentityEvery: 0,
      masksOccluders: true,
    });
    const { options, capture, published } = liveExchanges();
    await worker.startLive(options);

    const told = new Promise<void>((resolve) => {
      onRecord = resolve;
    });
    capture(await sceneWithFace());
    await told;

    expect(records).toMatchObject([{ kind: 'withheld', withheld: 'no-reference' }]);
    expect(published.take()).toMatchObject({ bytes: VEIL.bytes });
  });

  it('ends in the midst of its work and takes nobody with it', async () => {
    await openWithReference();
    const scene = await sceneWithFace();
    const answers = [0, 1, 2, 3].map((n) => worker.processYuv(asYuv(scene, n * 40)));
    await answers[0];

    const ended = worker.end();

    const [, ...refused] = await Promise.allSettled(answers);
    for (const answer of refused) {
      expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'worker-failed' } });
    }
    await ended;
  });

  it('fails what waits and what comes after when its thread dies', async () => {
    const broken = new VideoWorker({
      entry: new URL('data:text/javascript,throw new Error("gone")'),
    });

    const waiting = broken.analyse(createFrame(8, 8));

    await expect(waiting).rejects.toMatchObject({ code: 'worker-failed' });
    await expect(broken.analyse(createFrame(8, 8))).rejects.toMatchObject({
      code: 'worker-failed',
    });
    await broken.close();
  });
});

/** How many luma bytes differ, and between which columns. */
function changedLuma(
  before: Uint8Array,
  after: Uint8Array,
): { count: number; left: number; right: number } {
  const changed = { count: 0, left: WIDTH, right: 0 };
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    if (before[i] === after[i]) continue;
    changed.count++;
    changed.left = Math.min(changed.left, i % WIDTH);
    changed.right = Math.max(changed.right, i % WIDTH);
  }
  return changed;
}
