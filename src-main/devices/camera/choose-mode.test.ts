import { describe, expect, it } from 'vitest';
import { chooseMode } from './choose-mode.ts';
import { mode } from '../linux/fake-v4l2.fixture.ts';

/** What a usual USB 2 webcam offers: full rate in large sizes as JPEG only. */
const WEBCAM = [
  mode('yuyv', 1920, 1080, 5),
  mode('yuyv', 1280, 720, 10, 5),
  mode('yuyv', 640, 480, 30, 15),
  mode('mjpeg', 1920, 1080, 30, 15),
  mode('mjpeg', 1280, 720, 60, 30, 15),
  mode('mjpeg', 640, 480, 30),
];

describe('the mode asked of a camera', () => {
  it.each([
    {
      case: 'the wish itself, as JPEG where only that is fast enough',
      modes: WEBCAM,
      wish: [1280, 720, 30],
      chosen: ['mjpeg', 1280, 720, 30],
    },
    {
      case: 'uncompressed where that is fast enough',
      modes: WEBCAM,
      wish: [640, 480, 30],
      chosen: ['yuyv', 640, 480, 30],
    },
    {
      case: 'uncompressed at a modest rate',
      modes: WEBCAM,
      wish: [1280, 720, 10],
      chosen: ['yuyv', 1280, 720, 10],
    },
    {
      case: 'the smallest size that holds the wish',
      modes: WEBCAM,
      wish: [1000, 600, 30],
      chosen: ['mjpeg', 1280, 720, 30],
    },
    {
      case: 'the largest size when none holds the wish',
      modes: WEBCAM,
      wish: [3840, 2160, 30],
      chosen: ['mjpeg', 1920, 1080, 30],
    },
    {
      case: 'a larger size rather than one that is wide enough but too low',
      modes: [mode('yuyv', 1280, 540, 30), mode('yuyv', 1920, 1080, 30)],
      wish: [1280, 720, 30],
      chosen: ['yuyv', 1920, 1080, 30],
    },
    {
      case: 'the nearest rate that reaches the wish',
      modes: [mode('nv12', 640, 360, 120, 60, 30, 25)],
      wish: [640, 360, 26],
      chosen: ['nv12', 640, 360, 30],
    },
    {
      case: '29.97 pictures a second for 30',
      modes: [mode('yuyv', 640, 480, 30000 / 1001), mode('mjpeg', 640, 480, 60, 30)],
      wish: [640, 480, 30],
      chosen: ['yuyv', 640, 480, 30000 / 1001],
    },
    {
      case: 'the highest rate when none reaches the wish',
      modes: [mode('yuyv', 1280, 720, 10, 5), mode('mjpeg', 1280, 720, 25, 15)],
      wish: [1280, 720, 60],
      chosen: ['mjpeg', 1280, 720, 25],
    },
    {
      case: 'the wished rate of a camera that does not say its rates',
      modes: [mode('mjpeg', 1280, 720), mode('yuyv', 1280, 720)],
      wish: [1280, 720, 24],
      chosen: ['yuyv', 1280, 720, 24],
    },
    {
      case: 'the layout that is cheapest to read',
      modes: ['yuyv', 'mjpeg', 'i420', 'nv12'].map((name) => mode(name as 'yuyv', 640, 360, 30)),
      wish: [640, 360, 30],
      chosen: ['nv12', 640, 360, 30],
    },
  ])('is $case', ({ modes, wish: [width, height, fps], chosen }) => {
    const result = chooseMode(modes, { width, height, fps });

    expect(result && [result.pixelFormat, result.width, result.height, result.fps]).toEqual(chosen);
  });

  it('is none when the camera has none', () => {
    expect(chooseMode([], { width: 640, height: 360, fps: 30 })).toBeUndefined();
  });
});
