import { readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { thrownBy } from '../../test-support/kernel-calls.ts';
import { TemporaryFolder } from '../../test-support/media/temporary-folder.ts';
import { isV4l2Error, v4l2 } from './v4l2-addon.ts';

/** Calls with whatever arguments, as JavaScript could. */
type Untyped = new (...args: unknown[]) => object;

if (process.platform === 'linux') {
  const folder = new TemporaryFolder();
  const { describe: describeDevice, Capture, Output } = v4l2();
  const openings = [
    ['describe', (...args: unknown[]) => Reflect.apply(describeDevice, undefined, args) as unknown],
    ['Capture', (...args: unknown[]) => new (Capture as unknown as Untyped)(...args)],
    ['Output', (...args: unknown[]) => new (Output as unknown as Untyped)(...args)],
  ] as const;
  const classes = openings.slice(1);
  const inOrder = (path: unknown): unknown[] => [path, 'yuyv', 640, 360, 30];

  /** What this process has open, by path. */
  const openFiles = (): string[] =>
    readdirSync('/proc/self/fd').flatMap((descriptor) => {
      try {
        return [readlinkSync(`/proc/self/fd/${descriptor}`)];
      } catch {
        // The one that the listing itself used.
        return [];
      }
    });

  describe.each(openings)('Video4Linux %s', (_name, open) => {
    it('tells the step and the error of a path that does not exist', () => {
      const error = thrownBy(() => open(...inOrder('/dev/video-none')));

      expect(isV4l2Error(error)).toBe(true);
      expect(error).toMatchObject({
        step: 'open',
        code: 'ENOENT',
        errno: 2,
        message: 'open /dev/video-none: No such file or directory',
      });
    });

    it('refuses what is no video device, and leaves it closed', () => {
      const file = folder.file('picture.raw');
      writeFileSync(file, 'no device');
      for (const path of ['/dev/null', file]) {
        expect(thrownBy(() => open(...inOrder(path)))).toMatchObject({
          step: 'QUERYCAP',
          code: 'ENOTTY',
        });
      }

      expect(openFiles()).not.toContain(file);
    });

    it('refuses a path of another type, or with a zero character in it', () => {
      for (const path of [undefined, null, 5, {}, Symbol('path')]) {
        expect(thrownBy(() => open(...inOrder(path)))).toBeInstanceOf(TypeError);
      }
      expect(thrownBy(() => open(...inOrder('/dev/video0\0x')))).toBeInstanceOf(RangeError);
    });
  });

  describe.each(classes)('Video4Linux %s', (_name, open) => {
    it.each([
      { argument: 'pixelFormat', position: 1, wrong: ['rgba', 'YUYV', ''] },
      { argument: 'width', position: 2, wrong: [0, -2, 2.5, 40000, NaN, 2 ** 32 + 640] },
      { argument: 'height', position: 3, wrong: [0, -2, 2.5, 40000, NaN] },
      { argument: 'fps', position: 4, wrong: [0, -30, NaN, Infinity, 1e6] },
    ])(
      'refuses a $argument out of range before it opens anything',
      ({ argument, position, wrong }) => {
        for (const value of wrong) {
          const error = thrownBy(() => open(...inOrder('/dev/video-none').with(position, value)));
          expect(error).toBeInstanceOf(RangeError);
          expect(String(error)).toContain(argument);
        }
      },
    );

    it.each([1, 2, 3, 4])('refuses argument %i of another type', (position) => {
      for (const value of [undefined, null, {}, 5n, [30]]) {
        expect(
          thrownBy(() => open(...inOrder('/dev/video-none').with(position, value))),
        ).toBeInstanceOf(TypeError);
      }
    });
  });

  describe('Video4Linux Output', () => {
    it.each([
      ['mjpeg', 640, 360],
      ['i420', 641, 360],
      ['i420', 640, 361],
    ] as const)('refuses %s in %i x %i', (format, width, height) => {
      expect(
        thrownBy(() => openings[2][1]('/dev/video-none', format, width, height, 30)),
      ).toBeInstanceOf(RangeError);
    });
  });

  describe('methods of Video4Linux', () => {
    it.each([
      ['take', Capture],
      ['listen', Capture],
      ['close', Capture],
      ['write', Output],
      ['close', Output],
    ] as const)('%s cannot be called on another object', (method, { prototype }) => {
      const call = (prototype as unknown as Record<string, () => unknown>)[method];
      for (const other of [undefined, {}, new Uint8Array(4)]) {
        expect(
          thrownBy(() => Reflect.apply(call, other, [new Uint8Array(4)]) as unknown),
        ).toBeInstanceOf(TypeError);
      }
    });
  });
} else {
  describe('Video4Linux', () => {
    it('is refused where there is none', () => {
      expect(v4l2).toThrow(expect.objectContaining({ code: 'addon-missing' }));
    });
  });
}
