import { MirageError } from '../../contract/error.ts';
import { elementCount } from './layout.ts';
import { nodeName, type GraphModelFiles, type GraphNode } from './graph-model.ts';
import { ReferenceModel, type ReferenceTensor } from './reference-model.ts';

/** What one execution of the graph tells about a tensor. */
export interface TracedTensor extends ReferenceTensor {
  /** True when it does not depend on any input: its values hold for every run. */
  isConstant: boolean;
}

/**
 * Runs the graph once in TFJS on a flat picture, so that all shapes are known without a second
 * implementation of every operation's shape rules.
 *
 * @param inputs shapes in TFJS's order, by node name.
 * @param outputs node names; only what they depend on is traced.
 * @returns every tensor that an output depends on, by node name.
 * @throws MirageError `model-mismatch` when the graph has no such node.
 */
export async function traceGraph(
  files: GraphModelFiles,
  inputs: ReadonlyMap<string, readonly number[]>,
  outputs: readonly string[],
): Promise<Map<string, TracedTensor>> {
  const order = executionOrder(files.name, files.nodes, outputs);
  const model = await ReferenceModel.load(files);
  try {
    const feeds = Object.fromEntries(
      [...inputs].map(([name, shape]) => [
        name,
        { shape, values: new Float32Array(elementCount(shape)).fill(0.5) },
      ]),
    );
    const computed = order.filter(({ op }) => op !== 'Placeholder').map(({ name }) => name);
    const results = model.run(feeds, computed);

    const tensors = new Map<string, TracedTensor>();
    for (const { name, op, inputs: reads } of order) {
      if (op === 'Placeholder') {
        tensors.set(name, { type: 'float32', ...feedOf(name, feeds), isConstant: false });
      } else {
        const isConstant = reads.every((read) => tensors.get(read)!.isConstant);
        tensors.set(name, { ...results.get(name)!, isConstant });
      }
    }
    return tensors;
  } finally {
    model.close();
  }
}

function feedOf<Feed>(name: string, feeds: Readonly<Record<string, Feed>>): Feed {
  const feed = feeds[name];
  if (feed === undefined) {
    throw new MirageError('model-mismatch', {
      message: `The graph reads an input named ${name} that was not given.`,
    });
  }
  return feed;
}

/**
 * The nodes that the outputs depend on, depth first: every node comes after the nodes it reads.
 *
 * @throws MirageError `model-mismatch` when the graph has no such node.
 */
export function executionOrder(
  graph: string,
  nodes: ReadonlyMap<string, GraphNode>,
  outputs: readonly string[],
): GraphNode[] {
  const order = new Set<GraphNode>();
  const visit = (name: string): void => {
    const node = nodes.get(name);
    if (node === undefined) {
      throw new MirageError('model-mismatch', { message: `${graph} has no tensor named ${name}.` });
    }
    if (order.has(node)) return;
    node.inputs.forEach(visit);
    order.add(node);
  };
  outputs.map(nodeName).forEach(visit);
  return [...order];
}
