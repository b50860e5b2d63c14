import { describe, expect, it } from 'vitest';
import { canonicalMesh } from '../../../test-support/synthetic-clip/drawn-portrait.ts';
import { CANONICAL_VERTICES, canonicalFace } from '../faces/canonical-face.ts';
import { POINT } from '../faces/mesh-topology.ts';
import { facingWeights } from './facing.ts';

const face = canonicalFace();

/** The atlas layout as a flat mask, turned about the upright axis. */
function flatMask(degrees: number): Float32Array {
  const angle = (degrees * Math.PI) / 180;
  const mesh = new Float32Array(CANONICAL_VERTICES * 3);
  for (let v = 0; v < CANONICAL_VERTICES; v++) {
    const x = 200 * face.uv[2 * v];
    mesh.set([x * Math.cos(angle), 200 * face.uv[2 * v + 1], x * Math.sin(angle)], 3 * v);
  }
  return mesh;
}

const weightsOf = (mesh: Float32Array): Float32Array => {
  const weights = new Float32Array(CANONICAL_VERTICES);
  facingWeights(face, mesh, new Float32Array(mesh.length).fill(NaN), weights);
  return weights;
};

describe('how squarely a vertex faces the camera', () => {
  it('is whole for a mask seen from the front, and nothing for one seen from the edge', () => {
    expect(new Set(weightsOf(flatMask(0)))).toEqual(new Set([1]));
    expect(Math.max(...weightsOf(flatMask(89)))).toBe(0);
  });

  it('falls as the mask turns away, alike on all of it', () => {
    const means = [60, 70, 75, 80, 84].map((degrees) => {
      const weights = weightsOf(flatMask(degrees));
      expect(Math.max(...weights) - Math.min(...weights)).toBeLessThan(1e-3);
      return weights[0];
    });

    expect(means[0]).toBe(1);
    for (let k = 1; k < means.length; k++) expect(means[k]).toBeLessThan(means[k - 1]);
    expect(means.at(-1)).toBeGreaterThan(0);
  });

  it('is larger on the nose than at the temples of a face that looks ahead', () => {
    const weights = weightsOf(canonicalMesh());

    expect(weights[POINT.noseTip]).toBe(1);
    expect(weights[POINT.leftTemple]).toBeLessThan(0.7);
    expect(weights[POINT.rightTemple]).toBeCloseTo(weights[POINT.leftTemple], 3);
  });

  it('is nothing for a mesh that has collapsed, rather than no number', () => {
    expect(new Set(weightsOf(new Float32Array(CANONICAL_VERTICES * 3)))).toEqual(new Set([0]));
  });
});
