import { describe, expect, it } from 'vitest';
import type { Camera } from '../../devices/camera/camera.ts';
import { deviceLines } from './device-lines.ts';

const webcam: Camera = {
  id: 'usb-Maker_HD_Webcam-video-index0',
  name: 'HD Webcam',
  path: '/dev/video0',
  isVirtual: false,
  isPermitted: true,
  modes: [
    { pixelFormat: 'mjpeg', width: 1280, height: 720, rates: [30, 15] },
    { pixelFormat: 'yuyv', width: 1280, height: 720, rates: [10] },
    { pixelFormat: 'yuyv', width: 640, height: 480, rates: [29.97002997] },
    { pixelFormat: 'nv12', width: 320, height: 240, rates: [] },
  ],
};
const ready = {
  name: 'Mirage Camera',
  path: '/dev/video10',
  problem: undefined,
  detail: '/dev/video10, v4l2loopback 0.12.7',
  fix: undefined,
};
const plain = (_: string, text: string): string => text;

describe('the list of devices', () => {
  it('gives each size once, with the highest rate of each layout', () => {
    expect(deviceLines([webcam], ready, plain)).toEqual([
      'Cameras',
      '  HD Webcam  /dev/video0',
      '    id usb-Maker_HD_Webcam-video-index0',
      '    1280x720  30 fps mjpeg, 10 fps yuyv',
      '    640x480   29.97 fps yuyv',
      '    320x240   nv12',
      'Virtual camera',
      '  Mirage Camera  /dev/video10',
      '  ready: /dev/video10, v4l2loopback 0.12.7',
    ]);
  });

  it('says why a camera offers nothing', () => {
    const forbidden = { ...webcam, isPermitted: false, modes: [] };
    const silent = { ...webcam, isVirtual: true, modes: [] };

    const text = deviceLines([forbidden, silent], ready, plain).join('\n');

    expect(text).toContain('may not be opened by you');
    expect(text).toMatch(/made by software.*\n.*\n.*may be in use/);
  });

  it('says what is missing, and what helps', () => {
    const missing = {
      ...{ name: undefined, path: undefined, problem: 'virtual-camera-missing' as const },
      ...{ detail: 'v4l2loopback is not loaded', fix: 'mirage setup virtual-camera' },
    };

    expect(deviceLines([], missing, plain)).toEqual([
      'Cameras',
      '  none is attached',
      'Virtual camera',
      '  virtual-camera-missing: v4l2loopback is not loaded',
      '  → mirage setup virtual-camera',
    ]);
  });
});
