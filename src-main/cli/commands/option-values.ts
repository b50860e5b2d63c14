import { MirageError } from '../../contract/error.ts';

/**
 * A parser for commander that takes decimal numbers within limits.
 *
 * @param name of the option, for the message.
 * @returns throws MirageError `usage` for anything else.
 */
export function numberBetween(name: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^[-+]?(?:\d+\.?\d*|\.\d+)$/.test(text.trim()) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw wrongValue(`${name} takes a number from ${least} to ${most}`, text);
  };
}

/** The same for whole numbers. */
export function wholeNumberBetween(
  name: string,
  least: number,
  most: number,
): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text.trim()) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw wrongValue(`${name} takes a whole number from ${least} to ${most}`, text);
  };
}

/** In pixels. */
export interface PictureSize {
  width: number;
  height: number;
}

/**
 * A parser for commander that takes sizes such as 1280x720. Both sides have to be even: pictures
 * are published with one colour sample for two pixels.
 *
 * @param name of the option, for the message.
 * @returns throws MirageError `usage` for anything else.
 */
export function evenSizeBetween(
  name: string,
  least: PictureSize,
  most: PictureSize,
): (text: string) => PictureSize {
  const rule =
    `${name} takes an even width and height from ${least.width}x${least.height} to ` +
    `${most.width}x${most.height}, such as 1280x720`;
  return (text) => {
    const [width, height] = (/^(\d+)x(\d+)$/i.exec(text.trim()) ?? []).slice(1).map(Number);
    const isWithin =
      width >= least.width &&
      width <= most.width &&
      height >= least.height &&
      height <= most.height;
    if (isWithin && width % 2 === 0 && height % 2 === 0) return { width, height };
    throw wrongValue(rule, text);
  };
}

function wrongValue(rule: string, text: string): MirageError {
  return new MirageError('usage', { message: `${rule}, not ${JSON.stringify(text)}.` });
}
