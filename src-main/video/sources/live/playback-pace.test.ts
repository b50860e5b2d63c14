import { describe, expect, it } from 'vitest';
import { PlaybackPace } from './playback-pace.ts';

/** Plays frames of a 100 fps file that are read at the given times; what each became. */
function play(readAtMs: readonly number[]): (number | 'skipped')[] {
  const pace = new PlaybackPace(100);
  return readAtMs.map((nowMs) => {
    const step = pace.next(nowMs);
    return step.kind === 'skip' ? 'skipped' : step.dueMs;
  });
}

describe('PlaybackPace', () => {
  it('shows frames a period apart from the first, however early they are read', () => {
    expect(play([500, 500, 501, 510])).toEqual([500, 510, 520, 530]);
  });

  it('forgives a frame that is late by less than a period', () => {
    expect(play([0, 19, 20])).toEqual([0, 10, 20]);
  });

  it('skips what was due during a stall, and never bursts', () => {
    const skipped = 'skipped';
    const expected = [0, skipped, skipped, skipped, skipped, 50, 60];

    expect(play([0, 55, 56, 57, 58, 59, 60])).toEqual(expected);
  });

  it('goes on from where it is when frames cannot be read as fast as they are due', () => {
    const shown = play(Array.from({ length: 40 }, (_, frame) => frame * 25));

    const times = shown.filter((each) => each !== 'skipped');
    expect(times.length).toBeGreaterThanOrEqual(20);
    expect(times.every((dueMs, at) => at === 0 || dueMs - times[at - 1] >= 10)).toBe(true);
  });

  it('goes on at once after the computer slept', () => {
    expect(play([0, 10, 3_600_000, 3_600_001])).toEqual([0, 10, 3_600_000, 3_600_010]);
  });
});
