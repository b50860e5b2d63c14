import { describe, expect, it } from 'vitest';
import { ladderFor } from './rungs.ts';

describe('the ladder', () => {
  it('gives up quality first, then the rate, then the size', () => {
    expect(ladderFor(30)).toEqual([
      { name: 'full', detectEvery: 5, masksOccluders: true, maxFps: 30, longestSide: Infinity },
      {
        name: 'detector less often',
        detectEvery: 10,
        masksOccluders: true,
        maxFps: 30,
        longestSide: Infinity,
      },
      {
        name: 'lighter masks',
        detectEvery: 10,
        masksOccluders: false,
        maxFps: 30,
        longestSide: Infinity,
      },
      { name: '24 fps', detectEvery: 10, masksOccluders: false, maxFps: 24, longestSide: Infinity },
      { name: '20 fps', detectEvery: 10, masksOccluders: false, maxFps: 20, longestSide: Infinity },
      { name: '15 fps', detectEvery: 10, masksOccluders: false, maxFps: 15, longestSide: Infinity },
      { name: '512 pixels', detectEvery: 10, masksOccluders: false, maxFps: 15, longestSide: 512 },
      { name: '384 pixels', detectEvery: 10, masksOccluders: false, maxFps: 15, longestSide: 384 },
      { name: '256 pixels', detectEvery: 10, masksOccluders: false, maxFps: 15, longestSide: 256 },
    ]);
  });

  it.each([
    { fps: 60, rates: [60, 45, 30, 24, 20, 15] },
    { fps: 50, rates: [50, 45, 30, 24, 20, 15] },
    { fps: 29.97, rates: [29.97, 24, 20, 15] },
    { fps: 25, rates: [25, 20, 15] },
    { fps: 15, rates: [15] },
    { fps: 8, rates: [8] },
  ])('from $fps pictures a second goes down by $rates', ({ fps, rates }) => {
    const distinct = [...new Set(ladderFor(fps).map(({ maxFps }) => maxFps))];

    expect(distinct).toEqual(rates);
  });
});
