import type { DenseArray } from '../layout.ts';
import type { Lowering } from '../lowering.ts';
import { emitScale, type Operand } from './pointwise.ts';

/**
 * x where x ≥ 0 and slope · x elsewhere, as slope · x + sign(1 − slope) · Relu(|1 − slope| · x).
 *
 * ONNX Runtime's own PRelu takes one element at a time and branches, which is slow where signs
 * change from pixel to pixel. facemesh-attention-pinto on photographs, one thread: 5.1 ms with
 * PRelu, 3.5 with Max(x, slope · x), 3.0 so, because two of these operators fuse into one another.
 *
 * @param slopes in the source's order, broadcast against the operand.
 * @returns the name of the result.
 */
export function emitPrelu(
  lowering: Lowering,
  operand: Operand,
  { values, shape }: DenseArray<Float32Array>,
): string {
  const { builder } = lowering;
  const scaled = (picture: Operand, factor: (slope: number) => number): string =>
    emitScale(lowering, picture, { values: values.map(factor), shape });

  const bend = builder.operator('Relu', [scaled(operand, (slope) => Math.abs(1 - slope))]);
  const isConvex = values.every((slope) => slope <= 1);
  const signed = isConvex
    ? bend
    : scaled({ ...operand, value: bend }, (slope) => Math.sign(1 - slope));
  return builder.operator('Add', [signed, scaled(operand, (slope) => slope)]);
}
