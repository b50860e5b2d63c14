import { Command } from 'commander';
import packageDescription from '../../package.json' with { type: 'json' };
import { addDevicesCommand } from './commands/devices.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addLiveCommand } from './commands/live.ts';
import { addModelsCommand } from './commands/models.ts';
import { addProbeProviderCommand } from './commands/probe-provider.ts';
import { addReferenceCommand } from './commands/reference.ts';
import { addSetupCommand } from './commands/setup.ts';
import { addSwapCommand } from './commands/swap.ts';
import type { CommandContext } from './commands/context.ts';

/**
 * The commands and their options.
 *
 * What a command needs to run is loaded when it runs, so that help and mistakes in the arguments
 * are answered at once, also where a native library is broken.
 */
export function createProgram(context: CommandContext): Command {
  const program = new Command('mirage')
    .description('Swaps faces live and in pictures and videos, on your own machine.')
    .version(packageDescription.version, '--version', 'print the version')
    .option('--verbose', 'show where an error comes from')
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .helpCommand(false);
  addLiveCommand(program, context);
  addSwapCommand(program, context);
  addReferenceCommand(program, context);
  addDevicesCommand(program, context);
  addSetupCommand(program, context);
  addModelsCommand(program, context);
  addDoctorCommand(program, context);
  addProbeProviderCommand(program, context);
  program.addHelpText(
    'after',
    '\nExit codes: 0 done, 2 wrong use, 3 the input, 4 the output, 5 this machine, 6 a model,\n' +
      '70 an error of Mirage, 130 interrupted.',
  );
  return program;
}
