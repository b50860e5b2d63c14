import { describe, expect, it } from 'vitest';
import { LIGHT_SIZE, LIVE_SIZE } from './face-light.ts';
import { skinLikelihood } from './skin-likelihood.ts';

type Colour = readonly [red: number, green: number, blue: number];

const SKIN: Colour = [205, 155, 130];
const everywhere = new Float32Array(LIVE_SIZE * LIVE_SIZE).fill(1);

const lightOf = ([red, green, blue]: Colour): Float32Array => {
  const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
  return Float32Array.from({ length: LIGHT_SIZE * LIGHT_SIZE * 3 }, (_, i) =>
    i % 3 === 0 ? luma : (i % 3 === 1 ? blue : red) - luma,
  );
};

/** How much a colour looks like skin where the skin's light is `light`. */
function likelihoodOf(colour: Colour, light: Colour = SKIN, tolerance = 1): number {
  const atlas = Float32Array.from({ length: LIVE_SIZE * LIVE_SIZE * 4 }, (_, i) =>
    i % 4 === 3 ? 1 : colour[i % 4],
  );
  const out = new Float32Array(LIVE_SIZE * LIVE_SIZE).fill(NaN);
  skinLikelihood(atlas, lightOf(light), everywhere, tolerance, out);
  expect(new Set(out).size).toBe(1);
  return out[0];
}

const scaled = (colour: Colour, by: number): Colour => [
  colour[0] * by,
  colour[1] * by,
  colour[2] * by,
];

describe('the likelihood of skin', () => {
  it.each<readonly [string, Colour]>([
    ['the skin’s own colour', SKIN],
    ['a little shade', scaled(SKIN, 0.88)],
    ['a little shine', scaled(SKIN, 1.12)],
  ])('is whole for %s', (_, colour) => {
    expect(likelihoodOf(colour)).toBe(1);
  });

  it.each<readonly [string, Colour]>([
    ['dark hair', [45, 35, 30]],
    ['fair hair', [150, 125, 70]],
    ['a blue sleeve', [60, 90, 170]],
    ['a grey wall', [150, 150, 152]],
    ['black', [0, 0, 0]],
  ])('is nothing for %s', (_, colour) => {
    expect(likelihoodOf(colour)).toBe(0);
  });

  it('goes by the light in its place: dim skin is skin in the shade and nothing in the sun', () => {
    const dim = scaled(SKIN, 0.5);

    expect(likelihoodOf(dim, dim)).toBe(1);
    expect(likelihoodOf(dim, SKIN)).toBe(0);
  });

  it('falls steadily as a colour darkens', () => {
    const falling = [1, 0.85, 0.78, 0.74, 0.7, 0.6].map((by) => likelihoodOf(scaled(SKIN, by)));

    for (let k = 1; k < falling.length; k++) expect(falling[k]).toBeLessThanOrEqual(falling[k - 1]);
    expect(falling[0]).toBe(1);
    expect(falling.at(-1)).toBe(0);
  });

  it('lets more pass with a larger tolerance', () => {
    const stubble = scaled(SKIN, 0.74);

    expect(likelihoodOf(stubble, SKIN, 2)).toBeGreaterThan(likelihoodOf(stubble, SKIN, 1));
    expect(likelihoodOf([0, 0, 0], SKIN, 1e6)).toBe(1);
  });

  it('is nothing outside the region and where the face was not seen', () => {
    const atlas = Float32Array.from({ length: LIVE_SIZE * LIVE_SIZE * 4 }, (_, i) =>
      i % 4 === 3 ? Number(i < 800) : SKIN[i % 4],
    );
    const region = everywhere.map((_, i) => i % 2);
    const out = new Float32Array(LIVE_SIZE * LIVE_SIZE).fill(NaN);

    skinLikelihood(atlas, lightOf(SKIN), region, 1, out);

    out.forEach((value, i) => {
      expect(value).toBe(i % 2 === 1 && i < 200 ? 1 : 0);
    });
  });
});
