import { z } from 'zod';
import type { Provider } from '../../models/inference/providers.ts';
import { runProgram } from '../../video/ffmpeg/process.ts';

const providerProbeSchema = z.object({
  /** Why the provider did not run the network; absent when it did. */
  rejection: z.string().optional(),
});

/** Whether a provider ran a network. */
export type ProviderProbe = z.infer<typeof providerProbeSchema>;

/** The command that {@link probeInOwnProcess} starts. */
export const PROBE_COMMAND = 'probe-provider';

/** A driver may take this long to start for the first time. */
const TIMEOUT_MS = 60_000;

/**
 * Tries a provider in a process of its own: drivers print what they like, and a broken one takes
 * its process along.
 *
 * @param program the built mirage command.
 */
export async function probeInOwnProcess(
  program: string,
  provider: Provider,
): Promise<ProviderProbe> {
  const { code, stdout, stderr } = await runProgram(
    process.execPath,
    [program, PROBE_COMMAND, provider],
    { timeoutMs: TIMEOUT_MS },
  );
  if (code === null) return { rejection: 'It crashed or hung while it was tried.' };
  if (code !== 0) return { rejection: stderr.replace(/^Error: /, '') };
  // What a driver may have printed comes before.
  return providerProbeSchema.parse(JSON.parse(stdout.trim().split('\n').at(-1)!));
}
