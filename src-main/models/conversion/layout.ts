/**
 * The order of a tensor's axes. TFJS keeps channels last; ONNX operators on pictures (and the
 * processor's kernels for them) want channels first. Tensors that are no pictures stay 'last'.
 */
export type Layout = 'last' | 'first';

/** Axes of [batch, height, width, channels] in the order of channels-first. */
export const TO_CHANNELS_FIRST = [0, 3, 1, 2] as const;

/** Axes of [batch, channels, height, width] in the order of channels-last. */
export const TO_CHANNELS_LAST = [0, 2, 3, 1] as const;

/** Where an axis of a channels-last picture is in the given layout. */
export function axisIn(layout: Layout, axis: number): number {
  return layout === 'last' ? axis : TO_CHANNELS_FIRST.indexOf(axis as 0 | 1 | 2 | 3);
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** An array and its shape, row by row. */
export interface DenseArray<Values extends Float32Array | Int32Array> {
  values: Values;
  shape: readonly number[];
}

/** Reorders the axes: axis i of the result is axis `order[i]` of the source. */
export function transpose<Values extends Float32Array | Int32Array>(
  { values, shape }: DenseArray<Values>,
  order: readonly number[],
): DenseArray<Values> {
  const strides = shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
  const outShape = order.map((axis) => shape[axis]);
  const outStrides = order.map((axis) => strides[axis]);
  const result = values.slice() as Values;

  const index = outShape.map(() => 0);
  for (let i = 0; i < result.length; i++) {
    result[i] = values[index.reduce((sum, at, axis) => sum + at * outStrides[axis], 0)]!;
    for (let axis = index.length - 1; axis >= 0; axis--) {
      index[axis] += 1;
      if (index[axis] < outShape[axis]) break;
      index[axis] = 0;
    }
  }
  return { values: result, shape: outShape };
}

/**
 * A channels-last constant in channels-first order, with the axes that broadcasting against a
 * picture supposes in front: [channels] becomes [channels, 1, 1].
 */
export function toChannelsFirst<Values extends Float32Array | Int32Array>({
  values,
  shape,
}: DenseArray<Values>): DenseArray<Values> {
  if (shape.length === 0) return { values, shape };
  if (shape.length === 4) return transpose({ values, shape }, TO_CHANNELS_FIRST);
  const padded = [...Array<number>(3 - shape.length).fill(1), ...shape];
  return transpose({ values, shape: padded }, [2, 0, 1]);
}
