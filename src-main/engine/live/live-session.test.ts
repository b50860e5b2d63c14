import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FakeSession } from '../../../test-support/live/fake-session.ts';
import { failure } from '../../../test-support/live/fake-workers.ts';
import { DEFAULT_SWAP_SETTINGS } from '../../contract/swap-settings.ts';
import { liveMetricsSchema, liveReportSchema } from '../../contract/live-metrics.ts';

describe('the start of a live session', () => {
  it('opens the sinks first, loads the networks beside, and is live with the first picture', async () => {
    const fake = new FakeSession();

    await fake.session.start();
    expect(fake.stream.asked).toEqual(['openSinks', 'openSource', 'connect']);
    expect(fake.video.asked).toEqual(['open', 'setReferences', 'startLive']);
    expect(fake.states).toEqual(['preparing']);
    fake.stream.tick({ kind: 'placeholder' });
    expect(fake.states).toEqual(['preparing']);
    fake.flow();

    expect(fake.states).toEqual(['preparing', 'live']);
  });

  it('gives the video worker the exchanges, the layouts and the full rung', async () => {
    const { video, session } = await new FakeSession({ isMirrored: true }).goLive();

    expect(video.loop).toMatchObject({
      capturedFormat: { pixelFormat: 'i420', width: 64, height: 36 },
      output: { pixelFormat: 'i420', fps: 30 },
      isMirrored: true,
      isSwapping: true,
      tuning: { maxFps: 30, longestSide: Infinity },
    });
    expect(session.snapshot().rung).toMatchObject({ index: 0, name: 'full' });
  });

  it.each([
    { worker: 'stream', request: 'openSinks', code: 'virtual-camera-missing' },
    { worker: 'stream', request: 'openSource', code: 'camera-in-use' },
    { worker: 'video', request: 'open', code: 'model-missing' },
    { worker: 'video', request: 'setReferences', code: 'no-face' },
    { worker: 'video', request: 'startLive', code: 'camera-format-unsupported' },
  ] as const)('throws $code and leaves nothing open', async ({ worker, request, code }) => {
    const fake = new FakeSession();
    fake.prepare[worker] = ({ refusals }) => refusals.set(request, failure(code));

    await expect(fake.session.start()).rejects.toMatchObject({ code });

    expect(fake.session.state).toBe('failed');
    expect(fake.session.failure).toMatchObject({ code });
    expect(fake.stream.isTerminated && fake.video.isTerminated).toBe(true);
    expect(fake.stream.asked.at(-1)).toBe('close');
  });

  it('throws what a reference picture is refused with', async () => {
    const fake = new FakeSession(
      {},
      { loadReference: () => Promise.reject(failure('input-unreadable')) },
    );

    await expect(fake.session.start()).rejects.toMatchObject({ code: 'input-unreadable' });
    expect(fake.video.isTerminated).toBe(true);
  });

  it('is refused without a face to show', () => {
    expect(() => new FakeSession({ references: [] })).toThrow(
      expect.objectContaining({ code: 'usage' }) as Error,
    );
    expect(() => new FakeSession({ references: [], isSwapping: false })).not.toThrow();
  });

  it('is refused with a swap through which the own face would show', () => {
    const thin = { ...DEFAULT_SWAP_SETTINGS, opacity: 0.89 };

    expect(() => new FakeSession({ settings: thin })).toThrow(
      expect.objectContaining({ code: 'usage' }) as Error,
    );
    expect(() => new FakeSession({ settings: thin, isSwapping: false })).not.toThrow();
  });
});

describe('the end of a live session', () => {
  it('closes everything, once', async () => {
    const fake = await new FakeSession().goLive();

    await Promise.all([fake.session.stop(), fake.session.stop()]);

    expect(fake.states).toEqual(['preparing', 'live', 'stopped']);
    expect(fake.stream.asked.filter((name) => name === 'close')).toHaveLength(1);
    expect(fake.video.asked.at(-1)).toBe('close');
    expect(fake.stream.isTerminated).toBe(true);
  });

  it.each([
    { worker: 'stream', request: 'openSource' },
    { worker: 'video', request: 'open' },
  ] as const)('may come while $request is awaited', async ({ worker, request }) => {
    const fake = new FakeSession();
    fake.prepare[worker] = ({ hanging }) => hanging.add(request);
    const refused = expect(fake.session.start()).rejects.toMatchObject({ code: 'interrupted' });
    await vi.waitUntil(() => fake.streams.length === 1 && fake[worker].asked.includes(request));

    onTestFinished(() => void vi.useRealTimers());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const stopped = fake.session.stop();
    // No longer is a driver or a network waited for that never answers.
    await vi.advanceTimersByTimeAsync(20_000);
    vi.useRealTimers();
    await stopped;

    await refused;
    expect(fake.session.state).toBe('stopped');
    expect(fake.session.failure).toBeUndefined();
    expect(fake.stream.isTerminated && fake.video.isTerminated).toBe(true);
  });

  it('may come before the start', async () => {
    const fake = new FakeSession();

    await fake.session.stop();

    expect(fake.session.state).toBe('stopped');
    expect(fake.streams).toHaveLength(0);
  });

  it('may come while a camera is waited for, and no attempt follows', async () => {
    const fake = await new FakeSession().goLive();
    fake.stream.loseSource(failure('camera-lost'));
    await vi.waitUntil(() => fake.watchers === 1);

    await fake.session.stop();

    expect(fake.watchers).toBe(0);
    expect(fake.stream.asked.filter((name) => name === 'openSource')).toHaveLength(1);
  });

  it('tells when the recording could not be completed', async () => {
    const fake = await new FakeSession().goLive();
    fake.stream.refusals.set('close', failure('disk-full'));

    await fake.session.stop();

    expect(fake.notices).toEqual(['disk-full']);
    expect(fake.stream.isTerminated).toBe(true);
  });
});

describe('while a session runs', () => {
  it('another reference is set, and a new worker gets it too', async () => {
    const fake = await new FakeSession().goLive();

    await fake.session.setReferences(['somebody.png']);
    expect(fake.video.references.map(({ width }) => width)).toEqual(['somebody.png'.length]);
    expect(fake.stream.asked.at(-1)).toBe('setSwapping');
    const [before] = fake.videos;
    before.die();
    await fake.untilReplaced();

    expect(fake.video.references).toEqual(before.references);
  });

  it('a reference without a face is refused, and the one before stays', async () => {
    const fake = await new FakeSession().goLive();
    const [before] = fake.videos;
    const { references } = before;
    before.refusals.set('setReferences', failure('no-face'));

    await expect(fake.session.setReferences(['wall.png'])).rejects.toMatchObject({
      code: 'no-face',
    });
    expect(fake.session.state).toBe('live');
    before.die();
    await fake.untilReplaced();

    expect(fake.video.references).toEqual(references);
  });

  it('panic does not wait for its turn', async () => {
    const fake = await new FakeSession().goLive();
    fake.video.hanging.add('setReferences');
    const set = fake.session.setReferences(['you.png']);
    await setImmediate();

    await fake.session.setPanic(true);

    expect(fake.stream.inputs.setPanic).toBe(true);
    fake.video.die();
    await expect(set).rejects.toMatchObject({ code: 'worker-failed' });
  });

  it('panic may come before anything is open', async () => {
    const fake = new FakeSession();
    const started = fake.session.start();
    await fake.session.setPanic(true);
    await started;

    expect(fake.stream.asked.slice(0, 2)).toEqual(['openSinks', 'setPanic']);
  });

  it('settings are changed and kept for a new worker', async () => {
    const fake = await new FakeSession().goLive();

    await fake.session.configure({ feather: 0.5 });
    await fake.session.configure({ maxFaces: 3 });
    const [before] = fake.videos;
    expect(before.settings).toMatchObject({ maxFaces: 3, settings: { feather: 0.5 } });
    before.die();
    await fake.untilReplaced();

    expect(fake.video.settings).toMatchObject({ maxFaces: 3, settings: { feather: 0.5 } });
  });

  it('swapping is switched on only when there is a face to show', async () => {
    const fake = new FakeSession({ references: [], isSwapping: false });
    await fake.goLive();
    expect(fake.video.loop?.isSwapping).toBe(false);

    await expect(fake.session.setSwapping(true)).rejects.toMatchObject({ code: 'usage' });
    await fake.session.setReferences(['me.png']);
    await fake.session.setSwapping(true);

    expect(fake.stream.inputs.setSwapping).toBe(true);
    expect(fake.video.loop?.isSwapping).toBe(true);
  });

  it('work is turned down under load, and stays so in a new worker', async () => {
    const fake = await new FakeSession().goLive();

    for (let n = 0; n < 12 * 4; n++) fake.video.process(80);

    expect(fake.session.state).toBe('degraded');
    expect(fake.video.settings).toMatchObject({
      ...{ detectEvery: 10, masksOccluders: false, maxFps: 20, longestSide: Infinity },
    });
    expect(fake.session.report().rungChanges.map(({ to }) => to)).toEqual([
      ...['detector less often', 'lighter masks', '24 fps', '20 fps'],
    ]);
    const [before] = fake.videos;
    before.die();
    await fake.untilReplaced();
    fake.flow();

    expect(fake.video.settings).toMatchObject({ detectEvery: 10, masksOccluders: false });
    expect(fake.video.loop?.tuning).toEqual({ maxFps: 20, longestSide: Infinity });
    expect(fake.session.state).toBe('degraded');
  });

  it('no networks are loaded until a face is to be replaced', async () => {
    const fake = await new FakeSession({ isSwapping: false, references: [] }).goLive();
    expect(fake.video.asked).toEqual(['startLive']);
    expect(fake.session.report().provider).toBe('none');

    await fake.session.setReferences(['me.jpg']);
    await fake.session.setSwapping(true);

    expect(fake.video.asked).toEqual(['startLive', 'open', 'setReferences', 'startLive']);
    expect(fake.session.report().provider).toBe('cpu');
  });

  it('nothing is turned down while no face is replaced', async () => {
    const fake = await new FakeSession({ isSwapping: false }).goLive();

    for (let n = 0; n < 12 * 4; n++) fake.video.process(80, { kind: 'clear' });

    expect(fake.session.report().rungChanges).toEqual([]);
  });

  it('commands are refused before the start and after the end', async () => {
    const fake = new FakeSession();
    await expect(fake.session.configure({ opacity: 1 })).rejects.toMatchObject({ code: 'usage' });

    await fake.goLive();
    await fake.session.stop();

    await expect(fake.session.setReferences(['me.png'])).rejects.toMatchObject({ code: 'usage' });
    await fake.session.setPanic(true);
  });

  it('its figures are of the shape the contract declares', async () => {
    const fake = await new FakeSession().goLive();

    expect(() => liveMetricsSchema.parse(fake.session.snapshot())).not.toThrow();
    expect(liveReportSchema.parse(fake.session.report())).toMatchObject({
      camera: 'Webcam',
      virtualCamera: 'Mirage Camera',
      frames: { swapped: 1, published: 1 },
      provider: 'cpu',
    });
  });
});
