import '@tensorflow/tfjs-backend-cpu';
import { loadGraphModel, type GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import type { GraphModelFiles } from './graph-model.ts';

// Without it TFJS prints an advertisement for its native backend.
tf.enableProdMode();

/** A tensor in TFJS's own order: pictures are [1, height, width, channels]. */
export interface ReferenceTensor {
  type: 'float32' | 'int32';
  shape: readonly number[];
  values: Float32Array | Int32Array;
}

/** A TFJS graph model that TFJS itself executes: the judge of every conversion. */
export class ReferenceModel {
  readonly #model: GraphModel;

  private constructor(model: GraphModel) {
    this.#model = model;
  }

  /**
   * The plain JavaScript backend: slower than the others, and the same to the last bit on every
   * machine, which the conversion's byte-for-byte promise needs.
   */
  static async load({ json, weights }: GraphModelFiles): Promise<ReferenceModel> {
    await tf.setBackend('cpu');
    const artifacts = {
      ...json,
      weightSpecs: json.weightsManifest.flatMap(
        (group) => group.weights,
      ) as unknown as tf.io.WeightsManifestEntry[],
      weightData: weights,
    };
    return new ReferenceModel(
      await loadGraphModel({ load: () => Promise.resolve(artifacts) } satisfies tf.io.IOHandler),
    );
  }

  /**
   * Runs the graph once.
   *
   * @param inputs by node name.
   * @param nodes which tensors are wanted, by node name; any node of the graph.
   */
  run(
    inputs: Readonly<Record<string, { shape: readonly number[]; values: Float32Array }>>,
    nodes: readonly string[],
  ): Map<string, ReferenceTensor> {
    const tensors = new Map<string, ReferenceTensor>();
    tf.tidy(() => {
      const feeds = Object.fromEntries(
        Object.entries(inputs).map(([name, { shape, values }]) => [
          name,
          tf.tensor(values, [...shape]),
        ]),
      );
      const results = [this.#model.execute(feeds, [...nodes])].flat();
      results.forEach((tensor, index) => tensors.set(nodes[index], toReference(tensor)));
    });
    return tensors;
  }

  close(): void {
    this.#model.dispose();
  }
}

function toReference(tensor: tf.Tensor): ReferenceTensor {
  return {
    type: tensor.dtype === 'int32' ? 'int32' : 'float32',
    shape: tensor.shape,
    values: tensor.dataSync<'float32' | 'int32'>().slice(),
  };
}
