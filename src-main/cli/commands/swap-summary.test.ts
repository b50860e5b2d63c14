import { describe, expect, it } from 'vitest';
import type { SwapReport } from '../../contract/swap-report.ts';
import { swapSummary } from './swap-summary.ts';

const none = { p50: 0, p95: 0, p99: 0 };
const at = (median: number) => ({ median, p10: median, p90: median });

const clip: SwapReport = {
  input: { width: 400, height: 300, fps: 25, frames: 250 },
  frames: { total: 250, swapped: 248, withoutFace: 2 },
  stageMs: { decode: none, convert: none, detect: none, track: none, swap: none, encode: none },
  fps: 41.3,
  firstFrameMs: 420,
  provider: 'cpu',
  identity: { toReference: at(0.523), toOriginal: at(0.3), samples: 25 },
  peakRssMb: 300,
  notices: [],
};

describe('the summary of a swap', () => {
  it('of a video has frames, speed, likeness and the place', () => {
    expect(swapSummary(clip, 'out.mp4')).toEqual([
      'Swapped 248 of 250 frames (99.2%, 2 without a face) at 41.3 fps (cpu).',
      'Likeness: 0.52 to the reference, 0.30 to the original face (1 is the same person, median of 25 frames).',
      'Saved: out.mp4',
    ]);
  });

  it('is shorter where every frame was swapped', () => {
    const all = { ...clip, frames: { total: 250, swapped: 250, withoutFace: 0 } };

    expect(swapSummary(all, 'out.mp4')[0]).toBe(
      'Swapped 250 of 250 frames (100%) at 41.3 fps (cpu).',
    );
  });

  it('of a picture has no rate', () => {
    const picture = {
      ...clip,
      input: { width: 512, height: 512, fps: 0, frames: 1 },
      identity: { ...clip.identity!, samples: 1 },
    };

    expect(swapSummary(picture, 'out.png').slice(0, 2)).toEqual([
      'Swapped the picture of 512x512 (cpu).',
      'Likeness: 0.52 to the reference, 0.30 to the original face (1 is the same person).',
    ]);
  });

  it('says that nothing was written when only measuring, and leaves out what was not measured', () => {
    expect(swapSummary({ ...clip, identity: null }, undefined).slice(1)).toEqual([
      'Measured only; nothing was written.',
    ]);
  });
});
