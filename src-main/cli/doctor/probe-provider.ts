import { ModelSession } from '../../models/inference/model-session.ts';
import type { Provider } from '../../models/inference/providers.ts';
import { networkFile } from '../../models/model-file.ts';
import type { ProviderProbe } from './provider-probe.ts';

/** The smallest network of the catalogue. */
const PROBED_NETWORK = 'blazeface-back';

/**
 * Runs a small network on one provider.
 *
 * @throws MirageError where not even the processor can run it.
 */
export async function probeProvider(provider: Provider): Promise<ProviderProbe> {
  const session = await ModelSession.open(networkFile(PROBED_NETWORK), {
    providers: [provider],
    isCudaOnly: false,
  });
  await session.close();
  if (session.provider === provider) return {};
  const rejected = session.rejected.find((candidate) => candidate.provider === provider);
  return { rejection: rejected?.reason ?? 'It did not run.' };
}
