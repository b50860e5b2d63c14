import { ELEMENT_TYPES } from '../onnx-model.ts';
import type { Converter, ConverterTable } from './operation.ts';
import { emitPrelu } from './prelu.ts';

/** Operations that treat every element alike and keep any layout. */
export const ELEMENTWISE: ConverterTable = {
  Add: direct('Add'),
  AddV2: direct('Add'),
  AddN: direct('Sum'),
  Sub: direct('Sub'),
  Mul: direct('Mul'),
  RealDiv: direct('Div'),
  Maximum: direct('Max'),
  Minimum: direct('Min'),
  Prelu: (node, lowering) => {
    const [operand, slope] = node.inputs as [string, string];
    const layout = lowering.preferredLayout(node.name, [operand]);
    const picture = {
      value: lowering.value(operand, layout),
      layout,
      shape: lowering.shape(operand),
    };
    lowering.define(
      node.name,
      layout,
      emitPrelu(lowering, picture, lowering.constantFloats(slope)),
    );
  },
  Relu: direct('Relu'),
  Sigmoid: direct('Sigmoid'),
  Tanh: direct('Tanh'),
  Abs: direct('Abs'),
  Neg: direct('Neg'),
  Floor: direct('Floor'),
  Sqrt: direct('Sqrt'),
  Identity: direct('Identity'),
  Square: (node, lowering) => {
    const [operand] = node.inputs as [string];
    const layout = lowering.preferredLayout(node.name, [operand]);
    const value = lowering.value(operand, layout);
    lowering.define(node.name, layout, lowering.builder.operator('Mul', [value, value]));
  },
  Rsqrt: (node, lowering) => {
    const [operand] = node.inputs as [string];
    const layout = lowering.preferredLayout(node.name, [operand]);
    const root = lowering.builder.operator('Sqrt', [lowering.value(operand, layout)]);
    lowering.define(node.name, layout, lowering.builder.operator('Reciprocal', [root]));
  },
  Cast: (node, lowering) => {
    const [operand] = node.inputs as [string];
    const layout = lowering.preferredLayout(node.name, [operand]);
    const to = ELEMENT_TYPES[lowering.type(node.name)];
    lowering.define(
      node.name,
      layout,
      lowering.builder.operator('Cast', [lowering.value(operand, layout)], { to }),
    );
  },
};

/** One ONNX operator with the same operands. */
function direct(op: string): Converter {
  return (node, lowering) => {
    const layout = lowering.preferredLayout(node.name, node.inputs);
    const operands = node.inputs.map((name) => lowering.value(name, layout));
    lowering.define(node.name, layout, lowering.builder.operator(op, operands));
  };
}
