import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { findNetwork, type NetworkEntry, type TensorEntry } from '../catalogue.ts';
import { encodeOnnxModel, type OnnxTensor } from '../conversion/onnx-model.ts';
import { networkFile, type ModelFile } from '../model-file.ts';
import { ModelSession } from './model-session.ts';

const LENGTH = 4;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mirage-session-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

afterEach(() => {
  vi.unstubAllEnvs();
});

const tensor = (name: string): TensorEntry => ({
  name,
  type: 'float32',
  shape: [1, LENGTH],
  meaning: 'Any numbers.',
  source: name,
});

/** Writes the network `doubled = number + number` and a catalogue entry that fits it. */
async function doubler(
  real: { input?: OnnxTensor; output?: OnnxTensor } = {},
): Promise<ModelFile & { bytes: Uint8Array }> {
  const input = real.input ?? tensor('number');
  const output = real.output ?? tensor('doubled');
  const bytes = encodeOnnxModel({
    name: 'doubler',
    nodes: [{ op: 'Add', inputs: [input.name, input.name], output: output.name, attributes: {} }],
    constants: [],
    inputs: [input],
    outputs: [output],
  });
  return { ...(await written('doubler', bytes)), bytes };
}

async function written(id: string, bytes: Uint8Array): Promise<ModelFile> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const path = join(folder, `${id}-${sha256.slice(0, 8)}.onnx`);
  await writeFile(path, bytes);
  const entry: NetworkEntry = {
    ...findNetwork('mobileface'),
    id,
    bytes: bytes.byteLength,
    sha256,
    inputs: [tensor('number')],
    outputs: [tensor('doubled')],
  };
  return { entry, path };
}

describe('a model session', () => {
  it('computes what its network says, run after run, in the same arrays', async () => {
    const session = await ModelSession.open(await doubler());
    const number = session.input('number');
    const doubled = session.output('doubled');

    number.set([1, 2, 3, 4]);
    await session.run();
    expect([...doubled]).toEqual([2, 4, 6, 8]);

    number.set([-5, 0, 0.25, 1000]);
    await session.run();
    expect([...doubled]).toEqual([-10, 0, 0.5, 2000]);

    expect(session.input('number')).toBe(number);
    expect(session.output('doubled')).toBe(doubled);
    await session.close();
  });

  it('gives the same output for the same input on a real network', async () => {
    const session = await ModelSession.open(networkFile('facemesh-attention-pinto'));
    session.input('image').forEach((_, index, image) => (image[index] = (index % 251) / 251));
    await session.run();
    const first = session.output('landmarks').slice();

    session.input('image').fill(0);
    await session.run();
    expect(session.output('landmarks')).not.toEqual(first);

    session.input('image').forEach((_, index, image) => (image[index] = (index % 251) / 251));
    await session.run();
    expect(session.output('landmarks')).toEqual(first);
    await session.close();
  });

  it('keeps no memory of its runs', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const session = await ModelSession.open(networkFile('blazeface-back'));
    const bytesPerRun = 896 * 17 * Float32Array.BYTES_PER_ELEMENT;
    // Buffers are swept beside the program after a collection; the next one waits for the sweep.
    const heldBytes = async () => {
      collectGarbage();
      await nextTurn();
      collectGarbage();
      return process.memoryUsage().arrayBuffers;
    };
    const before = await heldBytes();

    for (let run = 0; run < 200; run++) await session.run();

    expect((await heldBytes()) - before).toBeLessThan(4 * bytesPerRun);
    await session.close();
  });

  it('falls back to the processor when a provider is absent, and says why', async () => {
    const session = await ModelSession.open(await doubler(), { providers: ['cuda', 'coreml'] });

    expect(session.provider).toBe('cpu');
    expect(session.rejected.map(({ provider }) => provider).toSorted()).toEqual(['coreml', 'cuda']);
    for (const { reason } of session.rejected) expect(reason).toMatch(/\w+/);
    await session.close();
  });

  it('refuses to run on the processor under MIRAGE_CUDA_ONLY', async () => {
    vi.stubEnv('MIRAGE_CUDA_ONLY', '1');

    await expect(ModelSession.open(await doubler())).rejects.toMatchObject({
      code: 'provider-unavailable',
      hint: expect.stringContaining('MIRAGE_CUDA_ONLY') as string,
    });
  });

  it('refuses a network with other inputs, saying what it expected and found', async () => {
    const file = await doubler({ input: { ...tensor('numeral'), shape: [1, 4] } });

    await expect(ModelSession.open(file)).rejects.toMatchObject({
      code: 'model-mismatch',
      message:
        'doubler has other inputs than the catalogue says: expected number float32 [1, 4]; found numeral float32 [1, 4].',
    });
  });

  it('refuses a network with outputs of another type or shape', async () => {
    const wide = { ...tensor('number'), shape: [2, 4] };
    const file = await doubler({ output: { ...tensor('doubled'), shape: [2, 4] }, input: wide });
    const widerEntry = { ...file.entry, inputs: [wide] };

    await expect(ModelSession.open({ path: file.path, entry: widerEntry })).rejects.toMatchObject({
      code: 'model-mismatch',
      message: expect.stringContaining('found doubled float32 [2, 4]') as string,
    });
  });

  it('refuses a file that was cut short', async () => {
    const { entry, path, bytes } = await doubler();
    await writeFile(path, bytes.subarray(0, bytes.length - 8));

    await expect(ModelSession.open({ entry, path })).rejects.toMatchObject({
      code: 'model-corrupt',
      message: expect.stringContaining(path) as string,
    });
  });

  it('reports a file that is not there', async () => {
    const { entry } = await doubler();

    await expect(
      ModelSession.open({ entry, path: join(folder, 'absent.onnx') }),
    ).rejects.toMatchObject({ code: 'model-missing' });
  });

  it('reports a file that holds no network although its hash is right', async () => {
    const file = await written('prose', Buffer.from('This is not a network.'));

    await expect(ModelSession.open(file)).rejects.toMatchObject({ code: 'model-failed' });
  });

  it('names the tensors it has when asked for one it has not', async () => {
    const session = await ModelSession.open(await doubler());

    expect(() => session.input('image')).toThrow(
      'doubler has no input named image; it has number.',
    );
    expect(() => session.output('boxes')).toThrow('it has doubled.');
    await session.close();
  });

  it('does not run once it is closed, and may be closed twice', async () => {
    const session = await ModelSession.open(await doubler());
    await session.close();
    await session.close();

    await expect(session.run()).rejects.toMatchObject({ code: 'model-failed' });
  });
});
