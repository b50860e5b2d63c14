import type { Provider } from '../../models/inference/providers.ts';
import type { DiagnosticStep } from './diagnostic-step.ts';
import type { ProviderProbe } from './provider-probe.ts';

const NAMES: Readonly<Record<Provider, string>> = {
  cpu: 'CPU',
  cuda: 'CUDA',
  tensorrt: 'TensorRT',
  webgpu: 'WebGPU',
  dml: 'DirectML',
  coreml: 'CoreML',
};

/** ONNX Runtime's own step that fetches the libraries; needs CUDA 12 (its README). */
const FETCH_LIBRARIES = 'node node_modules/onnxruntime-node/script/install.js';

const FIXES: Partial<Record<Provider, string>> = {
  cuda: `On an NVIDIA card: install its driver, CUDA 12 and cuDNN 9, then run: ${FETCH_LIBRARIES}`,
  tensorrt: `On an NVIDIA card: install CUDA 12 and TensorRT 10, then run: ${FETCH_LIBRARIES}`,
  webgpu: 'Install the graphics card’s driver (on Linux a Vulkan driver).',
  cpu: 'Install the packages again: npm ci',
};

/**
 * One step for each provider that ONNX Runtime offers on this system: a small network is run on it.
 *
 * @param isCudaOnly MIRAGE_CUDA_ONLY: CUDA is what swapping needs then, and the processor is not.
 */
export function providerSteps(
  offered: readonly Provider[],
  isCudaOnly: boolean,
  probe: (provider: Provider) => Promise<ProviderProbe>,
): DiagnosticStep[] {
  return offered.map((provider) => ({
    name: `Inference, ${NAMES[provider]}`,
    isEssential: provider === (isCudaOnly ? 'cuda' : 'cpu'),
    run: async () => {
      const { rejection } = await probe(provider);
      if (rejection === undefined) return { status: 'ok', detail: 'ran a network' };
      return { status: 'missing', detail: plainReason(rejection), fix: FIXES[provider] };
    },
  }));
}

/**
 * The last sentence of what ONNX Runtime says, which puts its source file, the function and the
 * broken condition before it.
 */
export function plainReason(reason: string): string {
  const [firstLine] = reason.trim().split('\n');
  const words = firstLine.replace(/^.* was false\. /, '').replace(/^OrtSession\w+: /, '');
  return words.endsWith('.') ? words : `${words}.`;
}
