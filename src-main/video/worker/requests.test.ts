import { describe, expect, it } from 'vitest';
import { evenRectangle } from './requests.ts';

describe('even rectangle', () => {
  it.each([
    { given: [4, 6, 10, 8], wanted: [4, 6, 10, 8], of: [64, 48] },
    { given: [5, 7, 10, 8], wanted: [4, 6, 12, 10], of: [64, 48] },
    { given: [0, 0, 1, 1], wanted: [0, 0, 2, 2], of: [64, 48] },
    { given: [60, 40, 4, 8], wanted: [60, 40, 4, 8], of: [64, 48] },
    { given: [61, 45, 2, 2], wanted: [60, 44, 3, 3], of: [63, 47] },
  ])('around $given in $of is $wanted', ({ given, wanted, of }) => {
    const [x, y, width, height] = given;

    const even = evenRectangle({ x, y, width, height }, of[0], of[1]);

    expect([even.x, even.y, even.width, even.height]).toEqual(wanted);
  });
});
