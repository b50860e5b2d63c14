import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { findResource } from '../src-main/base/resource.ts';

/** What figures depend on besides the code. */
export interface Machine {
  processor: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
  onnxRuntime: string;
}

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()} ${process.arch}`,
    node: process.version,
    onnxRuntime: onnxRuntimeVersion(),
  };
}

/** A processor's name as part of a file name: `intel-xeon-platinum-8370c`. */
export function processorSlug({ processor }: Pick<Machine, 'processor'>): string {
  return processor
    .replaceAll(/\((r|tm)\)|cpu|processor|@.*$/gi, ' ')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

export const machineLine = (machine: Machine): string =>
  `${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}, ` +
  `Node ${machine.node}, ONNX Runtime ${machine.onnxRuntime}`;

function onnxRuntimeVersion(): string {
  const manifest = findResource('node_modules/onnxruntime-node/package.json');
  if (manifest === undefined) return 'unknown';
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
