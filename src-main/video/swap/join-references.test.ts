import { describe, expect, it } from 'vitest';
import { canonicalFace } from '../faces/canonical-face.ts';
import { LIGHT_SIZE, LIVE_SIZE } from './face-light.ts';
import { joinReferences, meanShape, type JoinableReference } from './join-references.ts';

const SIZE = 16;

type Colour = readonly [number, number, number];

/** An atlas of one colour under light of another, showing skin on the columns that `shows` names. */
function reference(
  colour: Colour,
  light: Colour,
  shows: (u: number) => number = () => 1,
): JoinableReference {
  const [red, green, blue] = light;
  const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
  const fill = <T>(count: number, value: (i: number) => T): T[] =>
    Array.from({ length: count }, (_, i) => value(i));
  return {
    atlas: Float32Array.from(fill(SIZE * SIZE * 4, (i) => [...colour, 1][i % 4])),
    validity: Float32Array.from(
      fill(LIVE_SIZE * LIVE_SIZE, (i) => shows(((i % LIVE_SIZE) + 0.5) / LIVE_SIZE)),
    ),
    light: Float32Array.from(
      fill(LIGHT_SIZE * LIGHT_SIZE * 3, (i) => [luma, blue - luma, red - luma][i % 3]),
    ),
  };
}

const colourAt = ({ atlas }: JoinableReference, column: number): number[] =>
  Array.from(atlas.subarray((8 * SIZE + column) * 4, (8 * SIZE + column) * 4 + 3), Math.round);

describe('joining references', () => {
  it('leaves the same skin as it is, though its pictures were lit differently', () => {
    const bright = reference([200, 150, 120], [200, 150, 120]);
    const dim = reference([97, 72, 57], [97, 72, 57]);
    const bluish = reference([150, 150, 200], [150, 150, 200]);

    joinReferences([bright, dim, bluish], SIZE);

    for (const [c, value] of [200, 150, 120].entries()) {
      expect(Math.abs(colourAt(bright, 8)[c] - value)).toBeLessThan(4);
    }
  });

  it('takes each texel from those that show skin there', () => {
    const left = reference([200, 150, 120], [200, 150, 120], (u) => (u < 0.5 ? 1 : 0));
    const right = reference([100, 75, 60], [200, 150, 120], (u) => (u < 0.5 ? 0 : 1));

    joinReferences([left, right], SIZE);

    expect(colourAt(left, 2)).toEqual([200, 150, 120]);
    expect(colourAt(left, 13)).toEqual([100, 75, 60]);
  });

  it('averages what all of them show, a mole on one of two by half', () => {
    const plain = reference([200, 150, 120], [200, 150, 120]);
    const marked = reference([200, 150, 120], [200, 150, 120]);
    marked.atlas.set([100, 75, 60], (8 * SIZE + 5) * 4);

    joinReferences([plain, marked], SIZE);

    expect(colourAt(plain, 5)).toEqual([150, 113, 90]);
    expect(colourAt(plain, 6)).toEqual([200, 150, 120]);
  });

  it('leaves texels that no reference covers empty', () => {
    const given = reference([200, 150, 120], [200, 150, 120]);
    given.atlas.fill(0, 0, 4);

    joinReferences([given, { ...given, atlas: given.atlas.slice() }], SIZE);

    expect([...given.atlas.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  });
});

describe('the mean shape', () => {
  it('is the shape itself, however it was placed in the other picture', () => {
    const { vertices } = canonicalFace();
    const placed = vertices.map(
      (value, i) =>
        3 * (i % 3 === 0 ? -vertices[i + 1] : i % 3 === 1 ? vertices[i - 1] : value) + 40,
    );

    const mean = meanShape([vertices, placed]);

    for (const [i, value] of mean.entries()) expect(value).toBeCloseTo(vertices[i], 3);
  });

  it('lies half way between two different shapes', () => {
    const { vertices } = canonicalFace();
    const noseLonger = vertices.slice();
    noseLonger[3 * 4 + 2] += 1;

    const mean = meanShape([vertices, noseLonger]);

    expect(mean[3 * 4 + 2] - vertices[3 * 4 + 2]).toBeCloseTo(0.5, 1);
  });
});
