import { describe, expect, it } from 'vitest';
import { graphFiles, type Graph } from './fixtures/graph.ts';
import { LATE_BIAS, WRITTEN_OUT_PRELU } from './fixtures/graphs.ts';
import { simplifyGraph } from './simplify.ts';
import { traceGraph } from './trace.ts';

const picture = [1, 7, 5, 4];
const filters = { shape: [3, 3, 4, 4] };
const zero = { shape: [], values: [0] };

/** The simplified graph's operations, each with what it reads. */
async function simplified(graph: Graph, outputs = [Object.keys(graph.operations).at(-1)!]) {
  const files = await graphFiles(graph);
  const tensors = await traceGraph(files, new Map([['x', graph.x]]), outputs);
  const nodes = simplifyGraph(files, outputs, tensors);
  return Object.fromEntries(
    Object.keys(graph.operations).map((name) => {
      const { op, inputs } = nodes.get(name)!;
      return [name, `${op}(${inputs.join(', ')})`];
    }),
  );
}

describe('a bias that an optimizer moved behind an addition', () => {
  it('goes back into the convolution', async () => {
    const constants = { w: filters, b: { shape: [4] } };

    expect(await simplified({ x: picture, constants, operations: LATE_BIAS })).toEqual({
      convolved: '_FusedConv2D(x, w, b)',
      sum: 'AddN(x, convolved)',
      y: 'Identity(sum)',
    });
  });

  it('stays where the sum without it is read as well', async () => {
    const constants = { w: filters, b: { shape: [4] } };
    const graph = { x: picture, constants, operations: LATE_BIAS };

    expect(await simplified(graph, ['sum', 'y'])).toMatchObject({ y: 'AddV2(b, sum)' });
  });

  it('stays where the convolution without it is read as well', async () => {
    const constants = { w: filters, b: { shape: [4] } };
    const graph = { x: picture, constants, operations: LATE_BIAS };

    expect(await simplified(graph, ['convolved', 'y'])).toMatchObject({ y: 'AddV2(b, sum)' });
  });

  it.each([
    ['a single number', []],
    ['one number a column and channel', [5, 7]],
    ['one number a row, as many as channels', [7, 1, 1]],
  ])('is none when it is %s', async (_, shape) => {
    const constants = { w: { shape: [3, 3, 4, 7] }, b: { shape } };
    const operations = {
      convolved: LATE_BIAS.convolved,
      y: { op: 'AddV2', inputs: ['b', 'convolved'] },
    };

    expect(await simplified({ x: picture, constants, operations })).toMatchObject({
      y: 'AddV2(b, convolved)',
    });
  });
});

describe('a PRelu written out as a maximum and a minimum', () => {
  it('is one operation again', async () => {
    const constants = { zero, a: { shape: [4] } };
    const graph = { x: picture, constants, operations: WRITTEN_OUT_PRELU };

    expect(await simplified(graph)).toMatchObject({ y: 'Prelu(x, a)' });
  });

  it('is none when the two look at different tensors', async () => {
    const constants = { zero, a: { shape: [4] } };
    const operations = {
      other: { op: 'Abs', inputs: ['x'] },
      ...WRITTEN_OUT_PRELU,
      lower: { op: 'Minimum', inputs: ['other', 'zero'] },
      scaled: { op: 'Mul', inputs: ['a', 'lower'] },
      y: { op: 'AddV2', inputs: ['upper', 'scaled'] },
    };

    expect(await simplified({ x: picture, constants, operations })).toMatchObject({
      y: 'AddV2(upper, scaled)',
    });
  });

  it('is none when it bends elsewhere than at 0', async () => {
    const constants = { zero: { shape: [], values: [0.1] }, a: { shape: [4] } };
    const graph = { x: picture, constants, operations: WRITTEN_OUT_PRELU };

    expect(await simplified(graph)).toMatchObject({ y: 'AddV2(upper, scaled)' });
  });
});
