import { describe, expect, it } from 'vitest';
import { runSteps } from './diagnostic-step.ts';
import { plainReason, providerSteps } from './provider-steps.ts';

describe('the inference steps', () => {
  it('try each provider by itself and say why one did not run', async () => {
    const steps = providerSteps(['cpu', 'cuda'], false, (provider) =>
      Promise.resolve(provider === 'cpu' ? {} : { rejection: 'Failed to load shared library' }),
    );

    const results = await runSteps(steps);

    expect(results).toMatchObject([
      { name: 'Inference, CPU', isEssential: true, status: 'ok' },
      { name: 'Inference, CUDA', isEssential: false, status: 'missing' },
    ]);
    expect(results[1].detail).toBe('Failed to load shared library.');
  });

  it('need CUDA and not the processor when CUDA alone is allowed', () => {
    const steps = providerSteps(['cpu', 'cuda'], true, () => Promise.resolve({}));

    expect(steps.map(({ isEssential }) => isEssential)).toEqual([false, true]);
  });

  it.each([
    [
      '/src/webgpu_context.cc:136 onnxruntime::Initialize(const Config&)::<lambda()> a.status == b::Success was false. Failed to get a WebGPU adapter: No supported adapters\n',
      'Failed to get a WebGPU adapter: No supported adapters.',
    ],
    [
      'OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library',
      'Failed to load shared library.',
    ],
    ['It crashed.', 'It crashed.'],
  ])('put %j plainly', (reason, words) => {
    expect(plainReason(reason)).toBe(words);
  });
});
