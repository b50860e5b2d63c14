import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { MirageError } from '../../contract/error.ts';

/** An attribute as TFJS writes it: one of these fields, integers as text, text in base64. */
const attributeSchema = z.object({
  i: z.coerce.number().optional(),
  b: z.boolean().optional(),
  s: z.string().optional(),
  list: z
    .object({ i: z.array(z.coerce.number()).optional(), s: z.array(z.string()).optional() })
    .optional(),
});

const graphModelSchema = z.object({
  modelTopology: z.object({
    node: z.array(
      z.object({
        name: z.string(),
        op: z.string(),
        input: z.array(z.string()).default([]),
        attr: z.record(z.string(), attributeSchema).default({}),
      }),
    ),
  }),
  weightsManifest: z.array(
    z.object({ paths: z.array(z.string()), weights: z.array(z.looseObject({ name: z.string() })) }),
  ),
});

type GraphModelJson = z.infer<typeof graphModelSchema>;
type NodeJson = GraphModelJson['modelTopology']['node'][number];

/** What {@link GraphNode.changed} may replace. */
export type GraphNodeChanges = Partial<Pick<NodeJson, 'op' | 'input' | 'attr'>>;

/** One operation of a TFJS graph. Attribute getters fall back to the operation's own default. */
export class GraphNode {
  readonly name: string;
  readonly op: string;
  /** Names of the nodes it reads, control dependencies left out. */
  readonly inputs: readonly string[];
  readonly #attributes: ReadonlyMap<string, z.infer<typeof attributeSchema>>;

  constructor({ name, op, input, attr }: NodeJson) {
    this.name = name;
    this.op = op;
    this.inputs = input.filter((path) => !path.startsWith('^')).map(nodeName);
    this.#attributes = new Map(Object.entries(attr));
  }

  /** Its place in the graph with another operation, other operands or further attributes. */
  changed({ op = this.op, input = [...this.inputs], attr = {} }: GraphNodeChanges): GraphNode {
    const attributes = { ...Object.fromEntries(this.#attributes), ...attr };
    return new GraphNode({ name: this.name, op, input, attr: attributes });
  }

  integer(key: string, fallback: number): number {
    return this.#attributes.get(key)?.i ?? fallback;
  }

  integers(key: string, fallback: readonly number[]): readonly number[] {
    return this.#attributes.get(key)?.list?.i ?? fallback;
  }

  isSet(key: string): boolean {
    return this.#attributes.get(key)?.b ?? false;
  }

  text(key: string, fallback: string): string {
    const value = this.#attributes.get(key)?.s;
    return value === undefined ? fallback : fromBase64(value);
  }

  texts(key: string): readonly string[] {
    return (this.#attributes.get(key)?.list?.s ?? []).map(fromBase64);
  }
}

/** A TFJS graph model: its operations, and what TFJS itself needs to run it. */
export interface GraphModelFiles {
  name: string;
  nodes: ReadonlyMap<string, GraphNode>;
  /** The model file as it was parsed, untouched. */
  json: { modelTopology: object; weightsManifest: { weights: object[] }[] };
  weights: ArrayBuffer;
}

/** `name:0` and `name` are the same tensor: no operation here has a second output. */
export function nodeName(path: string): string {
  return path.split(':', 1)[0];
}

/**
 * Reads a model file and the weight files it names, which lie beside it.
 *
 * @throws MirageError `model-missing` when a file cannot be read, `model-corrupt` when the model
 *   file is not a TFJS graph model.
 */
export async function readGraphModel(path: string): Promise<GraphModelFiles> {
  const text = (await readModelFile(path)).toString('utf8');
  let graph: GraphModelJson;
  let json: unknown;
  try {
    json = JSON.parse(text);
    graph = graphModelSchema.parse(json);
  } catch (cause) {
    throw new MirageError('model-corrupt', {
      message: `${path} is not a TFJS graph model.`,
      cause,
    });
  }
  const files = graph.weightsManifest.flatMap((group) => group.paths);
  const parts = await Promise.all(files.map((file) => readModelFile(join(dirname(path), file))));
  return {
    name: basename(path, '.json'),
    nodes: new Map(graph.modelTopology.node.map((node) => [node.name, new GraphNode(node)])),
    json: json as GraphModelFiles['json'],
    weights: Uint8Array.from(Buffer.concat(parts)).buffer,
  };
}

async function readModelFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new MirageError('model-missing', { message: `${path} cannot be read.`, cause });
  }
}

/** An attribute that holds a list of texts, as TFJS writes it. */
export function textsAttribute(...texts: string[]): z.infer<typeof attributeSchema> {
  return { list: { s: texts.map((text) => Buffer.from(text, 'utf8').toString('base64')) } };
}

const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8');
