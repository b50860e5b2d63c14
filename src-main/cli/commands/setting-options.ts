import { Option, type Command } from 'commander';
import type { ZodNumber } from 'zod';
import { swapSettingsSchema, type SwapSettings } from '../../contract/swap-settings.ts';
import { numberBetween, wholeNumberBetween } from './option-values.ts';

/** The controls of the swap as commander hands them over. */
export interface SettingOptions {
  maxFaces: number;
  opacity?: number;
  feather?: number;
  forehead?: number;
  shape?: number;
  eyes?: SwapSettings['eyes'];
  occlusion?: number;
}

/** A control of the swap on the command line. */
interface NumberSetting {
  flag: string;
  setting: 'opacity' | 'feather' | 'foreheadCoverage' | 'shape' | 'occlusion';
  description: string;
}

/** In the order of the help. */
const NUMBER_SETTINGS: readonly NumberSetting[] = [
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
const MOST_FACES = 16;

/** Adds to a command what decides how faces are replaced. */
export function addSettingOptions(command: Command): Command {
  command
    .addOption(
      new Option('--max-faces <n>', 'how many faces are replaced, the largest first')
        .env('MIRAGE_MAX_FACES')
        .argParser(wholeNumberBetween('--max-faces (MIRAGE_MAX_FACES)', 1, MOST_FACES))
        .default(1),
    )
    .addOption(
      new Option('--swapper <name>', 'the way faces are replaced')
        .choices(['geometric'])
        .default('geometric'),
    );
  for (const { flag, setting, description } of NUMBER_SETTINGS) {
    const { least, most, usual } = limitsOf(setting);
    const range = `${least} to ${most}, default ${usual}`;
    command.option(
      `--${flag} <number>`,
      `${description} (${range})`,
      numberBetween(`--${flag}`, least, most),
    );
  }
  return command.addOption(
    new Option('--eyes <whose>', 'whose eyes are seen; the gaze is live either way')
      .choices(['live', 'reference'])
      .default('live'),
  );
}

/** Least and largest value a setting may take, and its default, as the contract has them. */
export function limitsOf(setting: NumberSetting['setting']): {
  least: number;
  most: number;
  usual: number;
} {
  const withDefault = swapSettingsSchema.shape[setting];
  const { minValue, maxValue }: ZodNumber = withDefault.unwrap();
  return { least: minValue!, most: maxValue!, usual: withDefault.parse(undefined) };
}

/** The controls that were given; the contract fills in the rest. */
export function settingsFrom(options: Partial<SettingOptions>): SwapSettings {
  const { opacity, feather, forehead: foreheadCoverage, shape, eyes, occlusion } = options;
  return swapSettingsSchema.parse({ opacity, feather, foreheadCoverage, shape, eyes, occlusion });
}
