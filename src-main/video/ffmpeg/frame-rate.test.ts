import { describe, expect, it } from 'vitest';
import { chooseConstantRate, parseFrameRate } from './frame-rate.ts';

describe('parseFrameRate', () => {
  it.each([
    ['30/1', 30, 1],
    ['30000/1001', 30000, 1001],
    ['29.97', 30000, 1001],
    ['23.98', 24000, 1001],
    ['59.94', 60000, 1001],
    ['14.99', 15000, 1001],
    ['19001/634', 30000, 1001],
    ['12.50', 25, 2],
    ['25/2', 25, 2],
    ['90k', 90000, 1],
  ])('reads %s as %i/%i', (text, numerator, denominator) => {
    const rate = parseFrameRate(text);

    expect(rate).toEqual({ numerator, denominator });
  });

  it.each(['0/0', '30/0', 'N/A', '', '-5/1'])('finds no rate in "%s"', (text) => {
    expect(parseFrameRate(text)).toBeUndefined();
  });
});

describe('chooseConstantRate', () => {
  it.each([
    { what: 'an even file', average: '25/1', nominal: '25/1', rate: [25, 1], isVariable: false },
    {
      what: 'a last frame of odd length',
      average: '29.85',
      nominal: '30/1',
      rate: [30, 1],
      isVariable: false,
    },
    { what: 'a field rate', average: '25/1', nominal: '50/1', rate: [25, 1], isVariable: false },
    { what: 'dropped frames', average: '22.5', nominal: '30/1', rate: [30, 1], isVariable: true },
    {
      what: 'a clock for a rate',
      average: '29.5',
      nominal: '90k',
      rate: [59, 2],
      isVariable: true,
    },
    { what: 'a still screen', average: '7/1', nominal: '60/1', rate: [7, 1], isVariable: true },
    { what: 'slow motion', average: '240/1', nominal: '240/1', rate: [240, 1], isVariable: false },
    {
      what: 'a clock and no rate',
      average: '0/0',
      nominal: '90k',
      rate: [25, 1],
      isVariable: false,
    },
    { what: 'only one rate', average: '0/0', nominal: '24/1', rate: [24, 1], isVariable: false },
    { what: 'no rate', average: '0/0', nominal: '0/0', rate: [25, 1], isVariable: false },
  ])('plays $what at $rate.0/$rate.1', ({ average, nominal, rate, isVariable }) => {
    const chosen = chooseConstantRate(parseFrameRate(average), parseFrameRate(nominal));

    expect(chosen).toEqual({
      rate: { numerator: rate[0], denominator: rate[1] },
      isVariable,
    });
  });
});
