import { describe, expect, it } from 'vitest';
import {
  argumentsWhere,
  callWith,
  CALLS,
  invoke,
  isTypedArray,
  RECTANGLE,
  thrownBy,
} from '../../test-support/kernel-calls.ts';
import { PIXEL_KERNELS } from '../../test-support/naive/kernels.ts';
import { nativeAddon } from './addon.ts';

const addon = nativeAddon();

const isSize = (name: string): boolean => /width$|height$/i.test(name);
const bytes = (length: number): Uint8Array => new Uint8Array(length);

describe('a native kernel', () => {
  it.each(PIXEL_KERNELS)('%s accepts a call that is in order', (kernel) => {
    expect(
      thrownBy(() => {
        invoke(kernel, CALLS[kernel]());
      }),
    ).toBeUndefined();
  });

  it.each(argumentsWhere(() => true))(
    '$kernel refuses a $name of the wrong type with a TypeError that names it',
    ({ kernel, name, value }) => {
      const wrongTypes: unknown[] = [
        undefined,
        null,
        true,
        5n,
        Symbol('s'),
        () => 0,
        [1, 2],
        new Map(),
      ];
      if (typeof value !== 'number') wrongTypes.push(3);
      if (typeof value !== 'string') wrongTypes.push('3');
      if (!isTypedArray(value)) wrongTypes.push(new Uint8Array(4));
      else wrongTypes.push(new DataView(new ArrayBuffer(192)), new Uint16Array(value.length));
      // Objects of any kind may be a rectangle; what they lack is refused as its parts.
      const refused = wrongTypes.filter(
        (wrong) => name !== 'rectangle' || !(wrong instanceof Object),
      );

      for (const wrong of refused) {
        const error = thrownBy(() => {
          invoke(kernel, callWith(kernel, name, wrong));
        });
        expect(error).toBeInstanceOf(TypeError);
        expect(String(error)).toContain(name);
      }
    },
  );

  it.each(argumentsWhere((value) => isTypedArray(value)))(
    '$kernel refuses a $name one shorter or longer than the sizes say',
    ({ kernel, name, value }) => {
      const { length, constructor } = value as Uint8Array;
      for (const wrongLength of [0, length - 1, length + 1]) {
        const wrong = new (constructor as Uint8ArrayConstructor)(wrongLength);
        const error = thrownBy(() => {
          invoke(kernel, callWith(kernel, name, wrong));
        });
        expect(error).toBeInstanceOf(RangeError);
        expect(String(error)).toContain(`${name} must have length ${length}, not ${wrongLength}`);
      }
    },
  );

  it.each(argumentsWhere((_, name) => isSize(name)))(
    '$kernel refuses a $name that is zero, negative, broken, not finite or too large',
    ({ kernel, name }) => {
      for (const wrong of [
        0,
        -0,
        -1,
        1.5,
        NaN,
        Infinity,
        -Infinity,
        32768,
        2 ** 31,
        2 ** 32 + 8,
        1e300,
      ]) {
        const error = thrownBy(() => {
          invoke(kernel, callWith(kernel, name, wrong));
        });
        expect(error).toBeInstanceOf(RangeError);
        expect(String(error)).toContain(name);
      }
    },
  );

  it.each(argumentsWhere((_, name) => ['scale', 'offset', 'radius', 'channels'].includes(name)))(
    '$kernel refuses a $name that is not finite',
    ({ kernel, name }) => {
      for (const wrong of [NaN, Infinity, -Infinity]) {
        const error = thrownBy(() => {
          invoke(kernel, callWith(kernel, name, wrong));
        });
        expect(error).toBeInstanceOf(RangeError);
        expect(String(error)).toContain(name);
      }
    },
  );

  it.each(argumentsWhere((value) => value instanceof Float64Array))(
    '$kernel refuses a $name with a value that is not finite',
    ({ kernel, name }) => {
      for (const wrong of [NaN, Infinity]) {
        const error = thrownBy(() => {
          invoke(kernel, callWith(kernel, name, Float64Array.of(1, 0, 0, 0, wrong, 0)));
        });
        expect(error).toBeInstanceOf(RangeError);
      }
    },
  );

  it.each(argumentsWhere((value) => typeof value === 'string'))(
    '$kernel refuses a $name it does not know',
    ({ kernel, name }) => {
      for (const wrong of ['', 'BT601', 'bt601\0', 'bt2020', 'x'.repeat(100_000)]) {
        expect(
          thrownBy(() => {
            invoke(kernel, callWith(kernel, name, wrong));
          }),
        ).toBeInstanceOf(RangeError);
      }
    },
  );

  it.each(argumentsWhere((_, name) => name === 'rectangle'))(
    '$kernel refuses a rectangle that is empty, broken or reaches outside the picture',
    ({ kernel, name }) => {
      for (const wrong of [
        { x: -2 },
        { y: -2 },
        { width: 0 },
        { height: -4 },
        { width: 8 },
        { height: 6 },
        { x: 8 },
        { y: 6 },
        { x: 2 ** 31 - 2 },
        { width: 2 ** 31 - 2 },
        { x: 0.5 },
        { height: NaN },
      ]) {
        const error = thrownBy(() => {
          invoke(kernel, callWith(kernel, name, { ...RECTANGLE, ...wrong }));
        });
        expect(error).toBeInstanceOf(RangeError);
        expect(String(error)).toContain(`rectangle.${Object.keys(wrong)[0]}`);
      }
    },
  );

  it('i420FromRgba refuses a rectangle that would cut a block of chroma', () => {
    for (const wrong of [{ x: 1 }, { y: 1 }, { width: 3 }, { height: 1 }]) {
      expect(() => {
        invoke('i420FromRgba', callWith('i420FromRgba', 'rectangle', { ...RECTANGLE, ...wrong }));
      }).toThrow(RangeError);
    }
  });

  it('of YUYV refuses an odd width', () => {
    expect(() => {
      addon.rgbaFromYuyv(bytes(6), 3, 1, 'bt601', 'full', bytes(12));
    }).toThrow(RangeError);
    expect(() => {
      addon.yuyvFromRgba(bytes(12), 3, 1, 'bt601', 'full', bytes(6));
    }).toThrow(RangeError);
  });
});
