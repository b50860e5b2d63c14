import { describe, expect, it } from 'vitest';
import { sampleMap } from './atlas-map.ts';

describe('sampling a map', () => {
  const map = Float32Array.from([0, 10, 20, 30, 40, 50, 60, 70, 80]);

  it('gives a texel at its centre', () => {
    for (const [i, value] of map.entries()) {
      const [column, row] = [i % 3, Math.floor(i / 3)];
      expect(sampleMap(map, 3, (column + 0.5) / 3, (row + 0.5) / 3)).toBeCloseTo(value, 4);
    }
  });

  it('lies on the plane between texels of a linear map', () => {
    expect(sampleMap(map, 3, 0.5, 0.4)).toBeCloseTo(10 + (0.4 * 3 - 0.5) * 30, 4);
  });

  it('stays at the outermost texels beyond their centres', () => {
    expect(sampleMap(map, 3, -1, -1)).toBe(0);
    expect(sampleMap(map, 3, 2, 2)).toBe(80);
  });

  it('keeps channels apart', () => {
    const two = Float32Array.from([1, -1, 2, -2, 3, -3, 4, -4]);

    expect(sampleMap(two, 2, 0.5, 0.5, 2, 0)).toBeCloseTo(2.5, 6);
    expect(sampleMap(two, 2, 0.5, 0.5, 2, 1)).toBeCloseTo(-2.5, 6);
  });
});
