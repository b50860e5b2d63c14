import { describe, expect, it } from 'vitest';
import { relitTexel } from '../../../test-support/naive/mesh.ts';
import { assembleLightMap, FaceLight, LIGHT_SIZE, LIVE_SIZE, relight } from './face-light.ts';

const TEXELS = LIVE_SIZE * LIVE_SIZE;

type Colour = readonly [red: number, green: number, blue: number];

/** An atlas of one colour, covered everywhere. */
const atlasOf = (colour: (x: number, y: number) => Colour): Float32Array =>
  Float32Array.from(
    Array.from({ length: TEXELS }, (_, i) => [
      ...colour(i % LIVE_SIZE, Math.floor(i / LIVE_SIZE)),
      1,
    ]).flat(),
  );

const everywhere = new Float32Array(TEXELS).fill(1);

function lightOf(colour: Colour): Float32Array {
  const light = new FaceLight();
  light.update(
    atlasOf(() => colour),
    everywhere,
    1,
  );
  return light.values;
}

const lumaOf = ([red, green, blue]: Colour): number => 0.299 * red + 0.587 * green + 0.114 * blue;

/** The colour that the render makes of a texel under a relight. */
function drawn(texel: Colour, live: Float32Array, reference: Float32Array): number[] {
  const relit = new Float32Array(LIGHT_SIZE * LIGHT_SIZE * 3);
  relight(live, reference, relit);
  return relitTexel(texel, [...relit.subarray(0, 3)]);
}

const SKIN: Colour = [200, 150, 130];

describe('the light of a face', () => {
  it('of one colour is that colour, as luma and differences', () => {
    const values = lightOf(SKIN);

    const luma = lumaOf(SKIN);
    for (const texel of [0, 2000, LIGHT_SIZE * LIGHT_SIZE - 1]) {
      expect(values[3 * texel]).toBeCloseTo(luma, 1);
      expect(values[3 * texel + 1]).toBeCloseTo(130 - luma, 1);
      expect(values[3 * texel + 2]).toBeCloseTo(200 - luma, 1);
    }
  });

  it('does not see what is not skin', () => {
    const isSkin = (x: number): boolean => x % 8 < 6;
    const light = new FaceLight();

    light.update(
      atlasOf((x) => (isSkin(x) ? SKIN : [10, 10, 10])),
      everywhere.map((_, i) => Number(isSkin(i % LIVE_SIZE))),
      1,
    );

    expect(light.values[3 * 2000]).toBeCloseTo(lumaOf(SKIN), 0);
  });

  it('keeps what is wide and loses what is fine', () => {
    const light = new FaceLight();
    light.update(
      atlasOf((x, y) => {
        const value = 50 + x + 40 * ((x + y) % 2);
        return [value, value, value];
      }),
      everywhere,
      1,
    );

    const row = 32 * LIGHT_SIZE;
    const rise = light.values[3 * (row + 40)] - light.values[3 * (row + 24)];
    expect(rise).toBeGreaterThan(20);
    const roughness = [...Array(16).keys()].map((k) => {
      const at = 3 * (row + 24 + k);
      return Math.abs(light.values[at - 3] - 2 * light.values[at] + light.values[at + 3]);
    });
    expect(Math.max(...roughness)).toBeLessThan(0.5);
  });

  it('follows a change by the share asked for, and at once after a reset', () => {
    const light = new FaceLight();
    const grey = (value: number): Float32Array => atlasOf(() => [value, value, value]);
    light.update(grey(100), everywhere, 0.25);
    expect(light.values[0]).toBeCloseTo(100, 1);

    light.update(grey(200), everywhere, 0.25);
    expect(light.values[0]).toBeCloseTo(125, 1);

    light.reset();
    light.update(grey(50), everywhere, 0.25);
    expect(light.values[0]).toBeCloseTo(50, 1);
  });
});

describe('relighting', () => {
  it('leaves the brightness as it is where both lights are the same', () => {
    const relit = new Float32Array(LIGHT_SIZE * LIGHT_SIZE * 3);
    const light = lightOf(SKIN);

    relight(light, light, relit);

    for (let i = 0; i < relit.length; i += 3) expect(relit[i]).toBeCloseTo(1, 5);
    const same = drawn(SKIN, light, light);
    SKIN.forEach((value, c) => {
      expect(Math.abs(same[c] - value)).toBeLessThan(3);
    });
  });

  it.each<readonly [string, Colour]>([
    ['darker', [100, 75, 65]],
    ['brighter', [240, 180, 156]],
    ['cooler', [150, 150, 170]],
    ['another complexion', [120, 80, 60]],
  ])('brings the reference’s mean colour to the live one: %s', (_, live) => {
    const seen = drawn(SKIN, lightOf(live), lightOf(SKIN));

    live.forEach((value, c) => {
      expect(Math.abs(seen[c] - value)).toBeLessThan(6);
    });
  });

  it('multiplies detail by the ratio of the lights, which is near to 2 for twice the light', () => {
    const [dim, bright] = [lightOf([60, 60, 60]), lightOf([120, 120, 120])];

    const [feature] = drawn([30, 30, 30], bright, dim);

    expect(feature).toBeGreaterThan(54);
    expect(feature).toBeLessThan(61);
  });

  it('bounds the gain, so that near-black references do not explode', () => {
    const relit = new Float32Array(LIGHT_SIZE * LIGHT_SIZE * 3);

    relight(lightOf([250, 250, 250]), lightOf([1, 1, 1]), relit);
    expect(relit[0]).toBeLessThanOrEqual(3);
    relight(lightOf([1, 1, 1]), lightOf([250, 250, 250]), relit);
    expect(relit[0]).toBeGreaterThan(0.3);
  });
});

describe('the light map', () => {
  it('carries the relit values to the finer grid, linearly, and the coverage as it is', () => {
    const relit = new Float32Array(LIGHT_SIZE * LIGHT_SIZE * 3);
    for (let texel = 0; texel < LIGHT_SIZE * LIGHT_SIZE; texel++) {
      const [x, y] = [texel % LIGHT_SIZE, Math.floor(texel / LIGHT_SIZE)];
      relit.set([x + 0.5, y + 0.5, 5], 3 * texel);
    }
    const coverage = Float32Array.from({ length: TEXELS }, (_, i) => (i % 7) / 7);
    const map = new Float32Array(TEXELS * 4);

    assembleLightMap(relit, coverage, map);

    for (let texel = 0; texel < TEXELS; texel++) {
      const [x, y] = [texel % LIVE_SIZE, Math.floor(texel / LIVE_SIZE)];
      const isInner = [x, y].every((value) => value >= 1 && value < LIVE_SIZE - 2);
      if (isInner) {
        expect(map[4 * texel]).toBeCloseTo((x + 0.5) / 2, 4);
        expect(map[4 * texel + 1]).toBeCloseTo((y + 0.5) / 2, 4);
      }
      expect(map[4 * texel + 2]).toBeCloseTo(5, 4);
      expect(map[4 * texel + 3]).toBe(coverage[texel]);
    }
  });
});
