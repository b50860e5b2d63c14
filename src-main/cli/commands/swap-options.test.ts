import { describe, expect, it } from 'vitest';
import { MirageError } from '../../contract/error.ts';
import { refuseContradictions, type SwapCommandOptions } from './swap-options.ts';

const given = (options: Partial<SwapCommandOptions>): SwapCommandOptions => ({
  reference: ['a.png'],
  input: 'b.mp4',
  maxFaces: 1,
  ...options,
});

describe('a swap that contradicts itself is refused', () => {
  it.each([
    { name: 'neither --output nor --measure', options: {}, message: /nowhere to write/ },
    {
      name: '--output and --measure',
      options: { output: 'c.mp4', measure: true as const },
      message: /--measure writes nothing/,
    },
    {
      name: 'one file for result and report',
      options: { output: 'c.json', report: './c.json' },
      message: /the same file/,
    },
  ])('$name', ({ options, message }) => {
    expect(() => {
      refuseContradictions(given(options));
    }).toThrow(message);
    expect(() => {
      refuseContradictions(given(options));
    }).toThrow(MirageError);
  });

  it.each([
    { output: 'c.mp4' },
    { measure: true as const },
    { output: 'c.mp4', report: 'c.json' },
    { measure: true as const, report: 'c.json' },
  ])('but not %j', (options) => {
    expect(() => {
      refuseContradictions(given(options));
    }).not.toThrow();
  });
});
