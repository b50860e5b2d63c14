import { describe, expect, it } from 'vitest';
import { DSHOW } from './dshow.ts';

const C920 = String.raw`@device_pnp_\\?\usb#vid_046d&pid_082d&mi_00#6&2c2a1b&0&0000#{65e8773d-8f56-11d0-a3b9-00a0c9223196}\global`;
const OBS = String.raw`@device_sw_{860BB310-5D01-11D0-BD3B-00A0C911CE86}\{A3FCE0F5-3493-419F-958A-ABA1250EC20B}`;
const SOUND = String.raw`@device_cm_{33D9A762-90C8-11D0-BD43-00A0C911CE86}\wave_{0E2F}`;

const LISTED_BY_4 = String.raw`[dshow @ 000001dd9d0fb440] DirectShow video devices (some may be both video and audio devices)
[dshow @ 000001dd9d0fb440]  "HD Pro Webcam C920"
[dshow @ 000001dd9d0fb440]     Alternative name "${C920}"
[dshow @ 000001dd9d0fb440]  "OBS Virtual Camera"
[dshow @ 000001dd9d0fb440]     Alternative name "${OBS}"
[dshow @ 000001dd9d0fb440] DirectShow audio devices
[dshow @ 000001dd9d0fb440]  "Microphone (HD Pro Webcam C920)"
[dshow @ 000001dd9d0fb440]     Alternative name "${SOUND}"
dummy: Immediate exit requested`;

const LISTED_BY_7 = String.raw`[dshow @ 00000218f2c4de80] "HD Pro Webcam C920" (video)
[dshow @ 00000218f2c4de80]   Alternative name "${C920}"
[dshow @ 00000218f2c4de80] "OBS Virtual Camera" (none)
[dshow @ 00000218f2c4de80]   Alternative name "${OBS}"
[dshow @ 00000218f2c4de80] "Microphone (HD Pro Webcam C920)" (audio)
[dshow @ 00000218f2c4de80]   Alternative name "${SOUND}"
[in#0 @ 00000218f2c4d100] Error opening input: Immediate exit requested
Error opening input file dummy.`;

const OFFERED = `[dshow @ 000001dd9d0fb440] DirectShow video device options (from video devices)
[dshow @ 000001dd9d0fb440]  Pin "Capture" (alternative pin name "0")
[dshow @ 000001dd9d0fb440]   pixel_format=yuyv422  min s=640x480 fps=5 max s=640x480 fps=30
[dshow @ 000001dd9d0fb440]   pixel_format=yuyv422  min s=640x480 fps=5 max s=640x480 fps=30 (tv, bt470bg/bt709/unknown, topleft)
[dshow @ 000001dd9d0fb440]   pixel_format=yuyv422  min s=1280x720 fps=5 max s=1280x720 fps=10
[dshow @ 000001dd9d0fb440]   vcodec=mjpeg  min s=1280x720 fps=5 max s=1280x720 fps=60.0002
[dshow @ 000001dd9d0fb440]   vcodec=h264  min s=1920x1080 fps=5 max s=1920x1080 fps=30
[dshow @ 000001dd9d0fb440]   unknown compression type 0x30313050  min s=640x480 fps=30 max s=640x480 fps=30
[dshow @ 000001dd9d0fb440]   pixel_format=nv12  min s=320x240 fps=29.97 max s=320x240 fps=29.97
video=HD Pro Webcam C920: Immediate exit requested`;

describe('cameras of DirectShow', () => {
  it.each([
    ['4', LISTED_BY_4],
    ['7', LISTED_BY_7],
    ['7 with the line ends of Windows', LISTED_BY_7.replaceAll('\n', '\r\n')],
  ])('are read from what ffmpeg %s prints', (_, printed) => {
    expect(DSHOW.readCameras(printed)).toEqual([
      { id: C920, name: 'HD Pro Webcam C920', path: C920, isVirtual: false },
      { id: OBS, name: 'OBS Virtual Camera', path: OBS, isVirtual: true },
    ]);
  });

  it('are none where ffmpeg finds none', () => {
    const printed = `[dshow @ 00] DirectShow video devices (some may be both video and audio devices)
[dshow @ 00] Could not enumerate video devices (or none found).
[dshow @ 00] DirectShow audio devices`;

    expect(DSHOW.readCameras(printed)).toEqual([]);
  });

  it('offer layouts Mirage reads, largest first, with the rates in their range', () => {
    expect(DSHOW.readOffer(OFFERED)).toEqual([
      { pixelFormat: 'yuyv', width: 1280, height: 720, rates: [10, 5] },
      {
        pixelFormat: 'mjpeg',
        width: 1280,
        height: 720,
        rates: [60, 50, 30, 25, 24, 20, 15, 10, 5],
      },
      { pixelFormat: 'yuyv', width: 640, height: 480, rates: [30, 25, 24, 20, 15, 10, 5] },
      { pixelFormat: 'nv12', width: 320, height: 240, rates: [29.97] },
    ]);
  });

  it('are opened by what stays the same, with room for three pictures', () => {
    const mode = { pixelFormat: 'mjpeg', width: 1280, height: 720, fps: 30 } as const;

    expect(DSHOW.inputArguments(C920, mode).join(' ')).toBe(
      `-f dshow -rtbufsize 5529600 -vcodec mjpeg -video_size 1280x720 -framerate 30 -i video=${C920}`,
    );
    expect(DSHOW.inputArguments(C920, { ...mode, pixelFormat: 'yuyv' })).toContain('yuyv422');
  });

  it.each([
    [
      '[dshow @ 00] Could not find video device with name [x] among source devices of type video.',
      'camera-missing',
    ],
    [
      '[dshow @ 00] Could not run graph (sometimes caused by a device already in use by other application)',
      'camera-in-use',
    ],
    ['[dshow @ 00] Could not set video options', 'camera-format-unsupported'],
    ['video=x: I/O error', undefined],
  ])('refuse with "%s": %s', (printed, code) => {
    expect(DSHOW.readRefusal(printed)?.code).toBe(code);
  });
});
