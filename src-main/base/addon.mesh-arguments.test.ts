import { describe, expect, it } from 'vitest';
import { isTypedArray, thrownBy } from '../../test-support/kernel-calls.ts';
import { invokeMesh, MESH_CALLS } from '../../test-support/mesh-calls.ts';
import type { MeshKernels } from '../../test-support/naive/mesh.ts';
import { createRandom, type Random } from '../../test-support/random.ts';

type Kernel = keyof MeshKernels;
type TypedArray = Uint8Array<ArrayBuffer>;

const KERNELS = Object.keys(MESH_CALLS) as Kernel[];

/** Every argument of every mesh kernel whose correct value passes `isWanted`. */
const argumentsWhere = (isWanted: (value: unknown, name: string, kernel: Kernel) => boolean) =>
  KERNELS.flatMap((kernel) =>
    Object.entries(MESH_CALLS[kernel]())
      .filter(([name, value]) => isWanted(value, name, kernel))
      .map(([name, value]) => ({ kernel, name, value })),
  );

/** What the kernel throws when one argument is replaced. */
const thrownWith = (kernel: Kernel, name: string, value: unknown): unknown =>
  thrownBy(() => {
    invokeMesh(kernel, Object.values({ ...MESH_CALLS[kernel](), [name]: value }));
  });

function expectRefusal(error: unknown, type: typeof TypeError | typeof RangeError, name: string) {
  expect(error).toBeInstanceOf(type);
  expect(String(error)).toContain(name);
}

/** Arguments that may be left out. */
const MAY_BE_NULL = ['hole', 'eyes'];

/** Arguments that no other one gives the length of. */
const FREE_LENGTH = ['points', 'triangles', 'hole', 'mask', 'weight', 'texels'];

const isCoordinates = (value: unknown): value is Float32Array => value instanceof Float32Array;
const WRITTEN = ['picture', 'scratch', 'atlas', 'mask', 'light'];

describe('a mesh kernel', () => {
  it.each(KERNELS)('%s accepts a call that is in order', (kernel) => {
    expect(
      thrownBy(() => {
        invokeMesh(kernel, Object.values(MESH_CALLS[kernel]()));
      }),
    ).toBeUndefined();
  });

  it.each(argumentsWhere(() => true))(
    '$kernel refuses a $name of the wrong type with a TypeError that names it',
    ({ kernel, name, value }) => {
      const wrongTypes: unknown[] = [true, 5n, Symbol('s'), '3'];
      if (!MAY_BE_NULL.includes(name)) wrongTypes.push(undefined, null);
      if (typeof value !== 'number') wrongTypes.push(3);
      if (typeof value === 'number') wrongTypes.push([1], {});
      if (isTypedArray(value) || value instanceof Uint16Array) {
        wrongTypes.push(new DataView(new ArrayBuffer(64)), [1, 2], new Float64Array(value.length));
      }

      for (const wrong of wrongTypes)
        expectRefusal(thrownWith(kernel, name, wrong), TypeError, name);
    },
  );

  it.each(
    argumentsWhere((value, name) => ArrayBuffer.isView(value) && !FREE_LENGTH.includes(name)),
  )('$kernel refuses a $name that does not fit the others', ({ kernel, name, value }) => {
    const { length, constructor } = value as TypedArray;
    for (const wrongLength of [0, length - 1, length + 1]) {
      const wrong = new (constructor as Uint8ArrayConstructor)(wrongLength);
      expectRefusal(thrownWith(kernel, name, wrong), RangeError, name);
    }
  });

  it.each([
    ['renderFace', 'triangles', new Uint16Array(4)],
    ['renderFace', 'hole', new Uint8Array(5)],
    ['renderFace', 'weight', new Float32Array(70_000)],
    ['sampleAtlas', 'texels', new Int32Array(3)],
    ['fillSoftPolygon', 'points', new Float32Array(4)],
    ['fillSoftPolygon', 'points', new Float32Array(7)],
    ['fillSoftPolygon', 'mask', new Uint8Array(23)],
  ] as const)('%s refuses %s of a length that makes no sense', (kernel, name, wrong) => {
    expect(thrownWith(kernel, name, wrong)).toBeInstanceOf(RangeError);
  });

  it.each(argumentsWhere((value, name) => isCoordinates(value) && !WRITTEN.includes(name)))(
    '$kernel refuses a $name that holds no number, or one beyond all bounds',
    (row) => {
      for (const wrong of [NaN, Infinity, -Infinity, 1e7]) {
        const values = (row.value as Float32Array).slice();
        values[values.length - 1] = wrong;
        expectRefusal(thrownWith(row.kernel, row.name, values), RangeError, row.name);
      }
    },
  );

  it('draws with a light map that holds no numbers without leaving its buffers', () => {
    const call = MESH_CALLS.renderFace();
    call.light = (call.light as Float32Array).map(() => NaN);

    expect(
      thrownBy(() => {
        invokeMesh('renderFace', Object.values(call));
      }),
    ).toBeUndefined();
  });

  it.each([
    ['renderFace', 'triangles', Uint16Array.of(0, 1, 9)],
    ['sampleAtlas', 'vertices', Uint16Array.of(0, 1, 2, 2, 1, 3)],
    ['sampleAtlas', 'texels', Int32Array.of(0, 9)],
    ['sampleAtlas', 'texels', Int32Array.of(-1, 0)],
  ] as const)('%s refuses %s that point outside', (kernel, name, wrong) => {
    expectRefusal(thrownWith(kernel, name, wrong), RangeError, name);
  });

  it.each(
    argumentsWhere(
      (value, name) => typeof value === 'number' && /[wW]idth|[hH]eight|Size/.test(name),
    ),
  )('$kernel refuses a $name that is no size', ({ kernel, name }) => {
    for (const wrong of [0, -1, 1.5, NaN, Infinity, 32768, 2 ** 32 + 8]) {
      expectRefusal(thrownWith(kernel, name, wrong), RangeError, name);
    }
  });

  it('renderFace refuses an opacity outside 0..1', () => {
    for (const wrong of [-0.01, 1.01, NaN, Infinity]) {
      expectRefusal(thrownWith('renderFace', 'opacity', wrong), RangeError, 'opacity');
    }
  });

  it('fillSoftPolygon refuses a feather or inset that is not finite', () => {
    for (const name of ['feather', 'inset']) {
      for (const wrong of [NaN, Infinity]) {
        expectRefusal(thrownWith('fillSoftPolygon', name, wrong), RangeError, name);
      }
    }
  });

  it.each([
    ['renderFace', 'holeRectangle'],
    ['fillSoftPolygon', 'rectangle'],
  ] as const)('%s refuses a %s that is empty, broken or too large', (kernel, name) => {
    const correct = MESH_CALLS[kernel]()[name] as object;
    for (const wrong of [{ x: -1 }, { width: 0 }, { y: 0.5 }, { height: NaN }, { x: 2 ** 31 }]) {
      const error = thrownWith(kernel, name, { ...correct, ...wrong });
      expectRefusal(error, RangeError, `${name}.${Object.keys(wrong)[0]}`);
    }
  });

  it.each([
    ['renderFace', 'picture'],
    ['renderFace', 'scratch'],
    ['sampleAtlas', 'atlas'],
    ['fillSoftPolygon', 'mask'],
  ] as const)('%s refuses to write %s into memory that it reads', (kernel, written) => {
    const call = MESH_CALLS[kernel]();
    // The gaze is copied before anything is drawn, and `drawn` is written after.
    const harmless = [written, 'gaze', 'drawn'];
    const readNames = Object.keys(call).filter(
      (name) => ArrayBuffer.isView(call[name]) && !harmless.includes(name),
    );
    for (const name of readNames) {
      const fresh = MESH_CALLS[kernel]();
      const shared = new ArrayBuffer(100_000);
      fresh[name] = placedIn(shared, fresh[name] as TypedArray);
      fresh[written] = placedIn(shared, fresh[written] as TypedArray);
      // Zeros are in order everywhere; bytes of a picture read as coordinates are not.
      new Uint8Array(shared).fill(0);

      const error = thrownBy(() => {
        invokeMesh(kernel, Object.values(fresh));
      });

      expectRefusal(error, RangeError, 'must not share memory');
    }
  });

  it('survives thousands of calls with random garbage, writing nothing where it refuses', () => {
    const random = createRandom(9);
    let refusals = 0;
    for (let trial = 0; trial < 6000; trial++) {
      const kernel = random.pick(KERNELS);
      const values = Object.values(MESH_CALLS[kernel]());
      for (let changes = random.whole(1, 3); changes > 0; changes--) {
        values[random.whole(0, values.length - 1)] = garbage(random);
      }
      if (random.next() < 0.1) values.length = random.whole(0, values.length);
      const arrays = values.filter((value) => ArrayBuffer.isView(value));
      const before = arrays.map(contentOf);

      const error = thrownBy(() => {
        invokeMesh(kernel, values);
      });

      if (error === undefined) continue;
      refusals++;
      expect(['TypeError', 'RangeError']).toContain((error as Error).name);
      expect(arrays.map(contentOf)).toEqual(before);
    }
    expect(refusals).toBeGreaterThan(3000);
  });
});

/** The same elements at the start of a buffer that others lie in as well. */
function placedIn(buffer: ArrayBuffer, values: TypedArray): TypedArray {
  const placed = new (values.constructor as Uint8ArrayConstructor)(buffer, 0, values.length);
  placed.set(values);
  return placed;
}

/** The bytes of an array as a string, to compare by. */
const contentOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('latin1');

function garbage(random: Random): unknown {
  const number = random.pick([0, 1, 2, 6, 8, -1, 0.5, NaN, Infinity, 32768, 2 ** 31, 1e308]);
  return random.pick<() => unknown>([
    () => number,
    () => random.pick([undefined, null, true, '', 4n, () => 1]),
    () => random.bytes(random.pick([0, 6, 24, 192, 193, 1024, 4096])),
    () => random.floats(random.pick([0, 6, 9, 18, 36, 256]), -1e7, 1e7),
    () => Uint16Array.from({ length: random.pick([0, 6, 24]) }, () => random.whole(0, 65_535)),
    () => Int32Array.from({ length: random.pick([2, 4]) }, () => random.whole(-9, 99)),
    () => ({ x: number, y: random.whole(-1, 7), width: random.whole(0, 9), height: number }),
    () => random.pick([{}, [], new DataView(new ArrayBuffer(8)), new Proxy({}, {})]),
  ])();
}
