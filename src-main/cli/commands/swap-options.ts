import { resolve } from 'node:path';
import type { ZodNumber } from 'zod';
import { MirageError } from '../../contract/error.ts';
import { swapSettingsSchema, type SwapSettings } from '../../contract/swap-settings.ts';

/** The options of `mirage swap` as commander hands them over. */
export interface SwapCommandOptions {
  reference: string[];
  input: string;
  output?: string;
  measure?: true;
  maxFaces: number;
  opacity?: number;
  feather?: number;
  forehead?: number;
  shape?: number;
  eyes?: SwapSettings['eyes'];
  occlusion?: number;
  report?: string;
  json?: true;
}

/** A control of the swap on the command line. */
interface SettingOption {
  flag: string;
  setting: 'opacity' | 'feather' | 'foreheadCoverage' | 'shape' | 'occlusion';
  description: string;
}

/** In the order of the help. */
export const NUMBER_SETTINGS: readonly SettingOption[] = [
  { flag: 'opacity', setting: 'opacity', description: 'how much of the swap is seen' },
  { flag: 'feather', setting: 'feather', description: 'width of the soft rim, 1 is the usual' },
  {
    flag: 'forehead',
    setting: 'foreheadCoverage',
    description: 'how far up the forehead the swap reaches, 1 is the hairline',
  },
  {
    flag: 'shape',
    setting: 'shape',
    description: "how far the face's shape moves toward the reference's",
  },
  {
    flag: 'occlusion',
    setting: 'occlusion',
    description: 'how readily hands and hair in front of the face stay visible',
  },
];

/** More are not told apart in one picture: the smallest would fall below what the detector finds. */
export const MOST_FACES = 16;

/** Least and largest value a setting may take, and its default, as the contract has them. */
export function limitsOf(setting: SettingOption['setting']): {
  least: number;
  most: number;
  usual: number;
} {
  const withDefault = swapSettingsSchema.shape[setting];
  const { minValue, maxValue }: ZodNumber = withDefault.unwrap();
  return { least: minValue!, most: maxValue!, usual: withDefault.parse(undefined) };
}

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

function wrongValue(rule: string, text: string): MirageError {
  return new MirageError('usage', { message: `${rule}, not ${JSON.stringify(text)}.` });
}

/** The controls that were given; the contract fills in the rest. */
export function settingsFrom(options: SwapCommandOptions): SwapSettings {
  const { opacity, feather, forehead: foreheadCoverage, shape, eyes, occlusion } = options;
  return swapSettingsSchema.parse({ opacity, feather, foreheadCoverage, shape, eyes, occlusion });
}

/**
 * Refuses options that contradict each other.
 *
 * @throws MirageError `usage`.
 */
export function refuseContradictions({ output, measure, report }: SwapCommandOptions): void {
  const isMeasureOnly = measure === true;
  if (output === undefined && !isMeasureOnly) {
    throw new MirageError('usage', {
      message: 'There is nowhere to write the result.',
      hint: 'Name a file with --output, or only measure with --measure.',
    });
  }
  if (output !== undefined && isMeasureOnly) {
    throw new MirageError('usage', {
      message: '--measure writes nothing, so it does not go with --output.',
      hint: 'Leave one of the two away.',
    });
  }
  if (output !== undefined && report !== undefined && resolve(output) === resolve(report)) {
    throw new MirageError('usage', {
      message: '--output and --report name the same file.',
      hint: 'Give the report another name, such as report.json.',
    });
  }
}
