import { describe, expect, it } from 'vitest';
import { canonicalFace } from '../faces/canonical-face.ts';
import { MESH_POINTS } from '../faces/face.ts';
import { LEFT_EYE, LEFT_IRIS, RIGHT_EYE, RIGHT_IRIS } from '../faces/mesh-topology.ts';
import { readGaze } from './gaze.ts';

const face = canonicalFace();

/** The canonical layout under an affine map, with the irises at given places of the atlas. */
function meshLooking(left: readonly [number, number], right: readonly [number, number]) {
  const mesh = new Float32Array(MESH_POINTS * 3);
  const place = (point: number, u: number, v: number): void => {
    mesh.set([300 * u - 40 * v + 70, 25 * u + 280 * v - 30, 0], 3 * point);
  };
  for (let v = 0; v < 468; v++) place(v, face.uv[2 * v], face.uv[2 * v + 1]);
  for (const point of LEFT_IRIS) place(point, ...left);
  for (const point of RIGHT_IRIS) place(point, ...right);
  return mesh;
}

const middleOf = (ring: readonly number[]): [number, number] => {
  const sum = (axis: number): number =>
    ring.reduce((total, vertex) => total + face.uv[2 * vertex + axis], 0) / ring.length;
  return [sum(0), sum(1)];
};

describe('the gaze', () => {
  it('is where the irises are in the atlas, however the face is turned and sheared', () => {
    const mesh = meshLooking([0.31, 0.4], [0.68, 0.37]);

    const gaze = readGaze(face, mesh);

    [0.31, 0.4, 0.68, 0.37].forEach((expected, k) => {
      expect(gaze[k]).toBeCloseTo(expected, 4);
    });
  });

  it('moves with each iris alone', () => {
    const [left, right] = [middleOf(LEFT_EYE), middleOf(RIGHT_EYE)];
    const ahead = readGaze(face, meshLooking(left, right));
    const aside = readGaze(face, meshLooking([left[0] + 0.02, left[1]], right));

    expect(aside[0] - ahead[0]).toBeCloseTo(0.02, 4);
    expect(aside[2]).toBeCloseTo(ahead[2], 6);
  });

  it('of a shut eye is the middle', () => {
    const mesh = meshLooking([0.31, 0.4], [0.68, 0.37]);
    for (const vertex of LEFT_EYE) mesh[3 * vertex + 1] = 90;

    const gaze = readGaze(face, mesh);

    const [u, v] = middleOf(LEFT_EYE);
    expect(gaze[0]).toBeCloseTo(u, 5);
    expect(gaze[1]).toBeCloseTo(v, 5);
  });

  it('fills the array it is given', () => {
    const out = new Float64Array(4);

    expect(readGaze(face, meshLooking([0.3, 0.4], [0.7, 0.4]), out)).toBe(out);
    expect(out[0]).toBeCloseTo(0.3, 4);
  });
});
