import type { Command } from 'commander';
import type { SwapReport } from '../../contract/swap-report.ts';
import { showProgress } from '../progress.ts';
import { sayNotice, sayReference } from './asides.ts';
import type { CommandContext } from './context.ts';
import { addSettingOptions, settingsFrom } from './setting-options.ts';
import { refuseContradictions, type SwapCommandOptions } from './swap-options.ts';
import { swapSummary } from './swap-summary.ts';

const EXAMPLES = `
Examples:
  mirage swap --reference me.jpg --input clip.mp4 --output swapped.mp4
  mirage swap --reference front.jpg side.jpg --input photo.png --output swapped.png
  mirage swap --reference me.jpg --input clip.mp4 --measure --json

Use pictures of yourself, or of people who agreed to it.`;

/** `mirage swap`: a picture or a video in, the same with another face out. */
export function addSwapCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('swap')
    .description('replace the face in a picture or a video')
    .requiredOption('-r, --reference <pictures...>', 'one or more pictures of the face to show')
    .requiredOption('-i, --input <file>', 'the picture or video to change')
    .option('-o, --output <file>', 'where the result goes; its extension chooses the format')
    .option('--measure', 'write no result, only measure');
  addSettingOptions(command)
    .option('--report <file>', 'write the figures of the run as JSON')
    .option('--json', 'print those figures, and nothing else, to standard output')
    .addHelpText('after', EXAMPLES)
    .action(async (options: SwapCommandOptions) => {
      refuseContradictions(options);
      await runSwap(options, context);
    });
}

async function runSwap(
  options: SwapCommandOptions,
  { terminal, signal }: CommandContext,
): Promise<void> {
  const { swapFile } = await import('../../engine/swap-file.ts');
  const { ReportFile } = await import('./report-file.ts');
  const { reference: references, input, output } = options;
  const reportFile =
    options.report === undefined
      ? undefined
      : await ReportFile.prepare(options.report, [input, ...references]);
  const progress = showProgress(terminal);
  let report: SwapReport;
  try {
    report = await swapFile({
      references,
      input,
      output,
      maxFaces: options.maxFaces,
      settings: settingsFrom(options),
      signal,
      onProgress: (state) => {
        progress.show(state);
      },
      onNotice: (notice) => {
        sayNotice(terminal, notice);
      },
      onReference: (path, analysis) => {
        sayReference(terminal, path, analysis);
      },
    });
    await reportFile?.commit(report);
  } catch (thrown) {
    await reportFile?.discard();
    throw thrown;
  } finally {
    progress.close();
  }
  if (options.json === true) {
    terminal.printJson(report);
  } else {
    swapSummary(report, output).forEach((line) => {
      terminal.print(line);
    });
  }
}
