import { describe, expect, it } from 'vitest';
import { reasonToWithhold } from './publishability.ts';

describe('what may be shown', () => {
  it.each([
    ['a picture in which every face was replaced', { swapped: 2, exposed: 0 }, undefined],
    [
      'no picture without a face, for one may have been missed',
      { swapped: 0, exposed: 0 },
      'no-face',
    ],
    [
      'no picture with a face beside the replaced one',
      { swapped: 1, exposed: 1 },
      'unswapped-face',
    ],
    ['no picture of a face that was not replaced', { swapped: 0, exposed: 1 }, 'unswapped-face'],
  ])('is %s', (_what, result, expected) => {
    expect(reasonToWithhold(result)).toBe(expected);
  });
});
