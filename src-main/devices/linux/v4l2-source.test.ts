import { describe, expect, it } from 'vitest';
import type { V4l2Description } from '../../base/v4l2-addon.ts';
import type { MirageError } from '../../contract/error.ts';
import { describedAs, FakeCapture, mode, v4l2Error } from './fake-v4l2.fixture.ts';
import { V4l2Source, type V4l2SourceMachine } from './v4l2-source.ts';

const CHOICE = { id: 'usb-webcam', name: 'HD Webcam', wish: { width: 640, height: 480, fps: 30 } };

/** A machine with one camera, and what was opened on it. */
function machineWith(
  description: V4l2Description = describedAs({ modes: [mode('yuyv', 640, 480, 30)] }),
  refusal?: Error,
): V4l2SourceMachine & { captures: FakeCapture[]; paths: string[] } {
  const captures: FakeCapture[] = [];
  const paths: string[] = [];
  class Capture extends FakeCapture {
    constructor(...wish: ConstructorParameters<typeof FakeCapture>) {
      super(...wish);
      if (refusal !== undefined) throw refusal;
      paths.push(wish[0]);
      captures.push(this);
    }
  }
  return {
    captures,
    paths,
    v4l2: () => ({ describe: () => description, Capture }),
    locate: (id) => Promise.resolve(id === CHOICE.id ? '/dev/video0' : undefined),
    findHolders: () => Promise.resolve(['cheese']),
  };
}

/** A source that was opened and started, with what it delivered. */
async function startedSource(): Promise<{
  source: V4l2Source;
  capture: FakeCapture;
  delivered: [bytes: number, captureTimeMs: number][];
  failures: MirageError[];
  target: Uint8Array;
}> {
  const machine = machineWith();
  const source = new V4l2Source(CHOICE, machine);
  await source.open();
  const delivered: [number, number][] = [];
  const failures: MirageError[] = [];
  const target = new Uint8Array(640 * 480 * 2);
  source.start({
    target,
    deliver: (...picture) => delivered.push(picture),
    fail: (error) => failures.push(error),
  });
  return { source, capture: machine.captures[0], delivered, failures, target };
}

describe('a camera on Linux', () => {
  it('promises what its driver settled on', async () => {
    const source = new V4l2Source(CHOICE, machineWith());

    expect(await source.open()).toEqual({
      pixelFormat: 'yuyv',
      width: 640,
      height: 480,
      fps: 30,
      matrix: 'bt601',
      range: 'limited',
    });
  });

  it('delivers each picture with the time it was captured', async () => {
    const { capture, delivered, target } = await startedSource();

    capture.next = Uint8Array.of(1, 2, 3);
    capture.captureTimeMs = 17;
    capture.tell();

    expect(delivered).toEqual([[3, 17]]);
    expect(target.subarray(0, 3)).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('delivers nothing for a picture that came incomplete', async () => {
    const { capture, delivered } = await startedSource();

    capture.tell();

    expect(delivered).toEqual([]);
  });

  it.each(['told by the event loop', 'met when a picture is taken'])(
    'is lost once and closed when it is unplugged, %s',
    async (way) => {
      const { capture, failures } = await startedSource();

      const unplugged = v4l2Error('DQBUF', 'ENODEV');
      capture.next = unplugged;
      capture.tell(way === 'told by the event loop' ? unplugged : undefined);

      expect(failures.map(({ code, cause }) => ({ code, cause }))).toEqual([
        { code: 'camera-lost', cause: unplugged },
      ]);
      expect(capture.isOpen).toBe(false);
    },
  );

  it('is looked for anew each time, and opened again after it was stopped', async () => {
    const machine = machineWith();
    let path = '/dev/video0';
    const source = new V4l2Source(CHOICE, { ...machine, locate: () => Promise.resolve(path) });

    await source.open();
    await source.stop();
    await source.stop();
    path = '/dev/video2';
    await source.open();

    expect(machine.paths).toEqual(['/dev/video0', '/dev/video2']);
    expect(machine.captures.map(({ isOpen }) => isOpen)).toEqual([false, true]);
  });

  it('is missing when it is not attached', async () => {
    const source = new V4l2Source({ ...CHOICE, id: 'another' }, machineWith());

    await expect(source.open()).rejects.toMatchObject({
      code: 'camera-missing',
      message: 'HD Webcam is not attached.',
    });
  });

  it.each([
    ['open', 'ENOENT', 'camera-missing', 'HD Webcam is not attached.'],
    ['open', 'ENODEV', 'camera-missing', 'HD Webcam is not attached.'],
    ['open', 'EACCES', 'camera-not-permitted', 'You may not open HD Webcam.'],
    ['S_FMT', 'EBUSY', 'camera-in-use', 'HD Webcam is being used by cheese.'],
    ['format', 'EINVAL', 'camera-format-unsupported', /no pictures that Mirage reads/],
    ['STREAMON', 'ENOSPC', 'camera-format-unsupported', /USB bus has no room/],
    ['STREAMON', 'EIO', 'camera-lost', 'HD Webcam stopped giving pictures.'],
  ] as const)('refused at %s with %s is told as %s', async (step, code, expected, message) => {
    const refusal = v4l2Error(step, code);
    const source = new V4l2Source(CHOICE, machineWith(undefined, refusal));

    await expect(source.open()).rejects.toMatchObject({
      code: expected,
      message: expect.stringMatching(message) as unknown,
      hint: expect.any(String) as unknown,
      cause: refusal,
    });
  });

  it('whose formats are all unknown says which they are', async () => {
    const machine = machineWith(describedAs({ fourccs: ['H264', 'UYVY'] }));

    await expect(new V4l2Source(CHOICE, machine).open()).rejects.toMatchObject({
      code: 'camera-format-unsupported',
      message: 'HD Webcam gives no pictures that Mirage reads, only H264, UYVY.',
    });
  });

  it('made by software says when nothing feeds it', async () => {
    const machine = machineWith(describedAs({ canCapture: false, canOutput: true }));

    await expect(new V4l2Source(CHOICE, machine).open()).rejects.toMatchObject({
      code: 'camera-missing',
      message: 'No program sends pictures to HD Webcam.',
    });
  });
});
