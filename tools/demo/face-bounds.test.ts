import { describe, expect, it } from 'vitest';
import { boundsOf, squareAround } from './face-bounds.ts';

const size = { width: 100, height: 80 };

describe('the bounds of a mesh', () => {
  it('hold all of it in whole pixels', () => {
    const mesh = Float32Array.of(10.4, 20.6, -5, 30.2, 40.5, 9);

    expect(boundsOf(mesh, size)).toEqual({ x: 10, y: 20, width: 21, height: 21 });
  });

  it('end at the picture’s edges', () => {
    const mesh = Float32Array.of(-7, -9, 0, 230, 40, 0);

    expect(boundsOf(mesh, size)).toEqual({ x: 0, y: 0, width: 100, height: 40 });
  });

  it('are none without a face or outside the picture', () => {
    expect(boundsOf(undefined, size)).toBeUndefined();
    expect(boundsOf(Float32Array.of(-30, 10, 0, -10, 20, 0), size)).toBeUndefined();
    expect(boundsOf(Float32Array.of(130, 10, 0, 150, 20, 0), size)).toBeUndefined();
  });
});

describe('the square around a face', () => {
  it('has the face in its middle', () => {
    const face = { x: 40, y: 30, width: 20, height: 10 };

    expect(squareAround(face, 1.5, size)).toEqual({ x: 35, y: 20, width: 30, height: 30 });
  });

  it('is moved into the picture, and no larger than it', () => {
    const corner = { x: 90, y: 0, width: 10, height: 20 };

    expect(squareAround(corner, 2, size)).toEqual({ x: 60, y: 0, width: 40, height: 40 });
    expect(squareAround({ x: 0, y: 0, width: 90, height: 70 }, 2, size)).toEqual({
      x: 5,
      y: 0,
      width: 80,
      height: 80,
    });
  });
});
