/** ONNX Runtime's execution providers, by the names its Node binding knows them. */
export type Provider = 'cuda' | 'tensorrt' | 'dml' | 'coreml' | 'webgpu' | 'cpu';

/** A provider that was wanted and did not run, with the reason for the user. */
export interface RejectedProvider {
  provider: Provider;
  reason: string;
}

export interface ProviderRequest {
  platform: NodeJS.Platform;
  /** Best first. The processor is the last resort of every request and need not be named. */
  requested: readonly Provider[];
  /** MIRAGE_CUDA_ONLY: nothing but CUDA may run, the processor included. */
  isCudaOnly: boolean;
}

export interface ProviderPlan {
  /** To be tried one at a time, in this order: a list with an absent provider fails as a whole. */
  candidates: readonly Provider[];
  rejected: readonly RejectedProvider[];
}

/**
 * What the Node binding offers (onnxruntime-node 1.30): CUDA and TensorRT on Linux once their
 * libraries are installed, DirectML on Windows, CoreML on macOS, WebGPU and the processor anywhere.
 */
const OFFERED: Partial<Record<NodeJS.Platform, readonly Provider[]>> = {
  linux: ['cuda', 'tensorrt', 'webgpu', 'cpu'],
  win32: ['dml', 'webgpu', 'cpu'],
  darwin: ['coreml', 'webgpu', 'cpu'],
};

const UNKNOWN_PLATFORM: readonly Provider[] = ['cpu'];

/**
 * For networks that take a few milliseconds on one core: moving the tensors to an accelerator and
 * back costs as much as running them.
 */
export const SMALL_MODEL_PROVIDERS: readonly Provider[] = ['cpu'];

/** Decides which providers are tried, and which are not even tried and why. */
export function planProviders({ platform, requested, isCudaOnly }: ProviderRequest): ProviderPlan {
  const wanted: readonly Provider[] = isCudaOnly
    ? ['cuda']
    : [...new Set<Provider>([...requested, 'cpu'])];
  const offered = OFFERED[platform] ?? UNKNOWN_PLATFORM;

  return {
    candidates: wanted.filter((provider) => offered.includes(provider)),
    rejected: wanted
      .filter((provider) => !offered.includes(provider))
      .map((provider) => ({ provider, reason: `ONNX Runtime does not offer it on ${platform}.` })),
  };
}
