import { describe, expect, it } from 'vitest';
import { Counter, Distribution, Ema, Rate } from './gauges.ts';

describe('counter', () => {
  it('adds up', () => {
    const counter = new Counter();

    counter.add();
    counter.add(4);

    expect(counter.value).toBe(5);
  });
});

describe('exponential moving average', () => {
  it('begins with the first value and approaches a new level', () => {
    const ema = new Ema(10);
    expect(ema.value).toBe(0);

    ema.add(8);
    expect(ema.value).toBe(8);

    for (let i = 0; i < 10; i++) ema.add(18);
    // (1 - 2/11)^10 = 13% of the old level is left.
    expect(ema.value).toBeCloseTo(18 - 10 * (9 / 11) ** 10, 6);
  });
});

describe('distribution', () => {
  it('keeps for the report what the view of the last seconds has forgotten', () => {
    const distribution = new Distribution();
    distribution.add(100, 0);
    distribution.add(5, 60_000);

    expect(distribution.recent(60_000).p99).toBeCloseTo(5, 0);
    expect(distribution.whole.summary().p99).toBeCloseTo(100, -1);
  });
});

describe('rate', () => {
  it('is the number of intervals over their length', () => {
    const rate = new Rate();
    for (let i = 0; i <= 90; i++) rate.add(i * (1000 / 30));

    expect(rate.perSecond(3000)).toBeCloseTo(30, 6);
  });

  it('counts several events told at once', () => {
    const rate = new Rate();
    for (let i = 0; i <= 30; i++) rate.add(i * 100, 6);

    expect(rate.perSecond(3000)).toBeCloseTo(60, 6);
  });

  it('falls to zero when nothing comes any more', () => {
    const rate = new Rate();
    for (let i = 0; i < 60; i++) rate.add(i * 33);

    expect(rate.perSecond(2000)).toBeGreaterThan(29);
    expect(rate.perSecond(5000)).toBe(0);
  });
});
