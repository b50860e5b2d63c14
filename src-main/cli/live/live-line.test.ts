import { describe, expect, it } from 'vitest';
import { liveLine, mostShown } from './live-line.ts';
import { frameCounts, liveMetrics, liveView } from './live-view.fixture.ts';

const plain = (_: string, text: string): string => text;
const named = (style: string, text: string): string => `<${style}>${text}</${style}>`;

describe('a live session in one line', () => {
  it('is its state, rate, age, what is seen, the recording and the rung', () => {
    expect(liveLine(liveView({ recordedMs: 65_000 }), 120, plain)).toBe(
      'live, 30.0 fps, 22 ms old, face swapped, recording 1:05, rung 0 (full)',
    );
  });

  it('is its state alone while nothing has been published', () => {
    const metrics = liveMetrics({ publishedFps: 0, ageMs: { p50: 0, p95: 0, p99: 0 } });
    const view = liveView({ state: 'preparing', shown: undefined, metrics });

    expect(liveLine(view, 120, plain)).toBe('preparing, rung 0 (full)');
  });

  it('says above all that the output is blanked', () => {
    const view = liveView({ isPanicking: true, shown: 'placeholder' });

    expect(liveLine(view, 120, plain)).toBe('BLANKED, 30.0 fps, 22 ms old, rung 0 (full)');
  });

  it.each([
    { view: { isPanicking: true }, style: '<red>BLANKED</red>' },
    { view: { state: 'recovering' as const }, style: '<yellow>recovering</yellow>' },
    { view: { shown: 'blurred' as const }, style: '<yellow>picture blurred</yellow>' },
    { view: { shown: 'clear' as const }, style: '<yellow>NOT swapped</yellow>' },
    { view: {}, style: '<green>live</green>' },
  ])('has $style in colour', ({ view, style }) => {
    expect(liveLine(liveView(view), 120, named)).toContain(style);
  });

  it.each([200, 71, 60, 40, 20, 5, 1])('stays within %i columns, and loses its end', (columns) => {
    const view = liveView({ recordedMs: 65_000 });
    const whole = liveLine(view, Infinity, plain);

    const line = liveLine(view, columns, plain);

    expect(line.length).toBeLessThan(columns);
    expect(whole.startsWith(line)).toBe(true);
  });

  it.each([
    [7_400, '0:07'],
    [760_000, '12:40'],
    [3_760_000, '1:02:40'],
  ])('tells %i ms of recording as %s', (recordedMs, text) => {
    const view = liveView({ recordedMs });

    expect(liveLine(view, 120, plain)).toContain(`recording ${text},`);
  });
});

describe('what was shown most', () => {
  const before = frameCounts({ swapped: 100, blurred: 3 });

  it.each([
    { now: { swapped: 107, blurred: 4 }, shown: 'swapped' },
    { now: { swapped: 101, blurred: 9 }, shown: 'blurred' },
    { now: { swapped: 103, blurred: 6 }, shown: 'blurred' },
    { now: { swapped: 103, blurred: 3, repeated: 20 }, shown: 'swapped' },
    { now: { swapped: 100, blurred: 3, repeated: 20 }, shown: undefined },
  ])('of $now is $shown', ({ now, shown }) => {
    expect(mostShown(before, frameCounts(now))).toBe(shown);
  });
});
