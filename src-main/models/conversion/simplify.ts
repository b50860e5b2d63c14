import { textsAttribute, type GraphModelFiles, type GraphNode } from './graph-model.ts';
import { elementCount } from './layout.ts';
import { executionOrder, type TracedTensor } from './trace.ts';

/** Convolutions without a bias, and what they are called with one. */
const WITH_BIAS: ReadonlyMap<string, string> = new Map([
  ['Conv2D', '_FusedConv2D'],
  ['DepthwiseConv2dNative', 'FusedDepthwiseConv2dNative'],
]);

const ADDITIONS: ReadonlySet<string> = new Set(['Add', 'AddV2', 'AddN']);

/**
 * The graph with its detours undone: biases that an optimizer moved away from their convolution
 * are back in it, and a PRelu that was written out in parts is one again.
 *
 * Nodes keep their names and what they compute, up to the order of additions.
 *
 * @param outputs names of nodes whose results are wanted.
 * @returns all nodes by name; those that nothing reads any more are still among them.
 */
export function simplifyGraph(
  { name, nodes }: GraphModelFiles,
  outputs: readonly string[],
  tensors: ReadonlyMap<string, TracedTensor>,
): Map<string, GraphNode> {
  const order = executionOrder(name, nodes, outputs);
  const simplified = new Map(nodes);
  const graph = { nodes: simplified, tensors, readers: countReaders(order, outputs) };
  for (const node of order) {
    const changed = prelu(node, graph) ?? biasedConvolution(node, graph) ?? [];
    for (const replacement of changed) simplified.set(replacement.name, replacement);
  }
  return simplified;
}

interface Graph {
  nodes: ReadonlyMap<string, GraphNode>;
  tensors: ReadonlyMap<string, TracedTensor>;
  readers: ReadonlyMap<string, number>;
}

/** How often each node's result is read; being an output of the graph is one more time. */
function countReaders(
  order: readonly GraphNode[],
  outputs: readonly string[],
): Map<string, number> {
  const readers = new Map<string, number>();
  for (const read of [...order.flatMap((node) => node.inputs), ...outputs]) {
    readers.set(read, (readers.get(read) ?? 0) + 1);
  }
  return readers;
}

/** max(x, 0) + slope · min(x, 0) is Prelu(x, slope). */
function prelu(node: GraphNode, graph: Graph): GraphNode[] | undefined {
  for (const [upper, scaled] of additionOrders(node)) {
    const operand = comparedWithZero('Maximum', upper, graph);
    const product = graph.nodes.get(scaled)!;
    if (operand === undefined || product.op !== 'Mul') continue;
    for (const [slope, lower] of bothOrders(product)) {
      const isSlope = graph.tensors.get(slope)!.isConstant;
      if (isSlope && comparedWithZero('Minimum', lower, graph) === operand) {
        return [node.changed({ op: 'Prelu', input: [operand, slope] })];
      }
    }
  }
  return undefined;
}

/** The other operand of a maximum or minimum with the constant 0. */
function comparedWithZero(op: string, name: string, { nodes, tensors }: Graph): string | undefined {
  const node = nodes.get(name)!;
  if (node.op !== op) return undefined;
  const isZero = (operand: string): boolean => {
    const { isConstant, values } = tensors.get(operand)!;
    return isConstant && values.every((value) => value === 0);
  };
  return bothOrders(node).find(([zero]) => isZero(zero))?.[1];
}

/**
 * (convolution + other) + bias is (convolution + bias) + other, where nothing else reads what lies
 * between. TensorFlow's optimizer makes the first of the second ("AddOpsRewrite"). A convolution
 * takes its bias and the other addend for nothing; two additions behind it are two passes over the
 * picture (facemesh-attention-pinto has 48 such pairs, 0.2 of 3.0 ms).
 */
function biasedConvolution(node: GraphNode, graph: Graph): GraphNode[] | undefined {
  for (const [bias, sum] of additionOrders(node)) {
    const { isConstant, shape } = graph.tensors.get(bias)!;
    const convolution = isConstant ? soleConvolution(sum, graph) : undefined;
    if (convolution === undefined) continue;
    const channels = graph.tensors.get(convolution.name)!.shape.at(-1);
    if (shape.at(-1) !== channels || elementCount(shape) !== channels) continue;
    return [
      convolution.changed({
        op: WITH_BIAS.get(convolution.op)!,
        input: [...convolution.inputs, bias],
        attr: { fused_ops: textsAttribute('BiasAdd') },
      }),
      node.changed({ op: 'Identity', input: [sum] }),
    ];
  }
  return undefined;
}

/** The convolution without a bias that a node is, or sums up, when no other node reads it. */
function soleConvolution(name: string, graph: Graph): GraphNode | undefined {
  const node = graph.nodes.get(name)!;
  if (graph.readers.get(name) !== 1) return undefined;
  if (WITH_BIAS.has(node.op)) return node;
  if (!ADDITIONS.has(node.op)) return undefined;
  for (const addend of node.inputs) {
    const convolution = soleConvolution(addend, graph);
    if (convolution !== undefined) return convolution;
  }
  return undefined;
}

/** The operands of an addition of two, each of them first once. */
function additionOrders(node: GraphNode): [string, string][] {
  return ADDITIONS.has(node.op) && node.inputs.length === 2 ? bothOrders(node) : [];
}

function bothOrders({ inputs }: GraphNode): [string, string][] {
  const [a, b] = inputs as [string, string];
  return [
    [a, b],
    [b, a],
  ];
}
