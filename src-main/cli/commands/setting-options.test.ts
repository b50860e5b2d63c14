import { describe, expect, it } from 'vitest';
import { DEFAULT_SWAP_SETTINGS } from '../../contract/swap-settings.ts';
import { limitsOf, settingsFrom } from './setting-options.ts';

describe('settings of the swap', () => {
  it('are the contract’s defaults where nothing is given', () => {
    expect(settingsFrom({})).toEqual(DEFAULT_SWAP_SETTINGS);
  });

  it('are what is given, under the contract’s names', () => {
    const settings = settingsFrom({
      opacity: 0.9,
      feather: 2,
      forehead: 0,
      shape: 0.3,
      eyes: 'reference',
      occlusion: 1,
    });

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
