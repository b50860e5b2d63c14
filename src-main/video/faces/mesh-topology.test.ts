import { describe, expect, it } from 'vitest';
import { MESH_POINTS } from './face.ts';
import * as topology from './mesh-topology.ts';

const LISTS = Object.entries(topology).filter((entry): entry is [string, readonly number[]] =>
  Array.isArray(entry[1]),
);

describe('mesh topology', () => {
  it.each(LISTS)('%s names each point once and only points of the mesh', (_name, points) => {
    expect(new Set(points).size).toBe(points.length);
    expect(points.every((point) => Number.isInteger(point) && point >= 0)).toBe(true);
    expect(Math.max(...points)).toBeLessThan(MESH_POINTS);
  });

  it.each([
    ['lips', topology.LIPS_REFINED, 80],
    ['left eye', topology.LEFT_EYE_REFINED, 71],
    ['right eye', topology.RIGHT_EYE_REFINED, 71],
  ])('has a place for each refined point of the %s', (_part, points, count) => {
    expect(points).toHaveLength(count);
  });

  it('refines the lips and eyes that the rest of the program reads', () => {
    expect(topology.LIPS_REFINED).toEqual(
      expect.arrayContaining([...topology.OUTER_LIPS, ...topology.INNER_LIPS]),
    );
    expect(topology.LEFT_EYE_REFINED).toEqual(
      expect.arrayContaining([...topology.LEFT_EYE, ...topology.LEFT_BROW]),
    );
    expect(topology.RIGHT_EYE_REFINED).toEqual(
      expect.arrayContaining([...topology.RIGHT_EYE, ...topology.RIGHT_BROW]),
    );
  });

  it('keeps the refined parts apart', () => {
    const all = [
      ...topology.LIPS_REFINED,
      ...topology.LEFT_EYE_REFINED,
      ...topology.RIGHT_EYE_REFINED,
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
