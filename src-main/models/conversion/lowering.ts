import { MirageError } from '../../contract/error.ts';
import { GraphBuilder } from './graph-builder.ts';
import {
  TO_CHANNELS_FIRST,
  TO_CHANNELS_LAST,
  toChannelsFirst,
  type DenseArray,
  type Layout,
} from './layout.ts';
import type { TracedTensor } from './trace.ts';

/**
 * The state of one conversion: which ONNX tensor stands for which tensor of the source graph, and
 * in which layout. A tensor is transposed only when an operator asks for the layout it is not in,
 * and then once.
 */
export class Lowering {
  readonly builder = new GraphBuilder();
  readonly #tensors: ReadonlyMap<string, TracedTensor>;
  readonly #names = new Map<string, Partial<Record<Layout, string>>>();

  constructor(tensors: ReadonlyMap<string, TracedTensor>) {
    this.#tensors = tensors;
  }

  /** Of a source tensor, in the source's own order. */
  shape(name: string): readonly number[] {
    return this.#traced(name).shape;
  }

  /** Of a source tensor's elements. */
  type(name: string): TracedTensor['type'] {
    return this.#traced(name).type;
  }

  /**
   * The values of a tensor that no input changes: weights, axes, bounds.
   *
   * @throws MirageError `input-unsupported` when an input changes them.
   */
  constant(name: string): TracedTensor {
    const traced = this.#traced(name);
    if (!traced.isConstant) {
      throw new MirageError('input-unsupported', {
        message: `${name} is computed from the input where only a constant can be converted.`,
      });
    }
    return traced;
  }

  /** Weights and other float constants. */
  constantFloats(name: string): DenseArray<Float32Array> {
    const { values, shape } = this.constant(name);
    return { values: Float32Array.from(values), shape };
  }

  /** The ONNX constant for an array in the source's order, in the layout asked for. */
  floats(array: DenseArray<Float32Array>, layout: Layout): string {
    const { values, shape } = layout === 'first' ? toChannelsFirst(array) : array;
    return this.builder.floats(values, shape);
  }

  constantIntegers(name: string): number[] {
    return [...this.constant(name).values];
  }

  /** Records the ONNX tensor that stands for a source tensor. */
  define(name: string, layout: Layout, onnxName: string): void {
    this.#names.set(name, { [layout]: onnxName });
  }

  /** The ONNX tensor that stands for a source tensor, in the layout asked for. */
  value(name: string, layout: Layout): string {
    const names = this.#names.get(name) ?? {};
    const present = names[layout];
    if (present !== undefined) return present;
    const made = this.#make(name, layout, names);
    this.#names.set(name, { ...names, [layout]: made });
    return made;
  }

  /**
   * Channels-first when the result is a picture, all operands that are computed are pictures, and
   * at least one is there in channels-first already; so no operator forces a transpose by itself.
   */
  preferredLayout(result: string, operands: readonly string[]): Layout {
    const computed = operands.filter((operand) => !this.#traced(operand).isConstant);
    const arePictures = [result, ...computed].every((name) => this.shape(name).length === 4);
    const isOneFirst = computed.some((operand) => this.#names.get(operand)?.first !== undefined);
    return arePictures && isOneFirst ? 'first' : 'last';
  }

  #make(name: string, layout: Layout, names: Partial<Record<Layout, string>>): string {
    const traced = this.#traced(name);
    if (traced.isConstant) return this.#makeConstant(traced, layout);
    const [source, order] =
      layout === 'first' ? [names.last, TO_CHANNELS_FIRST] : [names.first, TO_CHANNELS_LAST];
    return this.builder.operator('Transpose', [source!], { perm: order });
  }

  #makeConstant({ type, values, shape }: TracedTensor, layout: Layout): string {
    if (type === 'float32')
      return this.floats({ values: Float32Array.from(values), shape }, layout);
    const whole = { values: Int32Array.from(values), shape };
    const array = layout === 'first' ? toChannelsFirst(whole) : whole;
    return this.builder.integers(array.values, array.shape);
  }

  #traced(name: string): TracedTensor {
    return this.#tensors.get(name)!;
  }
}
