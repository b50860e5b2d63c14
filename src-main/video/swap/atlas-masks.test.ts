import { describe, expect, it } from 'vitest';
import { DEFAULT_SWAP_SETTINGS } from '../../contract/swap-settings.ts';
import { canonicalFace } from '../faces/canonical-face.ts';
import { LEFT_EYE, POINT, RIGHT_EYE } from '../faces/mesh-topology.ts';
import {
  atlasFields,
  coreRegion,
  eyeCoverage,
  faceRegion,
  skinRegion,
  staticCoverage,
} from './atlas-masks.ts';

const SIZE = 128;
const face = canonicalFace();
const fields = atlasFields(face);

/** The value of a map over a point of the canonical face, or the middle of several. */
function at(map: Float32Array, ...vertices: readonly number[]): number {
  const [u, v] = [0, 1].map(
    (axis) =>
      vertices.reduce((sum, vertex) => sum + face.uv[2 * vertex + axis], 0) / vertices.length,
  );
  return map[Math.floor(v * SIZE) * SIZE + Math.floor(u * SIZE)];
}

const coverageWith = (settings: Partial<typeof DEFAULT_SWAP_SETTINGS>): Float32Array =>
  staticCoverage(fields, SIZE, { ...DEFAULT_SWAP_SETTINGS, ...settings });

const LEFT_CHEEK = 50;

describe('the static coverage', () => {
  it('is whole on nose and cheeks, and nothing in the corners of the atlas', () => {
    const coverage = coverageWith({});

    expect(at(coverage, POINT.noseTip)).toBe(1);
    expect(at(coverage, LEFT_CHEEK)).toBe(1);
    for (const corner of [0, SIZE - 1, SIZE * (SIZE - 1), SIZE * SIZE - 1]) {
      expect(coverage[corner]).toBe(0);
    }
    expect(Math.min(...coverage)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...coverage)).toBeLessThanOrEqual(1);
  });

  it('spares the eyes while they stay live', () => {
    for (const eye of [LEFT_EYE, RIGHT_EYE]) {
      expect(at(coverageWith({ eyes: 'live' }), ...eye)).toBe(0);
      expect(at(coverageWith({ eyes: 'reference' }), ...eye)).toBe(1);
    }
  });

  it('never shrinks anywhere when more of the forehead is asked for', () => {
    const steps = [0, 0.2, 0.5, 0.8, 1].map((foreheadCoverage) =>
      coverageWith({ foreheadCoverage }),
    );

    for (let k = 1; k < steps.length; k++) {
      expect(steps[k].every((value, i) => value >= steps[k - 1][i])).toBe(true);
    }
    const forehead = 151;
    expect(at(steps[0], forehead)).toBe(0);
    expect(at(steps[4], forehead)).toBeGreaterThan(0.3);
    expect(at(steps[0], POINT.noseTip)).toBe(1);
  });

  it('never grows anywhere when the rim is softened', () => {
    const steps = [0.25, 0.5, 1, 2].map((feather) => coverageWith({ feather }));

    for (let k = 1; k < steps.length; k++) {
      expect(steps[k].every((value, i) => value <= steps[k - 1][i] + 1e-6)).toBe(true);
    }
    expect(at(steps[3], POINT.noseTip)).toBe(1);
  });
});

describe('the regions of the atlas', () => {
  it('count skin on the cheek, not in eyes or mouth or beyond the outline', () => {
    const skin = skinRegion(fields, SIZE);

    expect(at(skin, LEFT_CHEEK)).toBe(1);
    expect(at(skin, ...LEFT_EYE)).toBe(0);
    expect(at(skin, POINT.innerLipTop, POINT.innerLipBottom)).toBe(0);
    expect(skin[0]).toBe(0);
  });

  it('mark the eyes and nothing else', () => {
    const eyes = eyeCoverage(fields, SIZE);

    expect(at(eyes, ...LEFT_EYE)).toBe(1);
    expect(at(eyes, ...RIGHT_EYE)).toBe(1);
    expect(at(eyes, POINT.noseBridge)).toBe(0);
    expect(at(eyes, LEFT_CHEEK)).toBe(0);
  });

  it('keep the core within the face, away from forehead and rim', () => {
    const core = coreRegion(fields, SIZE);
    const whole = faceRegion(fields, SIZE);

    expect(core.every((value, i) => value === 0 || whole[i] === 1)).toBe(true);
    expect(at(core, POINT.noseTip)).toBe(1);
    expect(at(core, POINT.foreheadTop)).toBe(0);
    expect(at(core, POINT.leftTemple)).toBe(0);
  });
});
