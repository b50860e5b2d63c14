import { describe, expect, it } from 'vitest';
import {
  colourAt,
  crop,
  detail,
  difference,
  nearest,
  pictureFromRgba,
  withoutRepeats,
  type Picture,
} from './pictures.ts';

const SIZE = { width: 16, height: 12 };

/** @param level of a pixel, the same in all channels. */
function picture(level: (x: number, y: number) => number): Picture {
  const rgba = new Uint8Array(4 * SIZE.width * SIZE.height);
  for (let i = 0; i < rgba.length; i++) {
    const pixel = i >> 2;
    rgba[i] = i % 4 === 3 ? 77 : level(pixel % SIZE.width, Math.floor(pixel / SIZE.width));
  }
  return pictureFromRgba(rgba, SIZE);
}

const grey = (level: number): Picture => picture(() => level);
const stripes = picture((x) => (x % 2 === 0 ? 0 : 100));

describe('comparing pictures', () => {
  it('gives the mean distance of levels, without the canvas’s alpha', () => {
    expect(difference(grey(10), grey(30))).toBe(20);
    expect(difference(stripes, grey(0))).toBe(50);
    expect(() => difference(grey(0), { ...grey(0), width: 12, height: 16 })).toThrow(RangeError);
  });

  it('finds the nearest of several', () => {
    expect(nearest(grey(12), [grey(0), grey(10), grey(200)])).toEqual({ index: 1, difference: 2 });
  });

  it('leaves out what is the same as before', () => {
    const [dark, light] = [grey(10), grey(11)];

    expect(withoutRepeats([dark, grey(10), light, light, dark])).toEqual([dark, light, dark]);
  });

  it('tells stripes from their blur, and no step leads from one row to the next', () => {
    expect(detail(stripes)).toBe(100);
    expect(detail(grey(50))).toBe(0);
    expect(detail(picture((_, y) => y * 20))).toBe(0);
  });

  it('cuts a part out', () => {
    const counted = picture((x, y) => 16 * y + x);

    const cut = crop(counted, { left: 0.25, top: 0.5, right: 0.375, bottom: 0.75 });

    expect([cut.width, cut.height]).toEqual([2, 3]);
    expect([...cut.pixels].filter((_, i) => i % 3 === 0)).toEqual([100, 101, 116, 117, 132, 133]);
  });

  it('reads a colour around a place', () => {
    const halves = picture((x) => (x < 8 ? 20 : 220));

    expect(colourAt(halves, 0.25, 0.5)).toEqual([20, 20, 20]);
    expect(colourAt(halves, 0.75, 0.5)).toEqual([220, 220, 220]);
  });
});
