import { describe, expect, it } from 'vitest';
import { exactFloat16 } from './float16.ts';

/** The definition of the format, for finite numbers. */
function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = (bits & 0x3ff) / 1024;
  return exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15);
}

const FINITE_HALVES = [...Array(0x10000).keys()].filter((bits) => (bits & 0x7c00) !== 0x7c00);

describe('exactFloat16', () => {
  it('finds the bits of every finite half-precision number', () => {
    const values = Float32Array.from(FINITE_HALVES, halfValue);

    expect([...exactFloat16(values)!]).toEqual(FINITE_HALVES);
  });

  it.each([0.1, 1 + 2 ** -11, 65505, 65536, 2 ** -25, 1.5 * 2 ** -24, NaN, Infinity])(
    'refuses %d, which half precision would change',
    (value) => {
      expect(exactFloat16(Float32Array.of(1, value))).toBeUndefined();
    },
  );
});
