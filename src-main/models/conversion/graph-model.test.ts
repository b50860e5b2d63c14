import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readGraphModel } from './graph-model.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mirage-graph-model-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('readGraphModel', () => {
  it('refuses a file that is no graph model', async () => {
    const path = join(folder, 'layers.json');
    await writeFile(path, '{"format":"layers-model"}');

    await expect(readGraphModel(path)).rejects.toMatchObject({ code: 'model-corrupt' });
  });

  it('reports weights that are not there', async () => {
    const path = join(folder, 'lonely.json');
    await writeFile(
      path,
      JSON.stringify({
        modelTopology: { node: [] },
        weightsManifest: [{ paths: ['lonely.bin'], weights: [] }],
      }),
    );

    await expect(readGraphModel(path)).rejects.toMatchObject({
      code: 'model-missing',
      message: expect.stringContaining('lonely.bin') as string,
    });
  });
});
