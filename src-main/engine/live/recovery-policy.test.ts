import { describe, expect, it } from 'vitest';
import { DEVICE_RECOVERY, RecoveryPolicy, WORKER_RECOVERY } from './recovery-policy.ts';

const limits = { delaysMs: [0, 100, 400], mostLosses: 5, steadyMs: 1000 };

describe('recovery policy', () => {
  it('waits longer from attempt to attempt, then gives up', () => {
    const policy = new RecoveryPolicy(limits);

    expect([1, 2, 3, 4, 5].map((n) => policy.lost(n))).toEqual([0, 100, 400, 400, undefined]);
  });

  it('forgets the losses of a part that worked for long enough', () => {
    const policy = new RecoveryPolicy(limits);

    for (let n = 0; n < 20; n++) {
      const lostMs = 10_000 * n;
      expect(policy.lost(lostMs)).toBe(0);
      policy.working(lostMs + 500);
      policy.working(lostMs + 1400);
      expect(policy.lost(lostMs + 1499), 'worked for 999 ms').toBe(100);
      policy.working(lostMs + 1600);
    }
  });

  it('gives up on a part that crashes whenever it has come back', () => {
    const policy = new RecoveryPolicy(limits);
    const delays: (number | undefined)[] = [];
    for (let nowMs = 0; nowMs < 5000; nowMs += 1000) {
      delays.push(policy.lost(nowMs));
      policy.working(nowMs + 700);
    }

    expect(delays.at(-1)).toBeUndefined();
  });

  it('brings a worker back at once and a device for ever', () => {
    expect(new RecoveryPolicy(WORKER_RECOVERY).lost(0)).toBe(0);

    const device = new RecoveryPolicy(DEVICE_RECOVERY);
    const delays = Array.from({ length: 1000 }, (_, n) => device.lost(n));
    expect(delays.slice(0, 5)).toEqual([250, 500, 1000, 2000, 5000]);
    expect(delays.at(-1)).toBe(5000);
  });
});
