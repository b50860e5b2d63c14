import { describe, expect, it } from 'vitest';
import { ALLOWED_SKIPS } from './allowed-skips.ts';
import type { Machine } from './machine.ts';
import { SUITES } from './suites.ts';

const debian: Machine = {
  platform: 'linux',
  arch: 'x64',
  nodeMajor: 20,
  isDebian: true,
  isCi: true,
  canInstall: true,
};
const other: Machine = { ...debian, isDebian: false };
const skipped = (machine: Machine): string[] =>
  SUITES.filter((suite) => suite.skipReason(machine) !== undefined).map(({ name }) => name);

describe('the table of suites', () => {
  it('leaves nothing out on Linux with Node 20', () => {
    expect(skipped(debian)).toEqual([]);
  });

  it.each([
    ['Node 24', { ...debian, nodeMajor: 24 }, ['node24']],
    ['Ubuntu', other, ['guest']],
    ['Linux on ARM', { ...debian, arch: 'arm64' }, ['guest', 'node24']],
    ['macOS', { ...other, platform: 'darwin' as const }, ['sanitizers', 'guest', 'node24']],
    ['Windows', { ...other, platform: 'win32' as const }, ['sanitizers', 'guest', 'node24']],
  ])('leaves out on %s only what is agreed', (_name, machine, expected) => {
    const reasons = SUITES.map((suite) => suite.skipReason(machine));
    const allowed = new Set(ALLOWED_SKIPS.map(({ reason }) => reason));

    expect(skipped(machine)).toEqual(expected);
    expect(reasons.filter((reason) => reason !== undefined && !allowed.has(reason))).toEqual([]);
  });
});
