import { describe, expect, it } from 'vitest';
import { ownsTerminal } from './foreground.ts';

describe('a process on a terminal', () => {
  it.each([
    { name: 'in the foreground', status: '812 (node) R 700 812 700 34816 812 4194304', owns: true },
    { name: 'started with &', status: '812 (node) R 700 812 700 34816 700 4194304', owns: false },
    { name: 'of an odd name', status: '9 (a) b (c) S 1 9 1 34816 9 4194304', owns: true },
  ])('$name owns its keys: $owns', ({ status, owns }) => {
    expect(ownsTerminal(status)).toBe(owns);
  });
});
