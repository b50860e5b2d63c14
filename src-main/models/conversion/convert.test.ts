import { describe, expect, it } from 'vitest';
import type { TensorEntry } from '../catalogue.ts';
import { convertGraphModel, type ConversionTarget } from './convert.ts';
import {
  bothResults,
  convertedResult,
  graphFiles,
  tensorEntry,
  type Graph,
} from './fixtures/graph.ts';
import { GRAPHS, list, one } from './fixtures/graphs.ts';

describe('a converted graph', () => {
  it.each(Object.keys(GRAPHS))('computes %s as TFJS does', async (name) => {
    const { expected, found } = await bothResults(GRAPHS[name]);

    const furthest = Math.max(
      ...found.map((value, index) => Math.abs(value - expected.values[index])),
    );
    expect(found).toHaveLength(expected.values.length);
    expect(furthest).toBeLessThan(1e-5);
  });

  it('takes the nearest element where a computed index lies outside', async () => {
    const graph: Graph = {
      x: [4, 2],
      constants: {
        table: { shape: [2, 3], values: [10, 11, 12, 20, 21, 22] },
      },
      operations: {
        // TFJS refuses an index outside; the flat picture that it traces with has none.
        points: { op: 'Cast', inputs: ['x'], attributes: { DstT: { type: 'DT_INT32' } } },
        y: { op: 'GatherNd', inputs: ['table', 'points'] },
      },
    };
    const points = Float32Array.of(1, 2, 0, 3, 7, 0, -1, -5);

    expect(await convertedResult(graph, points, [4])).toEqual([22, 12, 20, 10]);
  });

  it('is the same file each time', async () => {
    const files = await graphFiles(GRAPHS['a convolution with bias and activation fused in']);
    const target: ConversionTarget = {
      inputs: [tensorEntry('image', 'x', [1, 4, 7, 5])],
      outputs: [tensorEntry('result', 'y', [1, 4, 3, 3])],
    };

    expect(await convertGraphModel(files, target)).toEqual(await convertGraphModel(files, target));
  });

  it('takes half the space for weights that half precision holds', async () => {
    const sizeWith = async (value: number) => {
      const files = await graphFiles({
        x: [1, 1000],
        constants: { c: { shape: [1000], values: Array<number>(1000).fill(value) } },
        operations: one('Mul', ['x', 'c']),
      });
      const target = {
        inputs: [tensorEntry('image', 'x', [1, 1000])],
        outputs: [tensorEntry('result', 'y', [1, 1000])],
      };
      return (await convertGraphModel(files, target)).byteLength;
    };

    expect((await sizeWith(0.1)) - (await sizeWith(0.5))).toBeGreaterThan(1900);
  });
});

describe('a graph that cannot be converted', () => {
  const convert = async (graph: Graph, output: TensorEntry) =>
    convertGraphModel(await graphFiles(graph), {
      inputs: [tensorEntry('image', 'x', [1, 4])],
      outputs: [output],
    });

  it('is refused by the name of the operation that has no converter', async () => {
    const graph = { x: [1, 4], operations: one('Softplus', ['x']) };

    await expect(convert(graph, tensorEntry('result', 'y', [1, 4]))).rejects.toMatchObject({
      code: 'input-unsupported',
      message: expect.stringContaining('Softplus (y)') as string,
    });
  });

  it('is refused when an axis is computed from the picture', async () => {
    const graph: Graph = {
      x: [1, 4],
      constants: { zero: { shape: [], values: [0] }, axes: list(0, 1) },
      operations: {
        nothing: { op: 'Mul', inputs: ['x', 'zero'] },
        total: { op: 'Sum', inputs: ['nothing', 'axes'] },
        axis: { op: 'Cast', inputs: ['total'], attributes: { DstT: { type: 'DT_INT32' } } },
        y: { op: 'Sum', inputs: ['x', 'axis'] },
      },
    };

    await expect(convert(graph, tensorEntry('result', 'y', [4]))).rejects.toMatchObject({
      code: 'input-unsupported',
      message: expect.stringContaining('axis is computed') as string,
    });
  });

  it('is refused when it lacks an output that the catalogue names', async () => {
    const graph = { x: [1, 4], operations: one('Relu', ['x']) };

    await expect(convert(graph, tensorEntry('result', 'z', [1, 4]))).rejects.toMatchObject({
      code: 'model-mismatch',
      message: 'graph has no tensor named z.',
    });
  });

  it('is refused when an output has another size than the catalogue says', async () => {
    const graph = { x: [1, 4], operations: one('Relu', ['x']) };

    await expect(convert(graph, tensorEntry('result', 'y', [1, 5]))).rejects.toMatchObject({
      code: 'model-mismatch',
      message: 'y of graph is [1, 4], which does not fit result [1, 5].',
    });
  });
});
