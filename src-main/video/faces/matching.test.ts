import { describe, expect, it } from 'vitest';
import { isOverlapping, isSamePlace, matchDetections, placeOfDetection } from './matching.ts';

const place = (x: number, size = 100, y = 0) => ({ x, y, size });
const track = (x: number, size = 100, reach = 0.5) => ({ ...place(x, size), reach });

describe('matching detections to tracks', () => {
  it.each([
    [
      'each to its own',
      [track(0), track(300)],
      [place(305), place(-5)],
      [
        [0, 1],
        [1, 0],
      ],
    ],
    ['the nearer track wins', [track(0), track(60)], [place(45)], [[1, 0]]],
    ['the nearer detection wins', [track(0)], [place(40), place(10)], [[0, 1]]],
    ['none beyond the reach', [track(0)], [place(51)], []],
    ['a missing face is sought further away', [track(0, 100, 1)], [place(90)], [[0, 0]]],
    ['none of twice the size', [track(0)], [place(0, 210)], []],
    [
      'of two in one place, the one of like size',
      [track(0, 100), track(0, 180)],
      [place(0, 170)],
      [[1, 0]],
    ],
    ['no tracks', [], [place(0)], []],
    ['no detections', [track(0)], [], []],
  ])('%s', (_what, tracks, detections, expected) => {
    const pairs = matchDetections(tracks, detections).map((match) => [
      match.track,
      match.detection,
    ]);
    expect(pairs.sort()).toEqual(expected);
  });
});

describe('places', () => {
  it('are the same within a quarter of the face, of like size', () => {
    expect(isSamePlace(place(0), place(24))).toBe(true);
    expect(isSamePlace(place(0), place(26))).toBe(false);
    expect(isSamePlace(place(0, 100), place(0, 250))).toBe(false);
  });

  it('overlap when one centre lies within the other face', () => {
    expect(isOverlapping(place(0, 200), place(70, 60))).toBe(true);
    expect(isOverlapping(place(0, 100), place(80, 100))).toBe(false);
  });

  it('of a detection lie between its eyes and mouth', () => {
    const seen = placeOfDetection({
      score: 1,
      box: { x: 0, y: 0, width: 88, height: 80 },
      points: [
        [30, 40],
        [50, 44],
        [41, 50],
        [42, 70],
        [10, 40],
        [70, 40],
      ],
    });

    expect(seen.x).toBeCloseTo(41, 9);
    expect(seen.y).toBeCloseTo(56, 9);
    expect(seen.size).toBeCloseTo(100, 9);
  });
});
