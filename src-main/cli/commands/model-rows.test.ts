import { describe, expect, it } from 'vitest';
import { modelState, sizeInWords } from './model-rows.ts';

describe('a model in the list', () => {
  it('is missing, corrupt or ok', () => {
    expect(modelState(undefined)).toBe('missing');
    expect(modelState({ isIntact: false })).toBe('corrupt');
    expect(modelState({ isIntact: true })).toBe('ok');
  });

  it.each([
    [999, '999 B'],
    [1000, '1 kB'],
    [300_608, '301 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [4_812_345, '4.8 MB'],
    [999_949_999, '999.9 MB'],
    [999_950_000, '1.0 GB'],
  ])('of %i bytes has %s', (bytes, words) => {
    expect(sizeInWords(bytes)).toBe(words);
  });
});
