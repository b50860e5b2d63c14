import { describe, expect, it } from 'vitest';
import { RecordingTimeline } from './recording-timeline.ts';

/** How many pictures of a file stand for each of the pictures that came at these times. */
function copiesOf(timesMs: number[], fps: number): number[] {
  const timeline = new RecordingTimeline(fps);
  return timesMs.map((timeMs) => {
    const copies = timeline.copiesDue(timeMs);
    timeline.place(copies);
    return copies;
  });
}

const ticks = (count: number, periodMs: number, startMs = 5000): number[] =>
  Array.from({ length: count }, (_, tick) => startMs + tick * periodMs);

const total = (copies: number[]): number => copies.reduce((sum, each) => sum + each, 0);

describe('recording timeline', () => {
  it('gives each of an even stream one place', () => {
    expect(copiesOf(ticks(100, 40), 25)).toEqual(Array(100).fill(1));
  });

  it('lets jitter of a whole picture pass', () => {
    const wobbling = ticks(100, 40).map((timeMs, tick) => timeMs + (tick % 2) * 40);

    expect(copiesOf(wobbling, 25)).toEqual(Array(100).fill(1));
  });

  it('fills a gap with the picture that comes after it', () => {
    const times = [...ticks(10, 40), ...ticks(10, 40, 5000 + 20 * 40)];

    const copies = copiesOf(times, 25);

    expect(copies[10]).toBe(11);
    expect(total(copies)).toBe(30);
  });

  it.each([
    { what: 'slower', fps: 29.7 },
    { what: 'faster', fps: 30.3 },
  ])('stays within two pictures of the real time when pictures come a little $what', ({ fps }) => {
    const count = fps * 600;

    const copies = copiesOf(ticks(count, 1000 / fps), 30);

    expect(Math.abs(total(copies) - 600 * 30)).toBeLessThanOrEqual(2);
    expect(Math.max(...copies)).toBeLessThanOrEqual(3);
  });
});
