import { describe, expect, it } from 'vitest';
import { describeMachine, machineLine, processorSlug } from './machine.ts';

describe('the machine', () => {
  it('is named with all that figures depend on', () => {
    const machine = describeMachine();

    expect(machine.cores).toBeGreaterThan(0);
    expect(machine.onnxRuntime).toMatch(/^\d+\.\d+/);
    for (const part of [machine.processor, machine.node, machine.onnxRuntime]) {
      expect(machineLine(machine)).toContain(part);
    }
  });

  it.each([
    ['Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz', 'intel-xeon-platinum-8370c'],
    ['AMD EPYC 7763 64-Core Processor', 'amd-epyc-7763-64-core'],
    ['Apple M2', 'apple-m2'],
  ])('%s goes into a file name as %s', (processor, slug) => {
    expect(processorSlug({ processor })).toBe(slug);
  });
});
