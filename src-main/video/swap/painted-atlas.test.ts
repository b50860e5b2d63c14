import { describe, expect, it } from 'vitest';
import { DEFAULT_SWAP_SETTINGS } from '../../contract/swap-settings.ts';
import { canonicalFace } from '../faces/canonical-face.ts';
import { atlasFields } from './atlas-masks.ts';
import { LIGHT_SIZE, LIVE_SIZE } from './face-light.ts';
import { ATLAS_SIZE, type GeometricIdentity } from './identity-atlas.ts';
import { PaintedAtlas, type AtlasLevel } from './painted-atlas.ts';

const fields = atlasFields(canonicalFace());

/** A person of one colour, whose picture covers all of the atlas but its left tenth. */
function plainIdentity(): GeometricIdentity {
  const colour = new Float32Array(ATLAS_SIZE * ATLAS_SIZE * 4);
  for (let i = 0; i < colour.length; i += 4) {
    const isSeen = (i >> 2) % ATLAS_SIZE > ATLAS_SIZE / 10;
    colour.set([180.4, 140.6, 120, Number(isSeen)], i);
  }
  return {
    colour,
    validity: new Float32Array(LIVE_SIZE * LIVE_SIZE).fill(1),
    light: new Float32Array(LIGHT_SIZE * LIGHT_SIZE * 3),
    shape: new Float32Array(468 * 3),
    gaze: new Float64Array(4),
  };
}

const paint = () => new PaintedAtlas(fields, plainIdentity());
const middle = ({ pixels, size }: AtlasLevel): number[] => {
  const nose = (Math.floor(0.55 * size) * size + size / 2) * 4;
  return [...pixels.subarray(nose, nose + 4)];
};

describe('the painted atlas', () => {
  it.each([
    [900, 512],
    [260, 512],
    [200, 256],
    [90, 128],
    [10, 128],
  ])('of a face of %i pixels is the level of %i', (faceSize, size) => {
    const level = paint().level(faceSize, DEFAULT_SWAP_SETTINGS);

    expect(level.size).toBe(size);
    expect(level.pixels).toHaveLength(size * size * 4);
    expect(level.eyes).toHaveLength(size * size);
  });

  it('shows the same face at every level, opaque in its middle and clear at its rim', () => {
    const painted = paint();
    for (const faceSize of [500, 200, 60]) {
      const level = painted.level(faceSize, DEFAULT_SWAP_SETTINGS);

      expect(middle(level)).toEqual([180, 141, 120, 255]);
      expect(level.pixels[3]).toBe(0);
    }
  });

  it('covers nothing that the reference did not show', () => {
    const { pixels, size } = paint().level(500, DEFAULT_SWAP_SETTINGS);

    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size / 10; x++) expect(pixels[(y * size + x) * 4 + 3]).toBe(0);
    }
  });

  it('is painted once for the same settings and anew for others', () => {
    const painted = paint();
    const first = painted.level(500, DEFAULT_SWAP_SETTINGS);

    expect(painted.level(500, { ...DEFAULT_SWAP_SETTINGS, opacity: 0.5, shape: 0 })).toBe(first);
    const soft = painted.level(500, { ...DEFAULT_SWAP_SETTINGS, feather: 2 });
    expect(soft).not.toBe(first);
    const opaque = ({ pixels }: AtlasLevel): number =>
      pixels.filter((value, i) => i % 4 === 3 && value === 255).length;
    expect(opaque(soft)).toBeLessThan(opaque(first));
    const withEyes = painted.level(500, {
      ...DEFAULT_SWAP_SETTINGS,
      feather: 2,
      eyes: 'reference',
    });
    expect(opaque(withEyes)).toBeGreaterThan(opaque(soft));
    const lowForehead = painted.level(500, { ...DEFAULT_SWAP_SETTINGS, foreheadCoverage: 0 });
    expect(opaque(lowForehead)).toBeLessThan(opaque(first));
  });
});
