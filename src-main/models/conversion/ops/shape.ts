import { MirageError } from '../../../contract/error.ts';
import type { GraphNode } from '../graph-model.ts';
import { axisIn, TO_CHANNELS_FIRST } from '../layout.ts';
import type { Lowering } from '../lowering.ts';
import { ELEMENT_TYPES } from '../onnx-model.ts';
import type { ConverterTable } from './operation.ts';
import { emitChannelPadding } from './pointwise.ts';

/** Operations that move, cut and join elements without changing them. */
export const SHAPE: ConverterTable = {
  Reshape: reshape,
  Squeeze: reshape,
  ExpandDims: reshape,
  Pad: pad,
  ConcatV2: concatenate,
  Transpose: (node, lowering) => {
    const [operand, order] = node.inputs as [string, string];
    const moved = lowering.builder.operator('Transpose', [lowering.value(operand, 'last')], {
      perm: lowering.constantIntegers(order),
    });
    lowering.define(node.name, 'last', moved);
  },
  StridedSlice: stridedSlice,
  GatherV2: (node, lowering) => {
    const [operand, indices, axis] = node.inputs as [string, string, string];
    const gathered = lowering.builder.operator(
      'Gather',
      [lowering.value(operand, 'last'), lowering.value(indices, 'last')],
      { axis: lowering.constantIntegers(axis)[0] },
    );
    lowering.define(node.name, 'last', gathered);
  },
  GatherNd: gatherPoints,
};

/**
 * Indices outside the operand take the nearest element: some of TFJS's backends read past the end
 * without a word, and ONNX Runtime fails.
 */
function gatherPoints(node: GraphNode, lowering: Lowering): void {
  const [operand, indices] = node.inputs as [string, string];
  const { builder } = lowering;
  const axes = lowering.shape(indices).at(-1)!;
  const last = lowering
    .shape(operand)
    .slice(0, axes)
    .map((size) => size - 1);
  const wanted = builder.operator('Cast', [lowering.value(indices, 'last')], {
    to: ELEMENT_TYPES.int64,
  });
  const notBefore = builder.operator('Max', [wanted, builder.longs(last.map(() => 0))]);
  const inside = builder.operator('Min', [notBefore, builder.longs(last)]);
  const gathered = builder.operator('GatherND', [lowering.value(operand, 'last'), inside]);
  lowering.define(node.name, 'last', gathered);
}

/** Shapes are static, so every kind of reshaping is one to the known result. */
function reshape(node: GraphNode, lowering: Lowering): void {
  const [operand] = node.inputs as [string];
  const shaped = lowering.builder.operator('Reshape', [
    lowering.value(operand, 'last'),
    lowering.builder.longs(lowering.shape(node.name)),
  ]);
  lowering.define(node.name, 'last', shaped);
}

/** The source has [before, after] per axis; ONNX all befores, then all afters. */
function pad(node: GraphNode, lowering: Lowering): void {
  const [operand, amounts] = node.inputs as [string, string];
  const pairs = lowering.constantIntegers(amounts);
  const layout = lowering.preferredLayout(node.name, [operand]);
  const value = lowering.value(operand, layout);
  if (layout === 'first' && pairs.slice(0, 6).every((amount) => amount === 0)) {
    const amount = pairs.slice(6) as [number, number];
    const channels = lowering.shape(operand)[3];
    lowering.define(node.name, 'first', emitChannelPadding(lowering, value, channels, amount));
    return;
  }
  const axes = layout === 'first' ? TO_CHANNELS_FIRST : [...lowering.shape(operand).keys()];
  const padded = lowering.builder.operator('Pad', [
    value,
    lowering.builder.longs([
      ...axes.map((axis) => pairs[axis * 2]),
      ...axes.map((axis) => pairs[axis * 2 + 1]),
    ]),
  ]);
  lowering.define(node.name, layout, padded);
}

function concatenate(node: GraphNode, lowering: Lowering): void {
  const operands = node.inputs.slice(0, -1);
  const [axis] = lowering.constantIntegers(node.inputs.at(-1)!) as [number];
  const layout = lowering.preferredLayout(node.name, operands);
  const joined = lowering.builder.operator(
    'Concat',
    operands.map((operand) => lowering.value(operand, layout)),
    { axis: axisIn(layout, axis < 0 ? axis + lowering.shape(node.name).length : axis) },
  );
  lowering.define(node.name, layout, joined);
}

/**
 * Bits of a mask stand for axes: begin and end masks ignore the bound given, the shrink mask takes
 * the one element at begin and drops the axis.
 */
function stridedSlice(node: GraphNode, lowering: Lowering): void {
  if (node.integer('ellipsis_mask', 0) !== 0 || node.integer('new_axis_mask', 0) !== 0) {
    throw new MirageError('input-unsupported', {
      message: `${node.name} slices with an ellipsis or a new axis, which cannot be converted.`,
    });
  }
  const [operand, ...bounds] = node.inputs as [string, string, string, string];
  const [begins, ends, strides] = bounds.map((name) => lowering.constantIntegers(name)) as [
    number[],
    number[],
    number[],
  ];
  if (strides.some((stride) => stride < 1)) {
    throw new MirageError('input-unsupported', {
      message: `${node.name} slices backwards, which cannot be converted.`,
    });
  }
  const sizes = lowering.shape(operand);
  const isMasked = (mask: string, axis: number) => ((node.integer(mask, 0) >> axis) & 1) === 1;
  const first = begins.map((begin, axis) => {
    if (isMasked('begin_mask', axis)) return 0;
    return begin < 0 ? begin + sizes[axis] : begin;
  });
  const last = ends.map((end, axis) => {
    if (isMasked('shrink_axis_mask', axis)) return first[axis] + 1;
    return isMasked('end_mask', axis) ? sizes[axis] : end;
  });
  const { builder } = lowering;
  const cut = builder.operator('Slice', [
    lowering.value(operand, 'last'),
    builder.longs(first),
    builder.longs(last),
    builder.longs(first.keys()),
    builder.longs(strides),
  ]);
  const isShrunk = node.integer('shrink_axis_mask', 0) !== 0;
  lowering.define(
    node.name,
    'last',
    isShrunk ? builder.operator('Reshape', [cut, builder.longs(lowering.shape(node.name))]) : cut,
  );
}
