import { describe, expect, it } from 'vitest';
import { AVFOUNDATION } from './avfoundation.ts';

const listed = (part: string, ...names: string[]): string =>
  [
    `[${part} @ 0x7fc1] AVFoundation video devices:`,
    ...names.map((name, index) => `[${part} @ 0x7fc1] [${index}] ${name}`),
    `[${part} @ 0x7fc1] [${names.length}] Capture screen 0`,
    `[${part} @ 0x7fc1] AVFoundation audio devices:`,
    `[${part} @ 0x7fc1] [0] MacBook Pro Microphone`,
    ': Input/output error',
  ].join('\n');

describe('cameras of AVFoundation', () => {
  it.each(['AVFoundation input device', 'AVFoundation indev'])(
    'are read from the list of the %s; screens and microphones are none',
    (part) => {
      expect(
        AVFOUNDATION.readCameras(listed(part, 'FaceTime HD Camera', 'OBS Virtual Camera')),
      ).toEqual([
        {
          id: 'FaceTime HD Camera',
          name: 'FaceTime HD Camera',
          path: 'FaceTime HD Camera',
          isVirtual: false,
        },
        {
          id: 'OBS Virtual Camera',
          name: 'OBS Virtual Camera',
          path: 'OBS Virtual Camera',
          isVirtual: true,
        },
      ]);
    },
  );

  it.each([
    {
      why: 'two of one name',
      names: ['C920', 'C920'],
      paths: ['0', '1'],
      ids: ['C920', 'C920 #2'],
    },
    { why: 'a name that begins another', names: ['Cam', 'Cam 2'], paths: ['0', 'Cam 2'] },
    { why: 'a name that looks like an index', names: ['4K Camera'], paths: ['0'] },
    { why: 'a name with a colon', names: ['Cam: front'], paths: ['0'] },
  ])('are opened by their index for $why', ({ names, paths, ids = names }) => {
    const cameras = AVFOUNDATION.readCameras(listed('AVFoundation indev', ...names));

    expect(cameras.map((camera) => camera.path)).toEqual(paths);
    expect(cameras.map((camera) => camera.id)).toEqual(ids);
  });

  it('offer the sizes that ffmpeg names on a size it cannot give, each at its highest rate', () => {
    const printed = `[avfoundation @ 0x7fc1] Selected video size (2x2) is not supported by the device.
[avfoundation @ 0x7fc1] Supported modes:
[avfoundation @ 0x7fc1]   640x480@[15.000000 30.000000]fps
[avfoundation @ 0x7fc1]   1280x720@[1.000000 30.000030]fps
[avfoundation @ 0x7fc1]   1280x720@[60.000240 60.000240]fps
[in#0 @ 0x7fc2] Error opening input: Input/output error`;

    expect(AVFOUNDATION.readOffer(printed)).toEqual([
      { pixelFormat: 'nv12', width: 1280, height: 720, rates: [60, 30] },
      { pixelFormat: 'nv12', width: 640, height: 480, rates: [30] },
    ]);
  });

  it.each([
    ['[AVFoundation indev @ 0x7fc1] Video device not found', 'camera-missing'],
    [
      '[avfoundation @ 0x7fc1] Failed to create AV capture input device: Cannot use FaceTime HD Camera',
      'camera-not-permitted',
    ],
    [
      '[avfoundation @ 0x7fc1] Selected framerate (29.970030) is not supported by the device.',
      'camera-format-unsupported',
    ],
    [': Input/output error', undefined],
  ])('refuse with "%s": %s', (printed, code) => {
    expect(AVFOUNDATION.readRefusal(printed)?.code).toBe(code);
  });

  it('that stay silent are withheld by macOS', () => {
    expect(AVFOUNDATION.silence.code).toBe('camera-not-permitted');
  });
});
