import { describe, expect, it } from 'vitest';
import { MirageError } from '../../contract/error.ts';
import { refuseContradictions, type LiveCommandOptions } from './live-options.ts';

const given = (options: Partial<LiveCommandOptions>): LiveCommandOptions => ({
  maxFaces: 1,
  virtualCamera: 'Mirage Camera',
  size: { width: 1280, height: 720 },
  fps: 30,
  pixelFormat: 'i420',
  ...options,
});

describe('a live session that contradicts itself is refused', () => {
  it.each([
    { name: 'neither --reference nor --passthrough', options: {}, message: /no face to show/ },
    {
      name: '--reference and --passthrough',
      options: { reference: ['a.png'], passthrough: true as const },
      message: /as it is/,
    },
    {
      name: 'one file for recording and report',
      options: { reference: ['a.png'], record: 'c.mkv', report: './c.mkv' },
      message: /the same file/,
    },
  ])('$name', ({ options, message }) => {
    expect(() => {
      refuseContradictions(given(options));
    }).toThrow(message);
    expect(() => {
      refuseContradictions(given(options));
    }).toThrow(MirageError);
  });

  it.each([
    { reference: ['a.png'] },
    { passthrough: true as const },
    { passthrough: true as const, record: 'c.mkv', report: 'c.json' },
  ])('but not %j', (options) => {
    expect(() => {
      refuseContradictions(given(options));
    }).not.toThrow();
  });
});
