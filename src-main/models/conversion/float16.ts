/**
 * The values as IEEE 754 half-precision bits, or undefined when even one of them would change.
 *
 * Weights that were stored in half precision before come back in single precision; this finds them.
 */
export function exactFloat16(values: Float32Array): Uint16Array | undefined {
  const singles = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < singles.length; i++) {
    const half = halfFromSingle(singles[i]);
    if (half === undefined) return undefined;
    halves[i] = half;
  }
  return halves;
}

/** Single: 1 sign bit, 8 of exponent (bias 127), 23 of fraction. Half: 1, 5 (bias 15), 10. */
function halfFromSingle(single: number): number | undefined {
  const sign = (single >>> 16) & 0x8000;
  const exponent = ((single >>> 23) & 0xff) - 127;
  const fraction = single & 0x7fffff;
  if ((single & 0x7fffffff) === 0) return sign;
  if (exponent > 15 || exponent < -24) return undefined;

  const isSubnormal = exponent < -14;
  const dropped = isSubnormal ? 13 + (-14 - exponent) : 13;
  const significand = isSubnormal ? fraction | 0x800000 : fraction;
  if ((significand & ((1 << dropped) - 1)) !== 0) return undefined;
  const kept = significand >>> dropped;
  return sign | (isSubnormal ? kept : ((exponent + 15) << 10) | kept);
}
