import { MirageError } from '../../../contract/error.ts';
import type { GraphNode } from '../graph-model.ts';
import { transpose } from '../layout.ts';
import type { Lowering } from '../lowering.ts';
import type { Converter, ConverterTable } from './operation.ts';
import { emitReblock } from './pointwise.ts';
import { emitPrelu } from './prelu.ts';

/** Height and width. */
type Extent = readonly [number, number];

const FUSED_BIAS = 'BiasAdd';
const FUSED_RELU = 'Relu';
const FUSED_PRELU = 'Prelu';
const FUSED_OPERATIONS: readonly string[] = [FUSED_BIAS, FUSED_RELU, FUSED_PRELU];

export const CONVOLUTION: ConverterTable = {
  Conv2D: convolution,
  _FusedConv2D: convolution,
  DepthwiseConv2dNative: convolution,
  FusedDepthwiseConv2dNative: convolution,
  MaxPool: pool('MaxPool'),
  AvgPool: pool('AveragePool'),
};

/**
 * Filters go from [height, width, in, out] to [out, in, height, width]; depthwise ones, where in
 * counts the groups and out the multiplier, to [in · out, 1, height, width].
 */
function convolution(node: GraphNode, lowering: Lowering): void {
  const [picture, filter, bias] = node.inputs as [string, string, string?];
  const weights = lowering.constantFloats(filter);
  const [height, width, inward, outward] = weights.shape as [number, number, number, number];
  const isDepthwise = node.op.includes('Depthwise');
  const reordered = isDepthwise
    ? {
        values: transpose(weights, [2, 3, 0, 1]).values,
        shape: [inward * outward, 1, height, width],
      }
    : transpose(weights, [3, 2, 0, 1]);

  const fused = node.texts('fused_ops');
  assertFusedOperations(node, fused);
  const operands = [
    lowering.value(picture, 'first'),
    lowering.builder.floats(reordered.values, reordered.shape),
  ];
  if (fused.includes(FUSED_BIAS)) {
    const { values } = lowering.constantFloats(bias!);
    operands.push(lowering.builder.floats(values, [values.length]));
  }

  const kernel: Extent = [height, width];
  const strides = spatial(node.integers('strides', [1, 1, 1, 1]));
  const dilations = spatial(node.integers('dilations', [1, 1, 1, 1]));
  const convolved = lowering.builder.operator('Conv', operands, {
    kernel_shape: kernel,
    strides,
    dilations,
    group: isDepthwise ? inward : 1,
    pads: padding(node, spatial(lowering.shape(picture)), kernel, strides, dilations),
  });
  lowering.define(node.name, 'first', activated(node, lowering, convolved));
}

/** The convolution's result after the activation that is fused into the node, if one is. */
function activated(node: GraphNode, lowering: Lowering, value: string): string {
  const fused = node.texts('fused_ops');
  if (fused.includes(FUSED_RELU)) return lowering.builder.operator('Relu', [value]);
  if (!fused.includes(FUSED_PRELU)) return value;
  const operand = { value, layout: 'first', shape: lowering.shape(node.name) } as const;
  return emitPrelu(lowering, operand, lowering.constantFloats(node.inputs[3]));
}

function assertFusedOperations(node: GraphNode, fused: readonly string[]): void {
  const unknown = fused.find((name) => !FUSED_OPERATIONS.includes(name));
  if (unknown === undefined) return;
  throw new MirageError('input-unsupported', {
    message: `${node.name} has ${unknown} fused into a convolution, which cannot be converted.`,
  });
}

function pool(op: 'MaxPool' | 'AveragePool'): Converter {
  return (node, lowering) => {
    const [picture] = node.inputs as [string];
    const kernel = spatial(node.integers('ksize', [1, 1, 1, 1]));
    const strides = spatial(node.integers('strides', [1, 1, 1, 1]));
    const pooled = lowering.builder.operator(op, [lowering.value(picture, 'first')], {
      kernel_shape: kernel,
      strides,
      pads: padding(node, spatial(lowering.shape(picture)), kernel, strides, [1, 1]),
    });
    const channels = lowering.shape(node.name)[3];
    lowering.define(node.name, 'first', emitReblock(lowering, pooled, channels));
  };
}

/** Height and width out of a channels-last shape. */
function spatial(shape: readonly number[]): Extent {
  return [shape[1], shape[2]];
}

/**
 * ONNX pads [top, left, bottom, right]. SAME keeps ceil(size / stride) positions and puts the odd
 * pixel at the bottom and right (https://www.tensorflow.org/api_docs/python/tf/nn, "Notes on padding").
 */
function padding(
  node: GraphNode,
  size: Extent,
  kernel: Extent,
  strides: Extent,
  dilations: Extent,
): number[] {
  const mode = node.text('padding', 'VALID');
  if (mode === 'VALID') return [0, 0, 0, 0];
  if (mode !== 'SAME') {
    throw new MirageError('input-unsupported', {
      message: `${node.name} pads in the mode ${mode}, which cannot be converted.`,
    });
  }
  const total = ([0, 1] as const).map((axis) => {
    const positions = Math.ceil(size[axis] / strides[axis]);
    const covered = (positions - 1) * strides[axis] + (kernel[axis] - 1) * dilations[axis] + 1;
    return Math.max(0, covered - size[axis]);
  });
  const before = total.map((pixels) => pixels >> 1);
  return [...before, ...total.map((pixels, axis) => pixels - before[axis])];
}
