import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasProgram } from './machine.ts';

const node = basename(process.execPath).replace(/\.exe$/i, '');

describe('looking for a program', () => {
  it('finds it in a folder of PATH', () => {
    expect(hasProgram(node, { ...process.env, PATH: dirname(process.execPath) })).toBe(true);
  });

  it('does not find it anywhere else', () => {
    expect(hasProgram(node, { ...process.env, PATH: import.meta.dirname })).toBe(false);
    expect(hasProgram(node, { ...process.env, PATH: '' })).toBe(false);
  });

  it('does not take a file that cannot be run for a program', () => {
    expect(hasProgram('machine.test.ts', { PATH: import.meta.dirname })).toBe(false);
  });
});
