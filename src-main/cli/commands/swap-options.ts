import { resolve } from 'node:path';
import { MirageError } from '../../contract/error.ts';
import type { SettingOptions } from './setting-options.ts';

/** The options of `mirage swap` as commander hands them over. */
export interface SwapCommandOptions extends SettingOptions {
  reference: string[];
  input: string;
  output?: string;
  measure?: true;
  report?: string;
  json?: true;
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
