import { describe, expect, it } from 'vitest';
import { alignmentTemplate, fivePoints } from './alignment.ts';
import { canonicalFace } from './canonical-face.ts';
import { similarity2d } from './similarity.ts';

describe('five-point alignment', () => {
  it('scales the 112 template, and gives multiples of 128 their margin', () => {
    const template = alignmentTemplate(112);

    expect([...alignmentTemplate(224)]).toEqual([...template].map((value) => value * 2));
    expect([...alignmentTemplate(128)]).toEqual(
      [...template].map((value, i) => (i % 2 === 0 ? value + 8 : value)),
    );
    expect([...alignmentTemplate(256)]).toEqual(
      [...alignmentTemplate(128)].map((value) => value * 2),
    );
  });

  it.each([0, -112, 100, 512.5])('refuses a crop of %d pixels', (size) => {
    expect(() => alignmentTemplate(size)).toThrow(RangeError);
  });

  it('reads points off a mesh that fit the template as a face does', () => {
    const mesh = canonicalFace().vertices.map((value, i) => (i % 3 === 0 ? value : -value));
    const template = alignmentTemplate(112);
    const points = fivePoints(mesh);

    const [a, b, x, c, d, y] = similarity2d(points, template);

    for (let i = 0; i < points.length; i += 2) {
      const u = a * points[i] + b * points[i + 1] + x;
      const v = c * points[i] + d * points[i + 1] + y;
      expect(Math.hypot(u - template[i], v - template[i + 1])).toBeLessThan(6);
    }
  });
});
