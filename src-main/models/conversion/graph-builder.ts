import { exactFloat16 } from './float16.ts';
import {
  ELEMENT_TYPES,
  encodeOnnxModel,
  type OnnxAttribute,
  type OnnxConstant,
  type OnnxNode,
  type OnnxTensor,
} from './onnx-model.ts';

/** Below this, storing a constant in half precision saves less than its Cast operator takes. */
const MIN_FLOAT16_ELEMENTS = 256;

/** Collects an ONNX graph's operators and constants and names them in order. */
export class GraphBuilder {
  readonly #nodes: OnnxNode[] = [];
  readonly #constants: OnnxConstant[] = [];

  /** @returns the name of what the operator makes. */
  operator(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
    output = `${op}_${this.#nodes.length}`,
  ): string {
    this.#nodes.push({ op, inputs, output, attributes });
    return output;
  }

  /**
   * A float32 constant. Large ones that half precision holds without loss are stored so: half the
   * file, the same numbers, and the runtime widens them once, when it opens the file.
   */
  floats(values: Float32Array, shape: readonly number[]): string {
    const halves = values.length < MIN_FLOAT16_ELEMENTS ? undefined : exactFloat16(values);
    if (halves === undefined) return this.#constant('float32', values, shape);
    const stored = this.#constant('float16', halves, shape);
    return this.operator('Cast', [stored], { to: ELEMENT_TYPES.float32 });
  }

  integers(values: Int32Array, shape: readonly number[]): string {
    return this.#constant('int32', values, shape);
  }

  /** A list of int64: shapes, axes and bounds, which operators read as tensors. */
  longs(values: Iterable<number>): string {
    const list = BigInt64Array.from([...values], BigInt);
    return this.#constant('int64', list, [list.length]);
  }

  /** @returns the bytes of the .onnx file. */
  encode(name: string, inputs: readonly OnnxTensor[], outputs: readonly OnnxTensor[]): Uint8Array {
    return encodeOnnxModel({
      name,
      nodes: this.#nodes,
      constants: this.#constants,
      inputs,
      outputs,
    });
  }

  #constant(
    type: OnnxConstant['type'],
    values: OnnxConstant['values'],
    shape: readonly number[],
  ): string {
    const name = `constant_${this.#constants.length}`;
    this.#constants.push({ name, type, shape, values });
    return name;
  }
}
