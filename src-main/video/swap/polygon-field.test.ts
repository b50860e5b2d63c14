import { describe, expect, it } from 'vitest';
import {
  distanceToPolygon,
  isInsidePolygon,
  signedDistanceField,
  smoothstep,
} from './polygon-field.ts';

const SQUARE = Float32Array.of(0.25, 0.25, 0.75, 0.25, 0.75, 0.75, 0.25, 0.75);

describe('smoothstep', () => {
  it('goes from 0 to 1 between its limits, with half in the middle and level ends', () => {
    expect([0, 2, 3, 4, 9].map((value) => smoothstep(2, 4, value))).toEqual([0, 0, 0.5, 1, 1]);
    expect(smoothstep(2, 4, 2.01)).toBeLessThan(1e-4);
  });
});

describe('the distance to a polygon', () => {
  it.each([
    [0.5, 0.5, 0.25],
    [0.5, 0.3, 0.05],
    [0.5, 0, 0.25],
    [0, 0, Math.hypot(0.25, 0.25)],
    [1, 0.75, 0.25],
    [0.25, 0.6, 0],
  ])('of a square from (%f, %f) is %f', (x, y, distance) => {
    expect(distanceToPolygon(SQUARE, x, y)).toBeCloseTo(distance, 6);
  });

  it('takes a polygon that has collapsed to a point', () => {
    expect(distanceToPolygon(Float32Array.of(1, 1, 1, 1, 1, 1), 4, 5)).toBeCloseTo(5, 6);
  });
});

describe('the inside of a polygon', () => {
  it('leaves a notch out', () => {
    const notched = Float32Array.of(0, 0, 4, 0, 4, 4, 2, 1, 0, 4);

    expect(isInsidePolygon(notched, 1, 1)).toBe(true);
    expect(isInsidePolygon(notched, 3, 1)).toBe(true);
    expect(isInsidePolygon(notched, 2, 3)).toBe(false);
    expect(isInsidePolygon(notched, 5, 1)).toBe(false);
  });

  it('does not depend on which way round the polygon goes', () => {
    const reversed = Float32Array.of(0.25, 0.75, 0.75, 0.75, 0.75, 0.25, 0.25, 0.25);
    for (const [x, y] of [
      [0.3, 0.3],
      [0.5, 0.5],
      [0.2, 0.5],
      [0.5, 0.8],
    ]) {
      expect(isInsidePolygon(reversed, x, y)).toBe(isInsidePolygon(SQUARE, x, y));
    }
  });
});

describe('a signed distance field', () => {
  it('is positive inside, negative outside, and off by no more than rounding from the square’s', () => {
    const field = signedDistanceField(SQUARE, 32);

    field.forEach((distance, i) => {
      const x = ((i % 32) + 0.5) / 32;
      const y = (Math.floor(i / 32) + 0.5) / 32;
      const [dx, dy] = [Math.abs(x - 0.5) - 0.25, Math.abs(y - 0.5) - 0.25];
      const outside = Math.hypot(Math.max(dx, 0), Math.max(dy, 0));
      expect(distance).toBeCloseTo(outside > 0 ? -outside : -Math.max(dx, dy), 6);
    });
  });
});
