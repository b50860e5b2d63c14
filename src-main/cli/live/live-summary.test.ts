import { describe, expect, it } from 'vitest';
import type { LiveReport } from '../../contract/live-metrics.ts';
import { frameCounts, liveMetrics } from './live-view.fixture.ts';
import { liveSummary } from './live-summary.ts';

const { jitterMs, ageMs, stageMs } = liveMetrics();

const minute: LiveReport = {
  ...{ camera: 'Webcam', virtualCamera: 'Mirage Camera', width: 1280, height: 720, fps: 30 },
  ...{ durationMs: 60_000, firstSwappedMs: 1400, publishedFps: 29.98, jitterMs, ageMs, stageMs },
  frames: frameCounts({ captured: 1800, published: 1800, swapped: 1750, placeholder: 50 }),
  rungChanges: [],
  provider: 'cpu',
  cpuPercent: 54.4,
  peakRssMb: 210,
  recoveries: { worker: 0, camera: 0, virtualCamera: 0 },
  notices: [],
};

describe('the summary of a live session', () => {
  it('has what was published, how steadily, its age, and the recording', () => {
    expect(liveSummary(minute, 'out.mkv')).toEqual([
      'Published 1800 pictures to Mirage Camera in 1 min 00 s: 30.0 fps, off the beat by 0.4 ms (median), 2.0 ms (95%).',
      'Of these: 1750 swapped, 50 blank.',
      'From camera to output: 22 ms (median), 40 ms (95%), with 54% of one core (cpu).',
      'Recorded: out.mkv',
    ]);
  });

  it('says what was turned down, and what was lost and brought back', () => {
    const change = { atMs: 10, from: 'full', to: '24 fps', reason: 'It was too slow.' };
    const troubled = {
      ...minute,
      rungChanges: [change, { ...change, to: 'full' }],
      recoveries: { worker: 1, camera: 0, virtualCamera: 2 },
    };

    expect(liveSummary(troubled, undefined).slice(3)).toEqual([
      'Changed its effort 2 times to keep up; at the end: full.',
      'Lost and brought back: the video worker 1 time, the virtual camera 2 times.',
    ]);
  });

  it('has no age where nothing of the camera was shown', () => {
    const blank = {
      ...minute,
      virtualCamera: null,
      frames: frameCounts({ published: 1, placeholder: 1 }),
      publishedFps: 1,
    };

    expect(liveSummary(blank, undefined)).toEqual([
      'Published 1 picture in 1 min 00 s: 1.0 fps, off the beat by 0.4 ms (median), 2.0 ms (95%).',
      'Of these: 1 blank.',
    ]);
  });

  it('counts nothing where nothing was published', () => {
    const nothing = { ...minute, frames: frameCounts() };

    expect(liveSummary(nothing, undefined)[1]).toBe('Of these: none.');
  });
});
