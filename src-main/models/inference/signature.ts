import type { InferenceSession } from 'onnxruntime-node';
import { MirageError } from '../../contract/error.ts';
import type { NetworkEntry, TensorEntry } from '../catalogue.ts';

type ValueMetadata = InferenceSession.ValueMetadata;

/** The inputs and outputs that a loaded network really has. */
export interface Signature {
  inputs: readonly ValueMetadata[];
  outputs: readonly ValueMetadata[];
}

/**
 * Compares names, types and shapes with the catalogue, so that a wrong file fails when it is
 * opened and not with odd pictures later. The order of the tensors does not matter.
 *
 * @throws MirageError `model-mismatch` with what was expected and what was found.
 */
export function assertSignature(entry: NetworkEntry, found: Signature): void {
  assertTensors(entry.id, 'inputs', entry.inputs, found.inputs);
  assertTensors(entry.id, 'outputs', entry.outputs, found.outputs);
}

function assertTensors(
  id: string,
  side: 'inputs' | 'outputs',
  expected: readonly TensorEntry[],
  found: readonly ValueMetadata[],
): void {
  const wanted = listing(expected.map(({ name, type, shape }) => describe(name, type, shape)));
  const present = listing(
    found.map((value) =>
      value.isTensor
        ? describe(value.name, value.type, value.shape)
        : `${value.name} (not a tensor)`,
    ),
  );
  if (wanted === present) return;
  throw new MirageError('model-mismatch', {
    message: `${id} has other ${side} than the catalogue says: expected ${wanted}; found ${present}.`,
    hint: 'Use the model file that the catalogue describes.',
  });
}

const describe = (name: string, type: string, shape: readonly (number | string)[]): string =>
  `${name} ${type} [${shape.join(', ')}]`;

const listing = (tensors: readonly string[]): string =>
  tensors.toSorted().join(', ') || 'none at all';
