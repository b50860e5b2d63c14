import { describe, expect, it } from 'vitest';
import { DEFAULT_SWAP_SETTINGS } from '../../contract/swap-settings.ts';
import type { SourceChoice } from '../../engine/stream/protocol.ts';
import type { LiveCommandOptions } from '../commands/live-options.ts';
import { introduction, sessionOptions } from './live-request.ts';

const wish = { width: 640, height: 360, fps: 25 };
const webcam: SourceChoice = {
  ...{ kind: 'camera', id: 'usb-1', name: 'Webcam', path: '/dev/video0', wish },
};
const video: SourceChoice = { kind: 'video', path: 'clip.mp4' };
const stills: SourceChoice = { kind: 'stills', folder: 'holiday', wish };

const given = (options: Partial<LiveCommandOptions>): LiveCommandOptions => ({
  maxFaces: 2,
  virtualCamera: 'Mirage Camera',
  size: { width: 640, height: 360 },
  fps: 25,
  pixelFormat: 'yuyv',
  ...options,
});

describe('what the command line asks of a session', () => {
  it('is the swap, published to the virtual camera', () => {
    const options = given({ reference: ['me.jpg'], mirror: true, opacity: 0.5 });

    expect(sessionOptions(options, webcam)).toEqual({
      camera: webcam,
      references: ['me.jpg'],
      isSwapping: true,
      settings: { ...DEFAULT_SWAP_SETTINGS, opacity: 0.5 },
      maxFaces: 2,
      output: { width: 640, height: 360, fps: 25, pixelFormat: 'yuyv' },
      isMirrored: true,
      sinks: { virtualCamera: 'Mirage Camera', record: undefined },
    });
  });

  it.each([
    { camera: video, inputs: ['clip.mp4', 'me.jpg'] },
    { camera: stills, inputs: ['holiday', 'me.jpg'] },
    { camera: webcam, inputs: ['me.jpg'] },
  ])('is not to record over what it reads: $inputs', ({ camera, inputs }) => {
    const options = given({ reference: ['me.jpg'], record: 'out.mkv', virtualCamera: 'none' });

    expect(sessionOptions(options, camera).sinks).toEqual({
      virtualCamera: undefined,
      record: { path: 'out.mkv', inputs },
    });
  });

  it('is no swap with --passthrough alone', () => {
    const { isSwapping, references } = sessionOptions(given({ passthrough: true }), webcam);

    expect([isSwapping, references]).toEqual([false, []]);
  });
});

describe('the introduction of a session', () => {
  const said = (options: Partial<LiveCommandOptions>, camera: SourceChoice = webcam): string =>
    introduction(sessionOptions(given(options), camera)).join('\n');

  it('names the camera', () => {
    expect(said({ reference: ['me.jpg'] })).toBe('Camera: Webcam (/dev/video0).');
  });

  it('says that the camera is shown as it is', () => {
    expect(said({ passthrough: true })).toContain('as it is; no face is replaced');
  });

  it('says that nothing is published', () => {
    expect(said({ reference: ['me.jpg'], virtualCamera: 'none' })).toContain('only measured');
    expect(said({ reference: ['me.jpg'], virtualCamera: 'none', record: 'a.mkv' })).not.toContain(
      'only measured',
    );
  });

  it.each([
    { camera: video, says: 'the video clip.mp4' },
    { camera: stills, says: 'the pictures of holiday' },
    { camera: { kind: 'test' as const, wish }, says: 'test picture' },
  ])('tells what stands in for a camera: $says', ({ camera, says }) => {
    expect(said({ reference: ['me.jpg'] }, camera)).toContain(says);
  });
});
