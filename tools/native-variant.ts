import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findResource } from '../src-main/base/resource.ts';

/** Builds of the addon beside the shipped one; native/binding.gyp says what each is for. */
export type NativeVariant = 'scalar' | 'sanitize';

/**
 * Builds the addon anew in native/build-<variant>, from the same sources and settings.
 *
 * @returns the path of the built addon.
 * @throws Error with the compiler's output when the build fails.
 */
export function buildNativeVariant(variant: NativeVariant): string {
  const sources = findResource('native/binding.gyp');
  if (sources === undefined) throw new Error('native/binding.gyp is missing; run in a checkout.');
  const folder = join(dirname(sources), `build-${variant}`);
  mkdirSync(folder, { recursive: true });
  // node-gyp always builds into the folder of its binding.gyp, so each variant has one that includes
  // the real one.
  const binding = { variables: { mirage_variant: variant }, includes: ['../binding.gyp'] };
  writeFileSync(join(folder, 'binding.gyp'), JSON.stringify(binding));

  // npm brings node-gyp along and puts it on the path of what it runs; it need not be on ours.
  const build = spawnSync('npm', ['exec', '-c', 'node-gyp configure build'], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (build.status !== 0) {
    const output = build.error?.message ?? `${build.stdout}${build.stderr}`;
    throw new Error(`The ${variant} build of the addon failed.\n${output}`);
  }
  return join(folder, 'build', 'Release', 'mirage.node');
}
