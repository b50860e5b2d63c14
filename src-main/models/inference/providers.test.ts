import { describe, expect, it } from 'vitest';
import { planProviders, type Provider } from './providers.ts';

interface Row {
  platform: NodeJS.Platform;
  requested: readonly Provider[];
  isCudaOnly?: boolean;
  candidates: readonly Provider[];
  rejected?: readonly Provider[];
}

const ROWS: readonly Row[] = [
  { platform: 'linux', requested: ['cpu'], candidates: ['cpu'] },
  { platform: 'linux', requested: [], candidates: ['cpu'] },
  { platform: 'linux', requested: ['webgpu', 'cuda'], candidates: ['webgpu', 'cuda', 'cpu'] },
  { platform: 'linux', requested: ['cpu', 'cuda'], candidates: ['cpu', 'cuda'] },
  { platform: 'linux', requested: ['cuda', 'cuda'], candidates: ['cuda', 'cpu'] },
  {
    platform: 'linux',
    requested: ['dml', 'tensorrt'],
    candidates: ['tensorrt', 'cpu'],
    rejected: ['dml'],
  },
  { platform: 'win32', requested: ['dml', 'cuda'], candidates: ['dml', 'cpu'], rejected: ['cuda'] },
  { platform: 'darwin', requested: ['coreml', 'webgpu'], candidates: ['coreml', 'webgpu', 'cpu'] },
  { platform: 'freebsd', requested: ['webgpu'], candidates: ['cpu'], rejected: ['webgpu'] },
  { platform: 'linux', requested: ['webgpu', 'cpu'], isCudaOnly: true, candidates: ['cuda'] },
  { platform: 'darwin', requested: ['cpu'], isCudaOnly: true, candidates: [], rejected: ['cuda'] },
];

describe('planProviders', () => {
  it.each(ROWS)(
    'on $platform, asked for $requested (CUDA only: $isCudaOnly), tries $candidates',
    ({ platform, requested, isCudaOnly = false, candidates, rejected = [] }) => {
      const plan = planProviders({ platform, requested, isCudaOnly });

      expect(plan.candidates).toEqual(candidates);
      expect(plan.rejected.map(({ provider }) => provider)).toEqual(rejected);
    },
  );

  it('says why a provider is not even tried', () => {
    const plan = planProviders({ platform: 'win32', requested: ['coreml'], isCudaOnly: false });

    expect(plan.rejected).toEqual([
      { provider: 'coreml', reason: 'ONNX Runtime does not offer it on win32.' },
    ]);
  });
});
