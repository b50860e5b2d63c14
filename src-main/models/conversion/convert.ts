import { MirageError } from '../../contract/error.ts';
import type { NetworkEntry, TensorEntry } from '../catalogue.ts';
import { nodeName, type GraphModelFiles } from './graph-model.ts';
import { elementCount, TO_CHANNELS_LAST } from './layout.ts';
import { Lowering } from './lowering.ts';
import { CONVERTERS } from './ops/table.ts';
import { simplifyGraph } from './simplify.ts';
import { executionOrder, traceGraph } from './trace.ts';

/** What the ONNX file is to look like from outside: the catalogue's inputs and outputs. */
export type ConversionTarget = Pick<NetworkEntry, 'inputs' | 'outputs'>;

/**
 * Turns a TFJS graph model into an ONNX file with static shapes.
 *
 * Inputs of rank 4 become channels-first; outputs keep the source's order and take the target's
 * shape. The same model and target give the same bytes on every machine.
 *
 * @throws MirageError `input-unsupported` on an operation that has no converter, `model-mismatch`
 *   when the graph lacks a tensor that the target names or an output's size differs.
 */
export async function convertGraphModel(
  files: GraphModelFiles,
  target: ConversionTarget,
): Promise<Uint8Array> {
  const inputShapes = new Map(
    target.inputs.map((input) => [nodeName(input.source), sourceShape(input)]),
  );
  const outputs = target.outputs.map((output) => nodeName(output.source));
  const tensors = await traceGraph(files, inputShapes, outputs);
  const nodes = simplifyGraph(files, outputs, tensors);

  const lowering = new Lowering(tensors);
  for (const input of target.inputs) {
    const layout = input.shape.length === 4 ? 'first' : 'last';
    lowering.define(nodeName(input.source), layout, input.name);
  }
  for (const node of executionOrder(files.name, nodes, outputs)) {
    if (node.op === 'Placeholder' || tensors.get(node.name)!.isConstant) continue;
    const convert = CONVERTERS.get(node.op);
    if (convert === undefined) {
      throw new MirageError('input-unsupported', {
        message: `${files.name} uses the operation ${node.op} (${node.name}), which cannot be converted.`,
        hint: 'Add a converter for it under src-main/models/conversion/ops.',
      });
    }
    convert(node, lowering);
  }
  for (const output of target.outputs) defineOutput(lowering, files.name, output);
  return lowering.builder.encode(files.name, target.inputs, target.outputs);
}

/** An input's shape as the source graph has it. */
function sourceShape({ shape }: TensorEntry): readonly number[] {
  return shape.length === 4 ? TO_CHANNELS_LAST.map((axis) => shape[axis]) : shape;
}

function defineOutput(lowering: Lowering, graph: string, output: TensorEntry): void {
  const source = nodeName(output.source);
  const found = lowering.shape(source);
  if (elementCount(found) !== elementCount(output.shape)) {
    throw new MirageError('model-mismatch', {
      message: `${source} of ${graph} is [${found.join(', ')}], which does not fit ${output.name} [${output.shape.join(', ')}].`,
    });
  }
  const { builder } = lowering;
  builder.operator(
    'Reshape',
    [lowering.value(source, 'last'), builder.longs(output.shape)],
    {},
    output.name,
  );
}
