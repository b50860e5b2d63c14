import type { Command } from 'commander';
import { aligned } from '../terminal.ts';
import type { CommandContext } from './context.ts';
import { modelState, sizeInWords } from './model-rows.ts';

/** `mirage models`: the networks, their licences, and whether their files are whole. */
export function addModelsCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('models')
    .description('list the networks: licence, size, state and place')
    .option('--json', 'print the list as JSON')
    .action(async (options: { json?: true }) => {
      const { modelStatuses } = await import('../../models/model-status.ts');
      const statuses = await modelStatuses();
      if (options.json === true) {
        terminal.printJson(
          statuses.map(({ file, ...entry }) => ({
            ...entry,
            state: modelState(file),
            path: file?.path ?? null,
            place: file?.place ?? null,
            bytes: file?.bytes ?? null,
          })),
        );
        return;
      }
      const heading = ['ID', 'KIND', 'LICENCE', 'SIZE', 'STATE', 'WHERE'];
      const rows = statuses.map(({ id, kind, licence, file }) => {
        const state = modelState(file);
        return [
          id,
          kind,
          licence,
          file === undefined ? '' : sizeInWords(file.bytes),
          terminal.paint(state === 'ok' ? 'green' : 'red', state),
          file?.path ?? '',
        ];
      });
      for (const line of aligned([heading, ...rows])) terminal.print(line);
    });
}
