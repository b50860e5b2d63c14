import { describe, expect, it } from 'vitest';
import { Histogram } from './histogram.ts';

describe('histogram', () => {
  it('gives the percentiles of many values within one per cent', () => {
    const histogram = new Histogram();
    const values = Array.from({ length: 10_000 }, (_, i) => 0.05 + ((i * 7919) % 10_000) / 100);
    for (const value of values) histogram.add(value);

    const sorted = values.toSorted((a, b) => a - b);
    for (const share of [0.01, 0.5, 0.95, 0.99, 1]) {
      const exact = sorted[Math.ceil(share * sorted.length) - 1];
      expect(Math.abs(histogram.percentile(share) / exact - 1)).toBeLessThan(0.011);
    }
    expect(histogram.total).toBe(10_000);
  });

  it('takes values beyond its range for the nearest it can tell', () => {
    const histogram = new Histogram();
    histogram.add(0);
    histogram.add(1e9);

    expect(histogram.percentile(0)).toBe(0.001);
    expect(histogram.percentile(1)).toBeGreaterThan(9e5);
  });

  it('is zero throughout while empty', () => {
    expect(new Histogram().summary()).toEqual({ p50: 0, p95: 0, p99: 0 });
  });
});
