import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { findResource } from '../src-main/base/resource.ts';
import { benchAllocation } from './allocation.ts';
import { benchCommandLine } from './command-line.ts';
import { benchControlThread } from './control-thread.ts';
import { benchLive, QUICK_LIVE, THOROUGH_LIVE } from './live.ts';
import { describeMachine, machineLine, processorSlug } from './machine.ts';
import { benchNative } from './native.ts';
import { benchOverload } from './overload.ts';
import { LARGE, QUICK, SMALL, THOROUGH } from './scene.ts';
import { benchStages } from './stages.ts';
import { toMarkdown, type BenchTable } from './table.ts';

const USAGE = `npm run bench [-- options]

  --quick   fewer and shorter runs, without the native kernels one by one
  --save    also keep the tables in bench/results`;

/** `npm run bench`: prints the tables and writes them to bench/out. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const manifest = findResource('package.json');
  if (manifest === undefined)
    throw new Error('The benchmark does not lie in a checkout of Mirage.');
  const root = dirname(manifest);

  const machine = describeMachine();
  const date = new Date().toISOString().slice(0, 10);
  const heading = `# Benchmark\n\n${date}, ${machineLine(machine)}.\n`;
  console.log(heading);
  const tables: BenchTable[] = [];
  for (const part of parts(root, values.quick)) {
    const table = await part();
    tables.push(table);
    console.log(toMarkdown(table));
  }

  const markdown = [heading, ...tables.map(toMarkdown)].join('\n');
  const folder = join(root, 'bench', 'out');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'bench.md'), markdown);
  writeFileSync(join(folder, 'bench.json'), JSON.stringify({ date, machine, tables }, null, 2));
  console.log(`Written to ${join('bench', 'out')}.`);
  if (values.save) {
    const path = join('bench', 'results', `${date}-${processorSlug(machine)}.md`);
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), markdown);
    console.log(`Kept as ${path}.`);
  }
}

/** The measurements, in the order they are shown. */
function parts(root: string, isQuick: boolean): readonly (() => Promise<BenchTable>)[] {
  const effort = isQuick ? QUICK : THOROUGH;
  const worker = join(import.meta.dirname, 'video.worker.mjs');
  const program = join(root, 'out', 'main', 'mirage.mjs');
  const short = { runs: Math.min(3, effort.runs), frames: effort.frames };
  return [
    () => benchStages([SMALL, LARGE], effort),
    () => benchControlThread(worker, SMALL, short),
    () => benchAllocation(SMALL, effort),
    () => benchCommandLine(program, SMALL, short),
    () => benchLive(program, LARGE, isQuick ? QUICK_LIVE : THOROUGH_LIVE),
    () => benchOverload(import.meta.dirname, LARGE, isQuick ? 15 : 40),
    ...(isQuick ? [] : [benchNative]),
  ];
}

await main();
