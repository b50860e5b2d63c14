import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Interruption } from './interruption.ts';

class FakeProcess extends EventEmitter {
  readonly exits: number[] = [];
  exit(code: number): void {
    this.exits.push(code);
  }
}

function interruptible() {
  const source = new FakeProcess();
  let announcements = 0;
  const interruption = new Interruption(source, () => (announcements += 1));
  return { source, interruption, announcements: () => announcements };
}

describe('interruption', () => {
  it.each([
    { signal: 'SIGHUP', exitCode: 129 },
    { signal: 'SIGINT', exitCode: 130 },
    { signal: 'SIGTERM', exitCode: 143 },
  ])('answers $signal by aborting, and ends with $exitCode', ({ signal, exitCode }) => {
    const { source, interruption, announcements } = interruptible();

    source.emit(signal, signal);

    expect(interruption.signal.aborted).toBe(true);
    expect(interruption.exitCode).toBe(exitCode);
    expect(announcements()).toBe(1);
    expect(source.exits).toEqual([]);
  });

  it('ends the process at the second signal', () => {
    const { source, announcements } = interruptible();

    source.emit('SIGINT', 'SIGINT');
    source.emit('SIGTERM', 'SIGTERM');

    expect(source.exits).toEqual([143]);
    expect(announcements()).toBe(1);
  });

  it('leaves no listener behind', () => {
    const { source, interruption } = interruptible();

    interruption.close();

    expect(source.eventNames()).toEqual([]);
    expect(interruption.exitCode).toBeUndefined();
  });
});
