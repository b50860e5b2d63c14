import { describe, expect, it } from 'vitest';
import { canonicalFace } from '../faces/canonical-face.ts';
import { atlasFields } from './atlas-masks.ts';
import { LIVE_SIZE } from './face-light.ts';
import { closeMouth, evenShading, multiply } from './reference-retouch.ts';

const TEXELS = LIVE_SIZE * LIVE_SIZE;
const everywhere = new Float32Array(TEXELS).fill(1);

const greyAtlas = (value: (x: number, y: number) => number): Float32Array =>
  Float32Array.from({ length: TEXELS * 4 }, (_, i) =>
    i % 4 === 3 ? 1 : value((i >> 2) % LIVE_SIZE, Math.floor((i >> 2) / LIVE_SIZE)),
  );

describe('evening out the shading', () => {
  it('changes nothing on a face that is lit evenly, whatever its features', () => {
    const factors = evenShading(
      greyAtlas((x, y) => 120 + 40 * Math.sin(Math.abs(x - 63.5) / 5) * Math.cos(y / 7)),
      everywhere,
    );

    for (const factor of factors) expect(factor).toBeCloseTo(1, 5);
  });

  it('brings both halves together when the light comes from one side', () => {
    const atlas = greyAtlas((x) => 130 + 0.8 * (x - 63.5));

    multiply(atlas, LIVE_SIZE, evenShading(atlas, everywhere));

    const row = 64 * LIVE_SIZE;
    for (const x of [20, 40, 55]) {
      const left = atlas[4 * (row + x)];
      const right = atlas[4 * (row + LIVE_SIZE - 1 - x)];
      expect(Math.abs(right / left - 1)).toBeLessThan(0.06);
    }
  });

  it('leaves a slight asymmetry, which is the person’s own', () => {
    const factors = evenShading(
      greyAtlas((x) => (x < 64 ? 120 : 132)),
      everywhere,
    );

    for (const factor of factors) expect(factor).toBeCloseTo(1, 5);
  });

  it('stays within bounds on a face that is half in the dark', () => {
    const factors = evenShading(
      greyAtlas((x) => (x < 64 ? 3 : 230)),
      everywhere,
    );

    expect(Math.min(...factors)).toBeGreaterThan(0.59);
    expect(Math.max(...factors)).toBeLessThan(1.61);
  });
});

describe('multiplying an atlas', () => {
  it('takes the map to any size, linearly, and leaves coverage alone', () => {
    const size = 2 * LIVE_SIZE;
    const atlas = new Float32Array(size * size * 4).fill(1);
    const map = Float32Array.from({ length: TEXELS }, (_, i) => 1 + (i % LIVE_SIZE) + 0.5);

    multiply(atlas, size, map);

    const row = 100 * size;
    for (const x of [3, 64, 201]) {
      expect(atlas[4 * (row + x)]).toBeCloseTo(1 + (x + 0.5) / 2, 3);
      expect(atlas[4 * (row + x) + 3]).toBe(1);
    }
  });

  it('ends at white', () => {
    const atlas = greyAtlas(() => 200);

    multiply(
      atlas,
      LIVE_SIZE,
      everywhere.map(() => 2),
    );

    expect(atlas[0]).toBe(255);
  });
});

describe('closing the mouth', () => {
  const { mouth, size: fieldSize } = atlasFields(canonicalFace());
  const SIZE = 512;
  // The canonical lips are closed: what lies between them is as thin as a line.
  const isNearLips = (texel: number, reach: number): boolean => {
    const [x, y] = [texel % SIZE, Math.floor(texel / SIZE)].map((place) =>
      Math.floor((place * fieldSize) / SIZE),
    );
    return mouth[y * fieldSize + x] > -reach;
  };
  const smiling = (): Float32Array =>
    Float32Array.from({ length: SIZE * SIZE * 4 }, (_, i) =>
      isNearLips(i >> 2, 0.005) ? 250 : 120,
    );

  it('paints teeth over with the lips’ colour and a darker line', () => {
    const atlas = smiling();

    closeMouth(atlas, SIZE, mouth, fieldSize);

    const painted = atlas.filter((_, i) => i % 4 === 0 && isNearLips(i >> 2, 0.005));
    expect(painted.length).toBeGreaterThan(200);
    expect(Math.max(...painted)).toBeLessThanOrEqual(120);
    expect(Math.min(...painted)).toBeLessThan(90);
  });

  it('leaves the rest of the face as it was', () => {
    const atlas = smiling();
    const before = atlas.slice();

    closeMouth(atlas, SIZE, mouth, fieldSize);

    const changed = [...atlas.keys()].filter((i) => atlas[i] !== before[i]);
    expect(changed.every((i) => isNearLips(i >> 2, 0.01))).toBe(true);
  });
});
