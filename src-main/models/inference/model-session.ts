import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { forbidTelemetry } from '../../base/telemetry.ts';
import { MirageError } from '../../contract/error.ts';
import type { NetworkEntry, TensorEntry } from '../catalogue.ts';
import { verifyModelFile, type ModelFile } from '../model-file.ts';
import {
  planProviders,
  SMALL_MODEL_PROVIDERS,
  type Provider,
  type RejectedProvider,
} from './providers.ts';
import { assertSignature } from './signature.ts';

// The runtime prints a failed provider to stderr as well as throwing it; it is reported as
// `rejected`, so the print would say it twice. Must be set before the first session exists.
env.logLevel = 'fatal';
forbidTelemetry();

export interface ModelSessionOptions {
  /** Threads inside one operator; 1 suits networks of a few milliseconds. */
  threads?: number;
  /** Best first; the processor follows by itself. */
  providers?: readonly Provider[];
  /** Forbids everything but CUDA; by default what MIRAGE_CUDA_ONLY says (1 is yes). */
  isCudaOnly?: boolean;
}

/** float32 arrays that live as long as the session, and the tensors that wrap them. */
interface PersistentTensors {
  arrays: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
  tensors: Readonly<Record<string, Tensor>>;
}

interface StartedSession {
  session: InferenceSession;
  provider: Provider;
}

/**
 * A network ready to run: static shapes, warmed up, with inputs and outputs that stay in place.
 *
 * Fill `input(name)`, await `run()`, read `output(name)`. The arrays are the same objects for the
 * session's whole life and the next run overwrites them. One run at a time. A run occupies the
 * calling thread (ONNX Runtime's Node binding computes synchronously).
 */
export class ModelSession {
  /** The provider that ran the warm-up. */
  readonly provider: Provider;
  /** Providers that were wanted before it, each with why it did not run. */
  readonly rejected: readonly RejectedProvider[];

  readonly #id: string;
  readonly #session: InferenceSession;
  readonly #inputs: PersistentTensors;
  readonly #outputs: PersistentTensors;
  #isOpen = true;

  private constructor(
    entry: NetworkEntry,
    { session, provider }: StartedSession,
    rejected: readonly RejectedProvider[],
    inputs: PersistentTensors,
    outputs: PersistentTensors,
  ) {
    this.#id = entry.id;
    this.#session = session;
    this.provider = provider;
    this.rejected = rejected;
    this.#inputs = inputs;
    this.#outputs = outputs;
  }

  /**
   * Verifies the file, then tries the providers one by one until one has run the network.
   *
   * @throws MirageError `model-missing`; `model-corrupt` when its SHA-256 is not the catalogue's;
   *   `model-mismatch` when it has other inputs or outputs; `provider-unavailable` when only CUDA
   *   is allowed and there is none; `model-failed` when not even the processor can run it.
   */
  static async open(
    file: ModelFile,
    {
      threads = 1,
      providers = SMALL_MODEL_PROVIDERS,
      isCudaOnly = process.env.MIRAGE_CUDA_ONLY === '1',
    }: ModelSessionOptions = {},
  ): Promise<ModelSession> {
    await verifyModelFile(file);
    const { entry } = file;
    const inputs = persistentTensors(entry.inputs);
    const outputs = persistentTensors(entry.outputs);

    const plan = planProviders({
      platform: process.platform,
      requested: providers,
      isCudaOnly,
    });
    const rejected = [...plan.rejected];
    for (const provider of plan.candidates) {
      try {
        const session = await start(file, provider, threads, inputs, outputs);
        return new ModelSession(entry, { session, provider }, rejected, inputs, outputs);
      } catch (thrown) {
        // A wrong file is wrong on every provider, and the processor is the last one.
        if (thrown instanceof MirageError || provider === 'cpu') throw openError(file, thrown);
        rejected.push({ provider, reason: messageOf(thrown) });
      }
    }
    throw new MirageError('provider-unavailable', {
      message: `${entry.id} may run on CUDA only, and CUDA is not available: ${rejected.map(({ reason }) => reason).join(' ')}`,
      hint: 'Install the CUDA libraries, or unset MIRAGE_CUDA_ONLY.',
    });
  }

  /**
   * The array to fill before a run, in the shape the catalogue gives.
   *
   * @throws MirageError `model-mismatch` when the network has no such input.
   */
  input(name: string): Float32Array<ArrayBuffer> {
    return this.#array('input', this.#inputs, name);
  }

  /**
   * The array that each run fills, in the shape the catalogue gives.
   *
   * @throws MirageError `model-mismatch` when the network has no such output.
   */
  output(name: string): Float32Array<ArrayBuffer> {
    return this.#array('output', this.#outputs, name);
  }

  /** @throws MirageError `model-failed` when the runtime fails or the session is closed. */
  async run(): Promise<void> {
    if (!this.#isOpen) {
      throw new MirageError('model-failed', { message: `${this.#id} is closed.` });
    }
    try {
      // The binding fills the tensors given and returns copies as well; those are left to the
      // garbage collector (60 kB for the largest output here).
      await this.#session.run(this.#inputs.tensors, this.#outputs.tensors);
    } catch (cause) {
      throw new MirageError('model-failed', {
        message: `${this.#id} failed on ${this.provider}: ${messageOf(cause)}`,
        cause,
      });
    }
  }

  /** Frees the network's memory. Closing twice does nothing. */
  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#session.release();
  }

  #array(side: 'input' | 'output', { arrays }: PersistentTensors, name: string) {
    const array = arrays.get(name);
    if (array === undefined) {
      throw new MirageError('model-mismatch', {
        message: `${this.#id} has no ${side} named ${name}; it has ${[...arrays.keys()].join(', ')}.`,
      });
    }
    return array;
  }
}

/** Opens the file on one provider and runs it once, so that only what really works is reported. */
async function start(
  { entry, path }: ModelFile,
  provider: Provider,
  threads: number,
  inputs: PersistentTensors,
  outputs: PersistentTensors,
): Promise<InferenceSession> {
  const session = await InferenceSession.create(path, {
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Electron's allocator has trapped on the arena's large blocks; without it a run costs the
    // same (facemesh-attention-pinto on one core: 2.8 ms either way).
    enableCpuMemArena: false,
    logSeverityLevel: 4,
    // Idle threads would spin for work on the cores that capture and publishing need.
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  });
  try {
    assertSignature(entry, { inputs: session.inputMetadata, outputs: session.outputMetadata });
    await session.run(inputs.tensors, outputs.tensors);
    return session;
  } catch (thrown) {
    await session.release();
    throw thrown;
  }
}

function persistentTensors(entries: readonly TensorEntry[]): PersistentTensors {
  const arrays = new Map(
    entries.map(({ name, shape }) => [
      name,
      new Float32Array(shape.reduce((product, size) => product * size, 1)),
    ]),
  );
  const tensors = Object.fromEntries(
    entries.map(({ name, type, shape }) => [name, new Tensor(type, arrays.get(name)!, shape)]),
  );
  return { arrays, tensors };
}

function openError({ entry, path }: ModelFile, thrown: unknown): MirageError {
  if (thrown instanceof MirageError) return thrown;
  return new MirageError('model-failed', {
    message: `${entry.id} cannot be run from ${path}: ${messageOf(thrown)}`,
    cause: thrown,
  });
}

const messageOf = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).trim();
