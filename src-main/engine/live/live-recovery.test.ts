import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { FakeSession } from '../../../test-support/live/fake-session.ts';
import { failure } from '../../../test-support/live/fake-workers.ts';

const VIDEO = { kind: 'video', path: 'talk.mp4' } as const;

describe('the video worker', () => {
  it('is replaced when it dies, with the same references and fresh exchanges', async () => {
    const fake = await new FakeSession().goLive();
    const [before] = fake.videos;

    before.die();
    expect(fake.session.state).toBe('recovering');
    await fake.untilReplaced();
    fake.flow();

    expect(fake.states).toEqual(['preparing', 'live', 'recovering', 'live']);
    expect(fake.video.references).toEqual(before.references);
    expect(fake.video.loop?.captured.memory).not.toBe(before.loop?.captured.memory);
    expect(fake.session.report().recoveries.worker).toBe(1);
    expect(fake.notices).toEqual(['worker-failed', 'video-worker-back']);
  });

  it('is given up when it dies again and again', async () => {
    const fake = await new FakeSession().goLive();

    for (let deaths = 1; deaths <= 5; deaths++) {
      fake.video.die();
      if (deaths < 5) await fake.untilReplaced(deaths);
      fake.flow();
    }
    await vi.waitUntil(() => fake.session.state === 'failed', { timeout: 3000 });

    expect(fake.session.failure).toMatchObject({ code: 'worker-failed' });
    expect(fake.stream.isTerminated).toBe(true);
  });

  it('is given up when its models have gone', async () => {
    const fake = await new FakeSession().goLive();
    fake.prepare.video = ({ refusals }) => refusals.set('open', failure('model-missing'));

    fake.video.die();
    await vi.waitUntil(() => fake.session.state === 'failed', { timeout: 3000 });

    expect(fake.session.failure).toMatchObject({ code: 'model-missing' });
  });

  it('is replaced when it hangs', async () => {
    const fake = await new FakeSession().goLive();
    const [before] = fake.videos;

    for (let second = 1; second <= 11; second++) fake.stream.tick({ kind: 'held' }, second * 1000);

    await fake.untilReplaced();
    expect(before.isTerminated).toBe(true);
  });

  it('is not taken for hanging while it looks at another reference', async () => {
    const fake = await new FakeSession().goLive();
    fake.video.hanging.add('setReferences');
    const set = fake.session.setReferences(['you.png']);
    await vi.waitUntil(() => fake.video.asked.filter((name) => name === 'setReferences')[1]);

    for (let second = 1; second <= 11; second++) fake.stream.tick({ kind: 'held' }, second * 1000);

    expect(fake.videos).toHaveLength(1);
    fake.video.die();
    await expect(set).rejects.toMatchObject({ code: 'worker-failed' });
  });
});

describe('the camera', () => {
  it('is opened again for ever, and at once when something is plugged in', async () => {
    const fake = await new FakeSession().goLive();
    fake.stream.refusals.set('openSource', failure('camera-missing'));

    fake.stream.loseSource(failure('camera-lost'));
    await vi.waitUntil(
      () => fake.stream.asked.filter((name) => name === 'openSource').length === 3,
      {
        timeout: 3000,
      },
    );
    fake.stream.refusals.clear();
    fake.changeDevices();
    await vi.waitUntil(() => fake.stream.asked.at(-1) === 'connect');
    await setImmediate();
    fake.flow();

    expect(fake.states).toEqual(['preparing', 'live', 'recovering', 'live']);
    // Each told once, however many attempts there were.
    expect(fake.notices).toEqual(['camera-lost', 'camera-missing', 'camera-back']);
    expect(fake.session.report().recoveries.camera).toBe(1);
    expect(fake.watchers).toBe(0);
  });

  it('is opened where it is plugged in now', async () => {
    const at = (path: string) =>
      ({ kind: 'camera', id: 'usb-1', name: 'Webcam', path, wish: {} }) as never;
    const fake = new FakeSession(
      { camera: at('/dev/video0') },
      { locateCamera: () => Promise.resolve(at('/dev/video2')) },
    );
    await fake.goLive();

    fake.stream.loseSource(failure('camera-lost'));
    await vi.waitUntil(() => fake.watchers === 1);
    fake.changeDevices();

    await vi.waitUntil(() => fake.stream.asked.filter((name) => name === 'connect').length === 2);
    expect(fake.stream.inputs.openSource).toEqual(at('/dev/video2'));
  });

  it('is opened again when it stalls without a word', async () => {
    const fake = await new FakeSession().goLive();
    fake.stream.tick({ captured: 40 });
    fake.stream.tick({ captured: 41 }, 10);

    fake.stream.tick({ captured: 41, kind: 'blurred' }, 900);
    expect(fake.session.state).toBe('live');
    fake.stream.tick({ captured: 41, kind: 'placeholder' }, 1020);

    expect(fake.session.state).toBe('recovering');
    expect(fake.notices).toEqual(['camera-lost']);
    await vi.waitUntil(() => fake.stream.asked.filter((name) => name === 'openSource')[1]);
  });

  it('may be exchanged', async () => {
    const fake = await new FakeSession().goLive();

    await fake.session.setCamera(VIDEO);

    expect(fake.stream.asked.slice(3)).toEqual(['openSource', 'connect']);
    expect(fake.stream.inputs.openSource).toEqual(VIDEO);
    expect(fake.video.asked.filter((name) => name === 'startLive')).toHaveLength(2);
  });

  it('stays when another is refused', async () => {
    const fake = await new FakeSession().goLive();
    const before = fake.stream.inputs.openSource;
    fake.stream.refusalsOnce.set('openSource', failure('camera-in-use'));

    await expect(fake.session.setCamera(VIDEO)).rejects.toMatchObject({ code: 'camera-in-use' });

    expect(fake.stream.inputs.openSource).toEqual(before);
    expect(fake.stream.asked.at(-1)).toBe('connect');
  });

  it('of a lower rate gets a ladder of its own', async () => {
    const fake = await new FakeSession().goLive();
    fake.stream.source = {
      name: 'Slow',
      format: { ...fake.stream.source.format, fps: 15 },
      notices: [],
    };

    await fake.session.setCamera(VIDEO);

    expect(fake.video.settings).toMatchObject({ maxFps: 15 });
    expect(fake.video.loop?.tuning.maxFps).toBe(15);
  });
});

describe('the sinks', () => {
  it('lose the virtual camera and get it back while pictures flow', async () => {
    const fake = await new FakeSession().goLive();

    fake.stream.loseSink('virtual-camera', failure('virtual-camera-lost'));
    fake.flow();
    expect(fake.session.state).toBe('recovering');
    await vi.waitUntil(() => fake.watchers === 1);
    fake.changeDevices();
    await vi.waitUntil(() => fake.session.state === 'live');

    expect(fake.stream.asked.at(-1)).toBe('reopenVirtualCamera');
    expect(fake.notices).toEqual(['virtual-camera-lost', 'virtual-camera-back']);
    expect(fake.session.report().recoveries.virtualCamera).toBe(1);
  });

  it('lose the recording with a notice, and everything else goes on', async () => {
    const fake = await new FakeSession().goLive();

    fake.stream.loseSink('record', failure('disk-full'));
    fake.flow();

    expect(fake.notices).toEqual(['disk-full']);
    expect(fake.session.state).toBe('live');
  });
});

describe('the stream worker', () => {
  it('is replaced when it dies: the panic stays, the recording does not', async () => {
    const record = { path: 'out.mkv', inputs: [] };
    const fake = new FakeSession({ sinks: { virtualCamera: 'Mirage Camera', record } });
    await fake.goLive();
    await fake.session.setPanic(true);

    fake.stream.die();
    await vi.waitUntil(() => fake.streams.length === 2 && fake.stream.asked.includes('connect'));
    await setImmediate();
    fake.flow();

    expect(fake.stream.asked).toEqual(['openSinks', 'setPanic', 'openSource', 'connect']);
    expect(fake.stream.inputs.setPanic).toBe(true);
    expect(fake.stream.inputs.openSinks?.sinks.record).toBeUndefined();
    expect(fake.videos).toHaveLength(1);
    expect(fake.states).toEqual(['preparing', 'live', 'recovering', 'live']);
    expect(fake.notices).toEqual(['worker-failed', 'recording-lost', 'stream-worker-back']);
  });

  it('is replaced though the camera cannot be opened any more', async () => {
    const fake = await new FakeSession().goLive();
    fake.prepare.stream = ({ refusalsOnce }) =>
      refusalsOnce.set('openSource', failure('camera-missing'));

    fake.stream.die();
    await vi.waitUntil(() => fake.watchers === 1);
    fake.changeDevices();
    await vi.waitUntil(() => fake.stream.asked.includes('connect'));
    await setImmediate();
    fake.flow();

    expect(fake.streams).toHaveLength(2);
    expect(fake.session.state).toBe('live');
  });
});
