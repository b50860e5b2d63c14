import { describe, expect, it } from 'vitest';
import { evenSizeBetween, numberBetween, wholeNumberBetween } from './option-values.ts';

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

describe('sizes on the command line', () => {
  const size = evenSizeBetween(
    '--size',
    { width: 160, height: 120 },
    { width: 3840, height: 2160 },
  );

  it.each([
    ['1280x720', 1280, 720],
    ['640X480', 640, 480],
    [' 160x120 ', 160, 120],
    ['3840x2160', 3840, 2160],
  ])('%j is %d by %d', (text, width, height) => {
    expect(size(text)).toEqual({ width, height });
  });

  it.each(['', 'hd', '1280', '1280x', 'x720', '1280*720', '1281x720', '1280x721', '158x120'])(
    '%j is refused, with the limits',
    (text) => {
      expect(() => size(text)).toThrow(
        `--size takes an even width and height from 160x120 to 3840x2160, such as 1280x720, not ${JSON.stringify(text)}.`,
      );
    },
  );

  it.each(['160x118', '3842x2160', '3840x2162', '-1280x720', '1280.5x720'])(
    '%j is out of the limits',
    (text) => {
      expect(() => size(text)).toThrow(/^--size takes/);
    },
  );
});
