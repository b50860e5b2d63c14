import { describe, expect, it } from 'vitest';
import { RollingHistogram } from './rolling-histogram.ts';

describe('rolling histogram', () => {
  it('gives the percentiles of the values of the last seconds', () => {
    const histogram = new RollingHistogram();
    for (let i = 0; i < 100; i++) histogram.add(i < 90 ? 10 : 40, 5000 + i * 30);

    const { p50, p95 } = histogram.summary(8000);

    expect(p50).toBeCloseTo(10, 0);
    expect(p95).toBeCloseTo(40, 0);
  });

  it('forgets what is older than ten seconds and keeps what is younger than eight', () => {
    const histogram = new RollingHistogram();
    histogram.add(500, 1000);
    histogram.add(20, 3000);

    expect(histogram.summary(9000).p99).toBeCloseTo(500, -1);
    expect(histogram.summary(11_000).p99).toBeCloseTo(20, 0);
    expect(histogram.summary(13_000)).toEqual({ p50: 0, p95: 0, p99: 0 });
  });

  it('starts afresh after a silence of any length', () => {
    const histogram = new RollingHistogram();
    histogram.add(500, 1000);
    histogram.add(20, 3_600_000);

    expect(histogram.summary(3_600_000).p99).toBeCloseTo(20, 0);
  });
});
