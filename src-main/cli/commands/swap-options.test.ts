import { describe, expect, it } from 'vitest';
import { MirageError } from '../../contract/error.ts';
import { DEFAULT_SWAP_SETTINGS } from '../../contract/swap-settings.ts';
import {
  limitsOf,
  numberBetween,
  refuseContradictions,
  settingsFrom,
  wholeNumberBetween,
  type SwapCommandOptions,
} from './swap-options.ts';

const given = (options: Partial<SwapCommandOptions>): SwapCommandOptions => ({
  reference: ['a.png'],
  input: 'b.mp4',
  maxFaces: 1,
  ...options,
});

describe('numbers on the command line', () => {
  it.each([
    ['0', 0],
    ['1', 1],
    ['0.85', 0.85],
    ['.5', 0.5],
    ['1.', 1],
    [' 1 ', 1],
    ['+1', 1],
  ])('%j is %d', (text, value) => {
    expect(numberBetween('--opacity', 0, 1)(text)).toBe(value);
  });

  it.each(['', ' ', 'half', '1.01', '-0.01', '-1', '0x1', '1e0', 'NaN', 'Infinity', '50%', '0,5'])(
    '%j is refused, with the limits',
    (text) => {
      expect(() => numberBetween('--opacity', 0, 1)(text)).toThrow(
        `--opacity takes a number from 0 to 1, not ${JSON.stringify(text)}.`,
      );
    },
  );

  it.each(['0', '17', '1.5', '-1', 'two', ''])('%j is no number of faces', (text) => {
    expect(() => wholeNumberBetween('--max-faces', 1, 16)(text)).toThrow(
      `--max-faces takes a whole number from 1 to 16, not ${JSON.stringify(text)}.`,
    );
  });

  it('of faces may be the least and the most', () => {
    const parse = wholeNumberBetween('--max-faces', 1, 16);

    expect([parse('1'), parse('16')]).toEqual([1, 16]);
  });
});

describe('settings of the swap', () => {
  it('are the contract’s defaults where nothing is given', () => {
    expect(settingsFrom(given({}))).toEqual(DEFAULT_SWAP_SETTINGS);
  });

  it('are what is given, under the contract’s names', () => {
    const settings = settingsFrom(
      given({ opacity: 0.9, feather: 2, forehead: 0, shape: 0.3, eyes: 'reference', occlusion: 1 }),
    );

    expect(settings).toEqual({
      opacity: 0.9,
      feather: 2,
      foreheadCoverage: 0,
      shape: 0.3,
      eyes: 'reference',
      occlusion: 1,
    });
  });

  it('have the contract’s limits', () => {
    expect(limitsOf('feather')).toEqual({ least: 0.25, most: 2, usual: 1 });
    expect(limitsOf('foreheadCoverage')).toEqual({ least: 0, most: 1, usual: 0.85 });
  });
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
