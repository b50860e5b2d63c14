import { describe, expect, it } from 'vitest';
import type { GuestEvent } from '../events.ts';
import { GuestProgress } from './progress.ts';

const planned: GuestEvent = { kind: 'planned', scenarios: ['a', 'b', 'c'] };
const started = (name: string): GuestEvent => ({ kind: 'started', name, limitSeconds: 100 });
const passed = (name: string): GuestEvent => ({ kind: 'passed', name, seconds: 1, figures: {} });

function progressAfter(...events: GuestEvent[]): GuestProgress {
  const progress = new GuestProgress();
  for (const event of events) progress.take(event);
  return progress;
}

describe('the progress of a guest', () => {
  it('that came to its end is what its scenarios found', () => {
    const failed: GuestEvent = { kind: 'failed', name: 'b', seconds: 2, reason: 'no picture' };

    const progress = progressAfter(planned, passed('a'), failed, passed('c'), { kind: 'done' });

    expect(progress.outcome()).toEqual({ passed: 2, failed: 1, skips: [] });
  });

  it('that stopped has failed in all it left undone', () => {
    const progress = progressAfter(planned, started('a'), passed('a'), started('b'));

    expect(progress.outcome()).toEqual({ passed: 1, failed: 2, skips: [] });
    expect(progress.describeUnfinished()).toBe('during “b”');
  });

  it('that never began has failed', () => {
    const progress = progressAfter();

    expect(progress.outcome()).toEqual({ passed: 0, failed: 1, skips: [] });
    expect(progress.describeUnfinished()).toBe('before the first scenario');
  });

  it('that stopped after the last scenario, before it said so, has failed', () => {
    const progress = progressAfter(planned, passed('a'), passed('b'), passed('c'));

    expect(progress.outcome()).toEqual({ passed: 3, failed: 1, skips: [] });
  });

  it('may be silent as long as a scenario may take and clean up', () => {
    expect(progressAfter(planned, started('a')).limitSeconds).toBe(160);
  });

  it('is told with what was measured and why something failed', () => {
    const progress = new GuestProgress();

    expect(progress.take({ ...passed('a'), figures: { age: '80 ms' } } as GuestEvent)).toBe(
      '✓ a (1.0 s)\n    age: 80 ms',
    );
    expect(progress.take({ kind: 'failed', name: 'b', seconds: 2, reason: 'one\ntwo' })).toBe(
      '✗ b (2.0 s)\n    one\n    two',
    );
  });
});
