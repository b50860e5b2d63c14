import { describe, expect, it } from 'vitest';
import { canonicalFace } from '../faces/canonical-face.ts';
import { FACE_OVAL } from '../faces/mesh-topology.ts';
import { atlasLayout, atlasPoints } from './atlas-layout.ts';
import { isInsidePolygon } from './polygon-field.ts';

const face = canonicalFace();

describe.each([64, 128])('the layout of an atlas of %i', (size) => {
  const layout = atlasLayout(face, size);
  const points = atlasPoints(face, size);

  it('gives each texel weights that are positive and add up to 1', () => {
    for (let i = 0; i < layout.texels.length; i++) {
      const weights = layout.weights.subarray(3 * i, 3 * i + 3);
      expect(weights[0] + weights[1] + weights[2]).toBeCloseTo(1, 5);
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(-1e-6);
    }
  });

  it('puts each texel where its vertices and weights say', () => {
    for (let i = 0; i < layout.texels.length; i++) {
      for (const axis of [0, 1]) {
        let place = 0;
        for (let k = 0; k < 3; k++) {
          place += layout.weights[3 * i + k] * points[2 * layout.vertices[3 * i + k] + axis];
        }
        const texel = layout.texels[i];
        const centre = (axis === 0 ? texel % size : Math.floor(texel / size)) + 0.5;
        expect(Math.abs(place - centre)).toBeLessThan(1e-3);
      }
    }
  });

  it('covers the face’s outline whole, each texel once, in order', () => {
    const outline = Float32Array.from(
      FACE_OVAL.flatMap((vertex) => [points[2 * vertex], points[2 * vertex + 1]]),
    );
    const covered = new Set(layout.texels);

    expect(covered.size).toBe(layout.texels.length);
    expect([...layout.texels]).toEqual([...layout.texels].sort((a, b) => a - b));
    for (let texel = 0; texel < size * size; texel++) {
      const [x, y] = [(texel % size) + 0.5, Math.floor(texel / size) + 0.5];
      expect(covered.has(texel)).toBe(isInsidePolygon(outline, x, y));
    }
  });
});
