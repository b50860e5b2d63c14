import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failureOf } from '../../../test-support/media/failure.ts';
import { MirageError } from '../../contract/error.ts';
import type { Emit } from '../../base/worker/serve-requests.ts';
import type { PublishRecord, SinkChoice, SourceChoice, StreamEvents } from './protocol.ts';
import { StreamRequestHandlers } from './requests.ts';
import {
  CAPTURED,
  FakeSink,
  FakeSource,
  FakeVideoWorker,
  greyPicture,
  PLACEHOLDER_LUMA,
  PUBLISHED,
} from './stream-devices.fixture.ts';

const TEST_SOURCE: SourceChoice = { kind: 'test', wish: { width: 16, height: 16, fps: 25 } };
const CAMERA_ONLY: SinkChoice = { virtualCamera: 'Mirage Camera', record: undefined };
const CAMERA_AND_FILE: SinkChoice = { ...CAMERA_ONLY, record: { path: 'call.mp4', inputs: [] } };

let source: FakeSource;
let camera: FakeSink;
let recording: FakeSink;
let handlers: StreamRequestHandlers;
let records: PublishRecord[];
let events: string[];

beforeEach(() => {
  // Ticks and the monotonic clock; what is awaited stays real.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  source = new FakeSource();
  camera = new FakeSink('Mirage Camera');
  recording = new FakeSink('call.mp4');
  records = [];
  events = [];
  const emit: Emit<StreamEvents> = (event, content) => {
    // The record is the same object each time; crossing to the other thread copies it.
    if (event === 'published') records.push({ ...(content as PublishRecord) });
    else events.push(event);
  };
  handlers = new StreamRequestHandlers(emit, {
    createSource: () => Promise.resolve(source),
    openVirtualCamera: () => Promise.resolve(camera),
    createRecording: () => recording,
  });
});

afterEach(async () => {
  await handlers.close();
  vi.useRealTimers();
});

function openSinks(sinks = CAMERA_ONLY, isSwapping = true): ReturnType<typeof handlers.openSinks> {
  const placeholder = greyPicture(PLACEHOLDER_LUMA);
  return handlers.openSinks({ format: PUBLISHED, sinks, placeholder, isSwapping });
}

/** Sinks, a source and a video worker, all connected. */
async function goLive(
  options: { isSwapping?: boolean; sinks?: SinkChoice } = {},
): Promise<FakeVideoWorker> {
  await openSinks(options.sinks, options.isSwapping);
  await handlers.openSource(TEST_SOURCE);
  return connect();
}

async function connect(): Promise<FakeVideoWorker> {
  const worker = new FakeVideoWorker(await handlers.connect());
  // What was being filled belongs to nobody.
  source.shoot(0);
  return worker;
}

/** Lets some ticks pass; the record of the last. */
async function ticks(count = 1): Promise<PublishRecord> {
  for (let tick = 0; tick < count; tick++) await vi.advanceTimersToNextTimerAsync();
  return records[records.length - 1];
}

describe('stream worker, publishing', () => {
  it('publishes the placeholder from the opening of the sinks on', async () => {
    const opened = await openSinks();
    await ticks(3);

    expect(opened).toEqual({ virtualCamera: 'Mirage Camera', notices: [] });
    expect(camera.lumas).toEqual([17, 17, 17]);
    expect(records.map((each) => each.kind)).toEqual(Array(3).fill('placeholder'));
  });

  it('carries a picture from the source through the video worker to the sinks', async () => {
    const worker = await goLive({ sinks: CAMERA_AND_FILE });
    source.shoot(60);
    const taken = worker.take();
    worker.publish('swapped', 200, taken && { sequence: 2, captureTimeMs: taken.captureTimeMs });

    const record = await ticks();

    expect(taken).toMatchObject({ luma: 60, sequence: 2, bytes: 384 });
    expect(camera.last).toBe(200);
    expect(recording.last).toBe(200);
    expect(record).toMatchObject({ kind: 'swapped', isNew: true, sequence: 2 });
    expect(record.captureTimeMs).toBe(taken?.captureTimeMs);
    expect(record.readyTimeMs).toBeGreaterThanOrEqual(record.captureTimeMs);
    expect(record.timeMs).toBeGreaterThanOrEqual(record.readyTimeMs);
  });

  it('records from the first picture that is shown, placeholders after it too', async () => {
    const worker = await goLive({ sinks: CAMERA_AND_FILE });
    await ticks(2);
    source.shoot(60);
    worker.process('swapped');
    await ticks();
    await handlers.setPanic(true);
    await ticks();

    expect(camera.lumas).toEqual([17, 17, 60, 17]);
    expect(recording.lumas).toEqual([60, 17]);
  });

  it('repeats a picture until the next is due and says so', async () => {
    const worker = await goLive();
    source.shoot(60);
    worker.process('swapped');

    await ticks(2);

    expect(records.slice(-2).map(({ kind, isNew, sequence }) => [kind, isNew, sequence])).toEqual([
      ['swapped', true, 2],
      ['swapped', false, 0],
    ]);
  });

  it('counts what was delivered and what nobody took', async () => {
    const worker = await goLive();
    source.shoot(1);
    source.shoot(2);
    source.shoot(3);
    worker.process('swapped');

    expect(await ticks()).toMatchObject({ captured: 4, dropped: 3 });
  });

  it('passes over what is no whole picture', async () => {
    const worker = await goLive();
    source.shoot(60);
    worker.process('swapped');
    await ticks();

    worker.publish('swapped', 99, { bytes: 10 });

    expect(await ticks()).toMatchObject({ kind: 'swapped', isNew: false });
    expect(camera.last).toBe(60);
  });
});

describe('stream worker, shielding', () => {
  it('shows a withheld picture as its veil, after the last good one was held', async () => {
    const worker = await goLive();
    source.shoot(60);
    worker.process('swapped');
    await ticks();

    const shownMs = records.at(-1)?.timeMs ?? NaN;

    for (let tick = 0; tick < 25; tick++) {
      source.shoot(180);
      worker.process('withheld');
      await ticks();
    }

    const blurred = records.findIndex((each) => each.kind === 'blurred');
    const heldMs = records[blurred].timeMs - shownMs;
    expect(heldMs).toBeGreaterThan(260);
    expect(heldMs).toBeLessThanOrEqual(300);
    expect(new Set(camera.lumas.slice(0, blurred))).toEqual(new Set([60]));
    // The veil is RGBA; as limited range its grey 180 is luma 16 + 180 · 219/255.
    expect(new Set(camera.lumas.slice(blurred))).toEqual(new Set([171]));
  });

  it('holds, blurs and gives up the last picture when the video worker says nothing more', async () => {
    const worker = await goLive();
    source.shoot(60);
    worker.process('swapped');

    await ticks(80);

    const kinds = records.map((each) => each.kind);
    const spans = kinds.filter((kind, at) => kind !== kinds[at - 1]);
    expect(spans).toEqual(['swapped', 'held', 'blurred', 'placeholder']);
    expect(camera.last).toBe(PLACEHOLDER_LUMA);
  });

  it('publishes no picture as it came once the swap is on', async () => {
    const worker = await goLive({ isSwapping: false });
    source.shoot(60);
    worker.process('clear');
    await ticks();
    source.shoot(61);
    expect(camera.last).toBe(60);

    await handlers.setSwapping(true);
    worker.process('clear');
    await ticks(3);
    source.shoot(62);
    worker.process('clear');
    await ticks(3);

    expect(camera.lumas.slice(-6)).toEqual(Array(6).fill(PLACEHOLDER_LUMA));
  });

  it('blanks the output with the next tick in a panic', async () => {
    const worker = await goLive();
    source.shoot(60);
    worker.process('swapped');
    await ticks();

    await handlers.setPanic(true);
    source.shoot(61);
    worker.process('swapped');
    await ticks();

    expect(camera.lumas.slice(-2)).toEqual([60, PLACEHOLDER_LUMA]);
  });

  it('never reads what a video worker that was replaced still writes', async () => {
    const first = await goLive();
    source.shoot(60);
    const taken = first.take();
    const second = await connect();
    first.publish('swapped', 66, taken && { sequence: 9, captureTimeMs: taken.captureTimeMs });
    await ticks();
    expect(camera.last).toBe(PLACEHOLDER_LUMA);

    await ticks();
    source.shoot(70);
    second.process('swapped');
    await ticks();

    expect(camera.last).toBe(70);
  });

  it('gives a new video worker no picture that was half filled when it came', async () => {
    await goLive();
    const begun = source.receiver?.target;
    begun?.fill(55, 0, 100);

    const worker = new FakeVideoWorker(await handlers.connect());
    begun?.fill(55);
    source.receiver?.deliver(384, 0);
    expect(worker.take()).toBeUndefined();

    source.shoot(56);
    expect(worker.take()?.luma).toBe(56);
  });
});

describe('stream worker, when the source', () => {
  it('fails: stops it, says so and goes on publishing', async () => {
    await goLive();

    source.fail();
    await ticks(2);

    expect(source).toMatchObject({ isOpen: false, stops: 1 });
    expect(events).toEqual(['sourceFailed']);
    expect(camera.last).toBe(PLACEHOLDER_LUMA);
  });

  it('is another: stops the one before and shows nothing more of it', async () => {
    const worker = await goLive({ isSwapping: false });
    const before = source;
    source.shoot(60);
    worker.process('clear');
    await ticks();
    source = new FakeSource();

    const opened = await handlers.openSource(TEST_SOURCE);
    before.shoot(61);
    before.fail();
    await ticks();

    expect(opened).toEqual({ name: 'A camera', format: CAPTURED, notices: [] });
    expect(before).toMatchObject({ isOpen: false, stops: 1 });
    expect(events).toEqual([]);
    expect(records.at(-1)).toMatchObject({ kind: 'placeholder', captured: 0 });
  });

  it('cannot be opened: refuses, and takes another one', async () => {
    await openSinks();
    source.refusal = new MirageError('camera-in-use', { message: 'It is in use.' });

    expect((await failureOf(handlers.openSource(TEST_SOURCE))).code).toBe('camera-in-use');
    source.refusal = undefined;
    expect((await handlers.openSource(TEST_SOURCE)).name).toBe('A camera');
  });
});

describe('stream worker, when a sink', () => {
  const LOST = new MirageError('virtual-camera-lost', { message: 'The device was removed.' });

  it('fails: closes it, says so, and the others go on', async () => {
    const worker = await goLive({ sinks: CAMERA_AND_FILE });
    source.shoot(60);
    worker.process('swapped');
    camera.writeFailure = LOST;

    await ticks(3);

    expect(events).toEqual(['sinkFailed']);
    expect(camera.isOpen).toBe(false);
    expect(recording.lumas).toEqual([60, 60, 60]);
  });

  it('was lost: opens it again', async () => {
    await openSinks();
    camera.writeFailure = LOST;
    await ticks();
    camera = new FakeSink('Mirage Camera');

    await handlers.reopenVirtualCamera();
    await ticks(2);

    expect(camera).toMatchObject({ isOpen: true, lumas: [17, 17] });
  });

  it('is a recording that cannot be opened: leaves no camera open', async () => {
    recording.refusal = new MirageError('disk-full', { message: 'No room.' });

    expect((await failureOf(openSinks(CAMERA_AND_FILE))).code).toBe('disk-full');
    expect(camera.isOpen).toBe(false);
    await ticks(2);
    expect(records).toEqual([]);
  });

  it('cannot be completed: says so and closes the rest', async () => {
    await goLive({ sinks: CAMERA_AND_FILE });
    recording.closeFailure = new MirageError('disk-full', { message: 'No room.' });

    await handlers.close();

    expect(events).toEqual(['sinkFailed']);
    expect([camera.isOpen, source.isOpen]).toEqual([false, false]);
  });
});

describe('stream worker, closing', () => {
  it('leaves the placeholder with readers of the camera and completes the recording', async () => {
    const worker = await goLive({ sinks: CAMERA_AND_FILE });
    source.shoot(60);
    worker.process('swapped');
    await ticks();
    recording.notices.push({ code: 'encoder-fallback', message: 'Another encoder.' });

    const { notices } = await handlers.close();

    expect(camera.lumas.slice(-3)).toEqual([60, 17, 17]);
    expect(recording.last).toBe(60);
    expect([camera.isOpen, recording.isOpen, source.isOpen]).toEqual([false, false, false]);
    expect(notices).toHaveLength(1);
  });

  it('ticks no more', async () => {
    await openSinks();
    await ticks();
    await handlers.close();

    await ticks(5);

    expect(records).toHaveLength(1);
  });

  it('is harmless a second time', async () => {
    await openSinks();
    await handlers.close();

    expect(await handlers.close()).toEqual({ notices: [] });
  });
});

describe('stream worker, asked in the wrong order', () => {
  it.each([
    { what: 'a source before the sinks', ask: () => handlers.openSource(TEST_SOURCE) },
    { what: 'a panic before the sinks', ask: async () => handlers.setPanic(true) },
    { what: 'the camera again before the sinks', ask: () => handlers.reopenVirtualCamera() },
    {
      what: 'a connection before the source',
      ask: async () => {
        await openSinks();
        await handlers.connect();
      },
    },
    {
      what: 'the sinks twice',
      ask: async () => {
        await openSinks();
        await openSinks();
      },
    },
  ])('refuses $what', async ({ ask }) => {
    expect((await failureOf(ask() as Promise<unknown>)).code).toBe('internal');
  });
});
