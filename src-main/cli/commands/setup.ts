import { Option, type Command } from 'commander';
import { ERROR_CODES } from '../../contract/error.ts';
import { VIRTUAL_CAMERA_NAME } from '../../devices/virtual-camera/virtual-camera.ts';
import type { SetupOptions } from '../setup/run-setup.ts';
import type { CommandContext } from './context.ts';

/** `mirage setup virtual-camera`: makes the camera that other programs choose. */
export function addSetupCommand(program: Command, context: CommandContext): void {
  program
    .command('setup')
    .description('prepare this machine')
    .helpCommand(false)
    .command('virtual-camera')
    .description(`make the camera ${VIRTUAL_CAMERA_NAME}, after showing what will be done`)
    .option('--yes', 'do it without asking')
    .option('--dry-run', 'only show what would be done')
    .addOption(
      new Option(
        '--exclusive-caps <0|1>',
        'Chrome needs 1, which is the default; some programs 0',
      ).choices(['0', '1']),
    )
    .addHelpText('after', '\nWhat is there already stays as it is, so it can be run again.')
    .action(async (options: SetupOptions) => {
      const { runSetup } = await import('../setup/run-setup.ts');
      const isDone = await runSetup(options, context);
      if (!isDone) context.endWith(ERROR_CODES['virtual-camera-missing'].exitCode);
    });
}
