import { describe, expect, it } from 'vitest';
import type { SwapReport } from '../../src-main/contract/swap-report.ts';
import { demoFigures, figureLines } from './figures.ts';

const none = { p50: 0, p95: 0, p99: 0 };
const at = (median: number) => ({ median, p10: median, p90: median });

const reportWith = (swapped: number): SwapReport => ({
  input: { width: 400, height: 300, fps: 25, frames: 250 },
  frames: { total: 250, swapped, withoutFace: 250 - swapped },
  stageMs: { decode: none, convert: none, detect: none, track: none, swap: none, encode: none },
  fps: 50.2,
  firstFrameMs: 400,
  provider: 'cpu',
  identity: { toReference: at(0.41), toOriginal: at(0.3), samples: 25 },
  peakRssMb: 300,
  notices: [],
});
const comparison = { frames: 250, flicker: { original: 2, swapped: 2.5 }, moments: [] };

describe('the demo’s figures', () => {
  it('are shares and ratios', () => {
    expect(demoFigures(reportWith(248), comparison)).toEqual({
      swappedShare: 0.992,
      flickerRatio: 1.25,
      flicker: { original: 2, swapped: 2.5 },
    });
  });

  it('are said in words', () => {
    const report = reportWith(248);

    expect(figureLines(report, demoFigures(report, comparison))).toEqual([
      'Frames swapped: 248 of 250 (99.2%)',
      'Speed: 50.2 fps, decoding and encoding included (cpu)',
      'Likeness: 0.41 to the reference, 0.30 to the original',
      "Flicker: 1.25 times the original's",
    ]);
  });

  it('are no figures where frames were left out', () => {
    expect(() => demoFigures(reportWith(230), comparison)).toThrow(/only 230 of 250/);
  });
});
