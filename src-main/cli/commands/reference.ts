import type { Command } from 'commander';
import { sayNotice } from './asides.ts';
import type { CommandContext } from './context.ts';
import { referenceLines } from './reference-lines.ts';

const CONSENT = 'Use only pictures of yourself, or of people who agreed to it.';

/** `mirage reference`: what a picture is worth as a reference. */
export function addReferenceCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('reference')
    .description('say how well a picture serves as a reference, and what would be better')
    .argument('<picture>', 'a picture of the face to show')
    .option('--json', 'print the analysis as JSON')
    .addHelpText('after', `\n${CONSENT}`)
    .action(async (picture: string, options: { json?: true }) => {
      const { analyseReferencePicture } = await import('../../engine/analyse-reference.ts');
      const { report, notices, provider } = await analyseReferencePicture(picture);
      for (const notice of notices) sayNotice(terminal, notice);
      if (options.json === true) {
        const { score, verdict, findings, face, measurements } = report;
        const { region, size, pose } = face;
        // The embedding stays here: it identifies a person as a fingerprint does.
        terminal.printJson({
          ...{ picture, score, verdict, findings, face: { region, size, pose }, measurements },
          ...{ provider, notices },
        });
        return;
      }
      for (const line of referenceLines(picture, report, terminal.paint, { isBrief: false })) {
        terminal.print(line);
      }
      terminal.print(terminal.paint('dim', CONSENT));
    });
}
