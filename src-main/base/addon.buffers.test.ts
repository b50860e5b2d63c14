import { describe, expect, it } from 'vitest';
import {
  argumentsWhere,
  callWith,
  CALLS,
  invoke,
  isTypedArray,
  RECTANGLE,
  thrownBy,
  type Call,
} from '../../test-support/kernel-calls.ts';
import { PIXEL_KERNELS } from '../../test-support/naive/kernels.ts';
import { createRandom, type Random } from '../../test-support/random.ts';
import { nativeAddon } from './addon.ts';

const addon = nativeAddon();

/** Resizable buffers are in Node 20 but not yet in the ES2023 library's types. */
const ResizableArrayBuffer = ArrayBuffer as unknown as new (
  length: number,
  options: { maxByteLength: number },
) => ArrayBuffer & { resize(length: number): void };

describe('a native kernel, handed memory it cannot trust,', () => {
  it.each(argumentsWhere((value) => isTypedArray(value)))(
    '$kernel refuses a detached and a shrunken $name',
    ({ kernel, name, value }) => {
      const array = value as Uint8Array;
      structuredClone(array.buffer, { transfer: [array.buffer as ArrayBuffer] });
      expect(
        thrownBy(() => {
          invoke(kernel, callWith(kernel, name, array));
        }),
      ).toBeInstanceOf(RangeError);

      const intact = CALLS[kernel]().find(([argument]) => argument === name)![1] as Uint8Array;
      const { byteLength, constructor } = intact;
      const resizable = new ResizableArrayBuffer(byteLength, { maxByteLength: byteLength });
      const view = new (constructor as Uint8ArrayConstructor)(resizable);
      resizable.resize(byteLength / 2);
      expect(
        thrownBy(() => {
          invoke(kernel, callWith(kernel, name, view));
        }),
      ).toBeInstanceOf(RangeError);
    },
  );

  it('refuses to read what it writes', () => {
    const shared = new ArrayBuffer(400);
    const source = new Uint8Array(shared, 0, 192);
    const target = new Uint8Array(shared, 191, 60);
    expect(() => {
      addon.scaleRgba(source, 8, 6, target, 5, 3);
    }).toThrow(RangeError);
    expect(() => {
      addon.scaleRgba(source, 8, 6, new Uint8Array(shared, 192, 60), 5, 3);
    }).not.toThrow();
  });

  it('looks at its buffers only after a rectangle’s getters have run', () => {
    for (const kernel of ['i420FromRgba', 'pasteMasked'] as const) {
      for (const victim of CALLS[kernel]().filter(([, value]) => isTypedArray(value))) {
        const call = CALLS[kernel]();
        const array = call.find(([name]) => name === victim[0])![1] as Uint8Array<ArrayBuffer>;
        const trap = {
          ...RECTANGLE,
          get height() {
            structuredClone(array.buffer, { transfer: [array.buffer] });
            return 4;
          },
        };
        const trapped: Call = call.map(([name, value]) => [
          name,
          name === 'rectangle' ? trap : value,
        ]);

        expect(
          thrownBy(() => {
            invoke(kernel, trapped);
          }),
        ).toBeInstanceOf(RangeError);
      }
    }
  });

  it('passes on what a rectangle’s getter throws', () => {
    const broken = Object.defineProperty({ ...RECTANGLE }, 'y', {
      get: () => {
        throw new SyntaxError('from the getter');
      },
    });

    expect(() => {
      invoke('pasteMasked', callWith('pasteMasked', 'rectangle', broken));
    }).toThrow(SyntaxError);
  });

  it('works on views of shared memory', () => {
    const source = createRandom(8).bytes(192);
    const shared = new Uint8Array(new SharedArrayBuffer(200), 4, 192);
    shared.set(source);
    const target = new Uint8Array(new SharedArrayBuffer(60));
    const expected = new Uint8Array(60);

    addon.scaleRgba(shared, 8, 6, target, 5, 3);
    addon.scaleRgba(source, 8, 6, expected, 5, 3);

    expect([...target]).toEqual([...expected]);
  });

  it('survives thousands of calls with random garbage, writing nothing where it refuses', () => {
    const random = createRandom(9);
    let refusals = 0;
    for (let trial = 0; trial < 10_000; trial++) {
      const kernel = random.pick(PIXEL_KERNELS);
      const call = CALLS[kernel]();
      for (let changes = random.whole(1, 3); changes > 0; changes--) {
        const at = random.whole(0, call.length - 1);
        call[at] = [call[at][0], garbage(random)];
      }
      if (random.next() < 0.1) call.length = random.whole(0, call.length);
      const arrays = call.map(([, value]) => value).filter(isTypedArray);
      const before = arrays.map(contentOf);

      const error = thrownBy(() => {
        invoke(kernel, call);
      });

      if (error === undefined) continue;
      refusals++;
      expect(['TypeError', 'RangeError']).toContain((error as Error).name);
      expect(arrays.map(contentOf).join()).toBe(before.join());
    }
    expect(refusals).toBeGreaterThan(5000);
  });
});

/** The bytes of an array as a string, to compare by. */
const contentOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('latin1');

function garbage(random: Random): unknown {
  const number = random.pick([
    0,
    1,
    2,
    3,
    5,
    6,
    8,
    -1,
    0.5,
    NaN,
    Infinity,
    32767,
    32768,
    65536,
    2 ** 31 - 1,
    -(2 ** 31),
    2 ** 32,
    1e308,
  ]);
  return random.pick<() => unknown>([
    () => number,
    () => random.pick([undefined, null, true, 'bt709', 'full', '', 4n, Symbol.iterator, () => 1]),
    () => random.bytes(random.pick([0, 1, 15, 60, 72, 96, 191, 192, 193])),
    () => random.floats(random.pick([0, 45, 96]), -1e30, 1e30),
    () =>
      Float64Array.from({ length: 6 }, () => (random.next() - 0.5) * 10 ** random.whole(-5, 308)),
    () => ({ x: number, y: random.whole(-1, 7), width: random.whole(0, 9), height: number }),
    () =>
      random.pick([
        {},
        [],
        new DataView(new ArrayBuffer(8)),
        new Uint16Array(96),
        new Proxy({}, {}),
      ]),
  ])();
}
