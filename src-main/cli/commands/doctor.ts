import type { Command } from 'commander';
import { isReady, runSteps } from '../doctor/diagnostic-step.ts';
import { resultLines, verdictLine } from '../doctor/result-lines.ts';
import type { CommandContext } from './context.ts';

/** The exit code of `ffmpeg-missing` and the other failures of the machine. */
const NOT_READY = 5;

/** `mirage doctor`: looks at everything Mirage uses, and says how to put right what is not. */
export function addDoctorCommand(program: Command, context: CommandContext): void {
  const { terminal, endWith } = context;
  program
    .command('doctor')
    .description('check this machine, and say how to put right what is missing')
    .option('--json', 'print the findings as JSON')
    .action(async (options: { json?: true }) => {
      const { stepsOnThisMachine } = await import('../doctor/this-machine.ts');
      const isForPeople = options.json !== true;
      let number = 0;
      const results = await runSteps(stepsOnThisMachine(process.argv[1]), (result) => {
        number += 1;
        if (!isForPeople) return;
        for (const line of resultLines(number, result, terminal.paint)) terminal.print(line);
      });
      const ready = isReady(results);
      if (isForPeople) terminal.print(verdictLine(results));
      else terminal.printJson({ ready, steps: results });
      if (!ready) endWith(NOT_READY);
    });
}
