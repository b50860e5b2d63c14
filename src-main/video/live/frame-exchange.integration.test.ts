import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type ts from 'typescript';
import { expect, it } from 'vitest';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import { findResource } from '../../base/resource.ts';
import { createExchange, ExchangeReader } from './frame-exchange.ts';

/** So large that filling it takes longer than taking it: a torn picture would be seen. */
const BYTES = 256 * 1024;
const PICTURES = 2000;

// Not through the test's loader, which would take seconds over the compiler.
const compiler = createRequire(import.meta.url)('typescript') as typeof ts;

const folder = new TemporaryFolder();

const MODULES = ['src-main/base/monotonic-clock.ts', 'src-main/video/live/frame-exchange.ts'];

/** The exchange as JavaScript, for a thread that the test's own loader does not reach. */
async function transpileModules(): Promise<void> {
  for (const path of MODULES) {
    const source = await readFile(findResource(path)!, 'utf8');
    const { outputText } = compiler.transpileModule(source, {
      compilerOptions: {
        module: compiler.ModuleKind.ESNext,
        target: compiler.ScriptTarget.ES2022,
        rewriteRelativeImportExtensions: true,
      },
    });
    const target = folder.file(path.replace('.ts', '.js'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, outputText);
  }
  await writeFile(folder.file('package.json'), '{ "type": "module" }');
  await writeFile(folder.file('writer.js'), WRITER);
}

/** Writes as fast as it can; every byte of a picture is its number. */
const WRITER = `
  import { parentPort, workerData } from 'node:worker_threads';
  import { ExchangeWriter } from './src-main/video/live/frame-exchange.js';
  const { handle, pictures } = workerData;
  const writer = new ExchangeWriter(handle);
  let overtaken = 0;
  for (let n = 1; n <= pictures; n++) {
    const { slot } = writer;
    slot.sequence = n;
    slot.bytes = slot.pixels.length;
    slot.pixels.fill(n % 251);
    if (writer.publish()) overtaken++;
  }
  parentPort.postMessage(overtaken);
`;

it('hands whole pictures from one thread to another, in order, the newest always among them', async () => {
  await transpileModules();
  const handle = createExchange(BYTES);
  const reader = new ExchangeReader(handle);
  const writer = new Worker(folder.file('writer.js'), {
    workerData: { handle, pictures: PICTURES },
  });
  const overtaken = new Promise<number>((resolve, reject) => {
    writer.once('message', resolve);
    writer.once('error', reject);
  });
  const failing = new AbortController();
  overtaken.catch(() => {
    failing.abort();
    reader.wake();
  });

  const taken: number[] = [];
  const torn: number[] = [];
  const whole = new Uint8Array(BYTES);
  while (taken.at(-1) !== PICTURES) {
    if ((await reader.waitForPicture(failing.signal)) === 'aborted') break;
    const slot = reader.take()!;
    taken.push(slot.sequence);
    if (Buffer.compare(slot.pixels, whole.fill(slot.sequence % 251)) !== 0)
      torn.push(slot.sequence);
  }

  expect(torn).toEqual([]);
  expect(taken).toEqual([...new Set(taken)].sort((a, b) => a - b));
  // What was not taken was overtaken; none was lost.
  expect(taken.length + (await overtaken)).toBe(PICTURES);
  await writer.terminate();
});
