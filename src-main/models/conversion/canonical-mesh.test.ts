import { describe, expect, it } from 'vitest';
import { meshFromObj } from './canonical-mesh.ts';

const SQUARE = `
v 0 0 1
v 1 0 1.5
v 1 1 -2
v 0 1 0
vt 0.25 0.1
vt 0.75 0.1
vt 0.75 0.9
vt 0.25 0.9
f 1/4 2/3 3/2
f 1/4 3/2 4/1
`;

describe('meshFromObj', () => {
  it('numbers texture coordinates as vertices and turns v downwards', () => {
    expect(meshFromObj(SQUARE)).toEqual({
      vertices: [
        [0, 0, 1],
        [1, 0, 1.5],
        [1, 1, -2],
        [0, 1, 0],
      ],
      uv: [
        [0.25, 0.1],
        [0.75, 0.1],
        [0.75, 0.9],
        [0.25, 0.9],
      ],
      triangles: [
        [0, 1, 2],
        [0, 2, 3],
      ],
    });
  });

  it('refuses a vertex with two texture coordinates', () => {
    expect(() => meshFromObj(`${SQUARE}f 2/1 3/2 4/1`)).toThrow(/Vertex 1 .* exactly one/);
  });

  it('refuses a vertex without a texture coordinate', () => {
    expect(() => meshFromObj(`${SQUARE}v 9 9 9`)).toThrow(/Vertex 4 .* exactly one/);
  });
});
