import { describe, expect, it } from 'vitest';
import { MetricsRegistry } from './metrics-registry.ts';

describe('metrics registry', () => {
  it('reads every metric by its name', () => {
    const registry = new MetricsRegistry();
    registry.counter('frames.held').add(3);
    registry.ema('load', 12).add(0.5);
    const rate = registry.rate('published.fps');
    rate.add(0);
    rate.add(50);
    registry.distribution('age.ms').add(20, 60);

    expect(registry.read(60)).toEqual({
      'frames.held': 3,
      load: 0.5,
      'published.fps': 20,
      'age.ms': {
        p50: expect.closeTo(20, 0) as number,
        p95: expect.closeTo(20, 0) as number,
        p99: expect.closeTo(20, 0) as number,
      },
    });
  });

  it('refuses a second metric of the same name', () => {
    const registry = new MetricsRegistry();
    registry.counter('frames.held');

    expect(() => registry.rate('frames.held')).toThrow(/two metrics named frames\.held/);
  });
});
