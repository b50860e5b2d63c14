import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildNativeVariant } from './native-variant.ts';

/*
 * Runs the native kernels' tests against a build with the address and undefined-behaviour
 * sanitizers: a read or write outside a buffer, or an overflow, ends the run and names the line.
 */

const root = join(import.meta.dirname, '..', '..');

/** The sanitizer's run-time must be in the process before the addon that needs it. */
function addressSanitizerLibrary(): string {
  const { stdout, error } = spawnSync('gcc', ['-print-file-name=libasan.so'], { encoding: 'utf8' });
  if (error !== undefined) throw new Error('gcc is needed for its sanitizers.', { cause: error });
  return stdout.trim();
}

const addon = buildNativeVariant('sanitize');
const environment = {
  ...process.env,
  MIRAGE_NATIVE_ADDON: addon,
  LD_PRELOAD: addressSanitizerLibrary(),
  // Node itself leaves memory to the operating system at exit.
  ASAN_OPTIONS: 'detect_leaks=0:abort_on_error=0',
  UBSAN_OPTIONS: 'print_stacktrace=1',
};

/** Runs Node under the sanitizers, its output passed on; returns the exit code. */
function runSanitized(args: readonly string[]): number {
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    env: environment,
    stdio: 'inherit',
  });
  return status ?? 1;
}

/** What is reported is not believed: a build without its run-time would report nothing at all. */
function proveSanitizersAreLive(): void {
  const script = `
    const { build } = require(${JSON.stringify(addon)});
    const maps = require('node:fs').readFileSync('/proc/self/maps', 'utf8');
    process.exit(build === 'sanitize' && maps.includes('libasan') ? 0 : 1);`;
  if (runSanitized(['--eval', script]) !== 0) {
    throw new Error(`The sanitizers are not at work in ${addon}.`);
  }
}

proveSanitizersAreLive();
process.exitCode = runSanitized([
  join(root, 'node_modules', 'vitest', 'vitest.mjs'),
  'run',
  '--project=unit',
  // One process, so that nothing but the kernels runs beside them.
  '--maxWorkers=1',
  '--no-isolate',
  'src-main/base/addon',
  '.native.test.ts',
]);
