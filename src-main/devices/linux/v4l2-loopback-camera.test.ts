import { describe, expect, it } from 'vitest';
import { FakeOutput, v4l2Error } from './fake-v4l2.fixture.ts';
import { V4l2LoopbackCamera, type LoopbackMachine } from './v4l2-loopback-camera.ts';
import type { VideoDevice } from './video-devices.ts';

const FORMAT = { pixelFormat: 'i420', width: 8, height: 6, fps: 30 } as const;
const PICTURE = new Uint8Array(72).fill(9);

const device = (path: string, name: string, isVirtual = true): VideoDevice => ({
  path,
  name,
  isVirtual,
  canCapture: true,
  isPermitted: true,
});
const WEBCAM = device('/dev/video0', 'HD Webcam', false);
const OBS = device('/dev/video9', 'OBS Virtual Camera');
const MIRAGE = device('/dev/video10', 'Mirage Camera');

/** A machine with devices, and what was opened on it. */
function machineWith(
  devices: VideoDevice[],
  { refusal, holders = [] }: { refusal?: Error; holders?: string[] } = {},
): LoopbackMachine & { outputs: FakeOutput[] } {
  const outputs: FakeOutput[] = [];
  class Output extends FakeOutput {
    constructor(...opened: ConstructorParameters<typeof FakeOutput>) {
      super(...opened);
      if (refusal !== undefined) throw refusal;
      outputs.push(this);
    }
  }
  return {
    outputs,
    v4l2: () => ({ Output }),
    videoDevices: () => Promise.resolve(devices),
    findHolders: () => Promise.resolve(holders),
  };
}

describe('the virtual camera on Linux', () => {
  it.each([
    [undefined, MIRAGE],
    ['Mirage Camera', MIRAGE],
    ['OBS Virtual Camera', OBS],
    ['/dev/video9', OBS],
  ])('for the choice %s is found by its name or path', async (choice, { path, name }) => {
    const machine = machineWith([WEBCAM, OBS, MIRAGE]);
    const camera = new V4l2LoopbackCamera(choice, machine);

    await camera.open(FORMAT);

    expect(camera.deviceName).toBe(name);
    expect(machine.outputs[0].opened).toEqual([path, 'i420', 8, 6, 30]);
  });

  it('writes what it is given, and can be opened again after it was closed', async () => {
    const machine = machineWith([MIRAGE]);
    const camera = new V4l2LoopbackCamera(undefined, machine);

    await camera.open(FORMAT);
    camera.write(PICTURE);
    await camera.close();
    await camera.close();
    await camera.open({ ...FORMAT, width: 4 });

    expect(machine.outputs[0].written).toEqual([PICTURE]);
    expect(machine.outputs.map(({ isOpen }) => isOpen)).toEqual([false, true]);
  });

  it('is lost when its device takes nothing more', async () => {
    const machine = machineWith([MIRAGE]);
    const camera = new V4l2LoopbackCamera(undefined, machine);
    await camera.open(FORMAT);

    machine.outputs[0].failure = v4l2Error('QBUF', 'ENODEV');

    expect(() => {
      camera.write(PICTURE);
    }).toThrow(expect.objectContaining({ code: 'virtual-camera-lost' }));
  });

  it.each([
    ['Mirage Camera', [WEBCAM], 'There is no virtual camera Mirage Camera.', /sudo modprobe/],
    ['Studio', [OBS], 'There is no virtual camera Studio.', /OBS Virtual Camera \(\/dev\/video9\)/],
    ['/dev/video0', [WEBCAM], '/dev/video0 is HD Webcam, which is no virtual camera.', /setup/],
  ])('%s is missing on a machine with %j', async (choice, devices, message, hint) => {
    const camera = new V4l2LoopbackCamera(choice, machineWith(devices));

    await expect(camera.open(FORMAT)).rejects.toMatchObject({
      code: 'virtual-camera-missing',
      message,
      hint: expect.stringMatching(hint) as unknown,
    });
  });

  it.each([
    ['open', 'EACCES', [], 'not-permitted', /may not open/, /usermod -aG video/],
    ['open', 'ENODEV', [], 'missing', /no virtual camera/, /setup virtual-camera/],
    ['open', 'EBUSY', ['zoom'], 'in-use', /zoom is using/, /Close/],
    ['lock', 'EAGAIN', ['node'], 'in-use', /Another Mirage/, /Stop it/],
    ['capabilities', 'EBUSY', ['obs'], 'in-use', /obs is using/, /Close/],
    ['capabilities', 'EBUSY', [], 'in-use', /Another program is using/, /Close/],
    ['capabilities', 'EINVAL', [], 'wedged', /stuck/, /modprobe -r v4l2loopback && sudo modprobe/],
    ['S_FMT', 'EINVAL', [], 'wedged', /stuck/, /modprobe -r/],
    ['S_FMT', 'EINVAL', ['ffmpeg'], 'in-use', /ffmpeg is using/, /Close/],
    ['format', 'EBUSY', ['chrome'], 'format-kept', /while chrome has it open/, /Close chrome/],
    ['format', 'EBUSY', [], 'format-kept', /while a program has it open/, /Close the programs/],
    ['mmap', 'ENOMEM', [], 'lost', /takes no pictures/, /setup virtual-camera/],
  ] as const)(
    'refused at %s with %s, held by %j, is told as %s',
    async (step, code, holders, expected, message, hint) => {
      const refusal = v4l2Error(step, code);
      const machine = machineWith([MIRAGE], { refusal, holders: [...holders] });

      await expect(new V4l2LoopbackCamera(undefined, machine).open(FORMAT)).rejects.toMatchObject({
        code: `virtual-camera-${expected}`,
        message: expect.stringMatching(message) as unknown,
        hint: expect.stringMatching(hint) as unknown,
      });
    },
  );
});
