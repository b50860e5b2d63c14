import { axisIn } from '../layout.ts';
import type { Converter, ConverterTable } from './operation.ts';

/** Operations that fold axes into one value, and products of matrices. */
export const REDUCTION: ConverterTable = {
  Sum: reduce('ReduceSum'),
  Mean: reduce('ReduceMean'),
  Max: reduce('ReduceMax'),
  Min: reduce('ReduceMin'),
  Prod: reduce('ReduceProd'),
  MatMul: product('transpose_a', 'transpose_b'),
  BatchMatMulV2: product('adj_x', 'adj_y'),
};

function reduce(op: string): Converter {
  return (node, lowering) => {
    const [operand, axesName] = node.inputs as [string, string];
    const rank = lowering.shape(operand).length;
    const layout = lowering.preferredLayout(node.name, [operand]);
    const axes = lowering
      .constantIntegers(axesName)
      .map((axis) => axisIn(layout, axis < 0 ? axis + rank : axis));
    const value = lowering.value(operand, layout);
    const keepdims = node.isSet('keep_dims') ? 1 : 0;
    // Up to operator set 17, ReduceSum alone reads its axes as a tensor.
    const reduced =
      op === 'ReduceSum'
        ? lowering.builder.operator(op, [value, lowering.builder.longs(axes)], { keepdims })
        : lowering.builder.operator(op, [value], { axes, keepdims });
    lowering.define(node.name, layout, reduced);
  };
}

/** Over the last two axes; the flags name which operand is transposed first. */
function product(leftFlag: string, rightFlag: string): Converter {
  return (node, lowering) => {
    const operands = [leftFlag, rightFlag].map((flag, side) => {
      const name = node.inputs[side];
      const value = lowering.value(name, 'last');
      if (!node.isSet(flag)) return value;
      const order = [...lowering.shape(name).keys()];
      order.push(...order.splice(-2).reverse());
      return lowering.builder.operator('Transpose', [value], { perm: order });
    });
    lowering.define(node.name, 'last', lowering.builder.operator('MatMul', operands));
  };
}
