import { describe, expect, it } from 'vitest';
import { axisIn, toChannelsFirst, transpose } from './layout.ts';

const counting = (length: number) => Float32Array.from({ length }, (_, index) => index);

describe('transpose', () => {
  it('puts every element where its indices say', () => {
    const [A, B, C, D] = [2, 3, 4, 5];
    const source = { values: counting(A * B * C * D), shape: [A, B, C, D] };

    const { values, shape } = transpose(source, [2, 0, 3, 1]);

    expect(shape).toEqual([C, A, D, B]);
    for (let a = 0; a < A; a++)
      for (let b = 0; b < B; b++)
        for (let c = 0; c < C; c++)
          for (let d = 0; d < D; d++) {
            const moved = values[((c * A + a) * D + d) * B + b];
            expect(moved).toBe(source.values[((a * B + b) * C + c) * D + d]);
          }
  });

  it('leaves a scalar as it is', () => {
    expect(transpose({ values: Float32Array.of(7), shape: [] }, [])).toEqual({
      values: Float32Array.of(7),
      shape: [],
    });
  });
});

describe('toChannelsFirst', () => {
  it.each([
    [[], []],
    [[5], [5, 1, 1]],
    [
      [4, 5],
      [5, 1, 4],
    ],
    [
      [3, 4, 5],
      [5, 3, 4],
    ],
    [
      [2, 3, 4, 5],
      [2, 5, 3, 4],
    ],
  ])('gives a constant of shape %j the shape %j', (shape, expected) => {
    const length = shape.reduce((product, size) => product * size, 1);

    expect(toChannelsFirst({ values: counting(length), shape }).shape).toEqual(expected);
  });
});

describe('axisIn', () => {
  it('finds batch, height, width and channels again', () => {
    expect([0, 1, 2, 3].map((axis) => axisIn('first', axis))).toEqual([0, 2, 3, 1]);
    expect([0, 1, 2, 3].map((axis) => axisIn('last', axis))).toEqual([0, 1, 2, 3]);
  });
});
