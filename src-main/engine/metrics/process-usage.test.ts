import { describe, expect, it } from 'vitest';
import { ProcessUsage } from './process-usage.ts';

describe('process usage', () => {
  it('gives the share of one core since the start and since the last look', () => {
    let cpuMicroseconds = 5_000_000;
    const usage = new ProcessUsage(1000, {
      cpuUsage: () => ({ user: cpuMicroseconds * 0.75, system: cpuMicroseconds * 0.25 }),
      rss: () => 100 * 2 ** 20,
      peakRss: () => 150 * 2 ** 10,
    });

    cpuMicroseconds += 400_000;
    expect(usage.cpuPercentSinceLastLook(2000)).toBe(40);
    cpuMicroseconds += 1_200_000;
    expect(usage.cpuPercentSinceLastLook(3000)).toBe(120);

    expect(usage.cpuPercent(3000)).toBe(80);
    expect(usage.rssMb).toBe(100);
    expect(usage.peakRssMb).toBe(150);
  });

  it('is idle when no time has passed', () => {
    expect(new ProcessUsage(1000).cpuPercentSinceLastLook(1000)).toBe(0);
  });
});
