import type { Command } from 'commander';
import { PROBE_COMMAND } from '../doctor/provider-probe.ts';
import type { Provider } from '../../models/inference/providers.ts';
import type { CommandContext } from './context.ts';

/** The command, not shown in the help, that the doctor starts to try a provider. */
export function addProbeProviderCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command(PROBE_COMMAND, { hidden: true })
    .argument('<provider>')
    .action(async (provider: Provider) => {
      const { probeProvider } = await import('../doctor/probe-provider.ts');
      terminal.print(JSON.stringify(await probeProvider(provider)));
    });
}
