import { describe, expect, it } from 'vitest';
import { Governor, type GovernorStep } from './governor.ts';
import type { Rung } from './rungs.ts';

/** Steps as "name of the rung > name of the next". */
type Told = string[];

/**
 * Lets pictures go by.
 *
 * @param takes milliseconds that the nth picture takes on a rung.
 * @returns the steps taken.
 */
function watch(
  governor: Governor,
  pictures: number,
  takes: (rung: Rung, n: number) => number,
): Told {
  const told: Told = [];
  for (let n = 0; n < pictures; n++) {
    const processingMs = takes(governor.rung, n);
    const step = governor.observe({ processingMs, ageMs: processingMs + 10 });
    if (step) told.push(asText(step));
  }
  return told;
}

const asText = ({ from, to }: GovernorStep): string => `${from.name} > ${to.name}`;

const WAY_DOWN = [
  'full > detector less often',
  'detector less often > lighter masks',
  'lighter masks > 24 fps',
  '24 fps > 20 fps',
  '20 fps > 15 fps',
  '15 fps > 512 pixels',
  '512 pixels > 384 pixels',
  '384 pixels > 256 pixels',
];

const WAY_UP = WAY_DOWN.map((step) => step.split(' > ').reverse().join(' > ')).reverse();

describe('governor', () => {
  it('leaves everything on while there is time', () => {
    expect(watch(new Governor(30), 10_000, () => 15)).toEqual([]);
  });

  it('does nothing about single slow pictures', () => {
    const everyFifthSlow = (_: Rung, n: number): number => (n % 5 === 0 ? 100 : 15);

    expect(watch(new Governor(30), 3000, everyFifthSlow)).toEqual([]);
  });

  it('steps down one rung every twelve pictures while overloaded, in the order of the ladder', () => {
    const governor = new Governor(30);

    expect(watch(governor, 11, () => 80)).toEqual([]);
    expect(watch(governor, 1, () => 80)).toEqual(WAY_DOWN.slice(0, 1));
    expect(watch(governor, 7 * 12, () => 80)).toEqual(WAY_DOWN.slice(1));
    expect(watch(governor, 1000, () => 80)).toEqual([]);
    expect(governor.rung.name).toBe('256 pixels');
  });

  it('stops on the rung whose time suffices', () => {
    // 42 ms are 84% of the 50 ms that 20 pictures a second leave for each.
    expect(watch(new Governor(30), 2000, () => 42)).toEqual(WAY_DOWN.slice(0, 4));
  });

  it('goes back up in reverse, one rung after 300 calm pictures each', () => {
    const governor = new Governor(30);
    watch(governor, 8 * 12, () => 80);

    expect(watch(governor, 311, () => 12)).toEqual(WAY_UP.slice(0, 1));
    expect(watch(governor, 310, () => 12)).toEqual([]);
    expect(watch(governor, 7 * 311, () => 12)).toEqual(WAY_UP.slice(1));
    expect(governor.index).toBe(0);
  });

  it('neither steps down nor up where the load is between calm and overload', () => {
    const governor = new Governor(30);
    watch(governor, 12, () => 80);

    expect(watch(governor, 5000, () => 25)).toEqual([]);
  });

  it('begins to count calm pictures again after a busy stretch', () => {
    const governor = new Governor(30);
    watch(governor, 12, () => 80);

    watch(governor, 300, () => 12);
    watch(governor, 12, () => 25);

    expect(watch(governor, 299, () => 12)).toEqual([]);
  });

  it('tries ever less often for what fails every time', () => {
    const governor = new Governor(30);
    // Only with all masks there is too much to do.
    const takes = ({ masksOccluders }: Rung): number => (masksOccluders ? 32 : 18);
    watch(governor, 24, takes);
    expect(governor.rung.name).toBe('lighter masks');

    const attempts: number[] = [];
    let waited = 0;
    while (attempts.length < 7) {
      waited += 1;
      for (const step of watch(governor, 1, takes)) {
        if (step === 'lighter masks > detector less often') attempts.push(waited);
        else waited = 0;
      }
    }

    expect(attempts).toEqual([300, 600, 1200, 2400, 4800, 4800, 4800].map((calm) => calm + 11));
  });

  it('is patient no longer once a step up has lasted', () => {
    const governor = new Governor(30);
    const failing = ({ masksOccluders }: Rung): number => (masksOccluders ? 32 : 18);
    watch(governor, 24 + 311 + 12, failing);
    expect(governor.rung.name).toBe('lighter masks');

    expect(watch(governor, 611, () => 12)).toEqual(['lighter masks > detector less often']);
    expect(watch(governor, 311, () => 12)).toEqual(['detector less often > full']);
    watch(governor, 301, () => 12);
    expect(watch(governor, 6, () => 32)).toEqual(['full > detector less often']);

    expect(watch(governor, 311, () => 12)).toEqual(['detector less often > full']);
  });

  it('steps down when pictures wait though each takes little time', () => {
    const governor = new Governor(30);
    const observe = (ageMs: number): GovernorStep | undefined =>
      governor.observe({ processingMs: 15, ageMs });
    for (let n = 0; n < 100; n++) observe(40);

    const steps = Array.from({ length: 12 }, () => observe(130)).filter(Boolean);

    expect(steps).toHaveLength(1);
    expect(steps[0]?.reason).toBe('Pictures come 90 ms later than they could.');
  });

  it('takes the age that a camera brings along for granted', () => {
    const governor = new Governor(30);

    for (let n = 0; n < 1000; n++) {
      expect(governor.observe({ processingMs: 15, ageMs: 250 })).toBeUndefined();
    }
  });

  it('forgets what was measured, but not its rung', () => {
    const governor = new Governor(30);
    watch(governor, 12 + 11, () => 80);

    governor.forget();

    expect(governor.load).toBe(0);
    expect(watch(governor, 11, () => 80)).toEqual([]);
    expect(governor.rung.name).toBe('detector less often');
  });

  it('gives people its reasons', () => {
    const governor = new Governor(30);
    watch(governor, 12, () => 41);
    expect(governor.reason).toBe('A picture takes 41 of the 33 ms there are for each.');

    watch(governor, 311, () => 10);
    expect(governor.reason).toBe('There is time to spare: 30% of it is used.');
  });
});
