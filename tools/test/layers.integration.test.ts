import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from './program.ts';

const ROOT = join(import.meta.dirname, '../..');
const DEPCRUISE = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

interface Cruise {
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
}

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mirage-layers-'));
  cpSync(join(ROOT, 'tsconfig.json'), join(folder, 'tsconfig.json'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a project of the given files and checks it with the real rules. */
async function violationsIn(files: Record<string, string>): Promise<string[]> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const config = join(ROOT, '.dependency-cruiser.mjs');
  const { output } = await runProgram(
    {
      program: process.execPath,
      args: [DEPCRUISE, '--config', config, '--output-type', 'json', '.'],
    },
    { folder, signal: new AbortController().signal },
  );
  const { violations } = (JSON.parse(output) as Cruise).summary;
  return violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort();
}

const ELECTRON = {
  'node_modules/electron/package.json':
    '{ "name": "electron", "version": "1.0.0", "main": "a.js" }',
  'node_modules/electron/a.js': 'module.exports = {};',
};

describe('the layer rules', () => {
  it('let imports point down, and tests reach for their support', async () => {
    const violations = await violationsIn({
      ...ELECTRON,
      'src-main/contract/error.ts': 'export const code = 1;',
      'src-main/base/addon.ts': "export { code } from '../contract/error.ts';",
      'src-main/models/session.ts': "export { code } from '../base/addon.ts';",
      'src-main/video/swap.ts': "export { code } from '../models/session.ts';",
      'src-main/video/swap.test.ts': "import './swap.ts'; import '../../test-support/clip.ts';",
      'src-main/engine/session.ts': "export { code } from '../video/swap.ts';",
      'src-main/app/main.ts': "import 'electron'; import '../engine/session.ts';",
      'src-renderer/page.ts': "export { code } from '../src-main/contract/error.ts';",
      'test-support/clip.ts': 'export const clip = 1;',
    });

    expect(violations).toEqual([]);
  });

  it('catch an import that points up, a type as well as a value', async () => {
    const violations = await violationsIn({
      'src-main/video/swap.ts': "export type { Session } from '../engine/session.ts';",
      'src-main/models/session.ts': "export { run } from '../devices/camera.ts';",
      'src-main/devices/camera.ts': 'export const run = 1;',
      'src-main/engine/session.ts': 'export interface Session { id: number }',
    });

    expect(violations).toEqual([
      'models-reaches-down-only: src-main/models/session.ts → src-main/devices/camera.ts',
      'video-reaches-down-only: src-main/video/swap.ts → src-main/engine/session.ts',
    ]);
  });

  it('catch a test that reaches up', async () => {
    const violations = await violationsIn({
      'src-main/video/swap.test.ts': "import '../engine/session.ts';",
      'src-main/engine/session.ts': 'export const session = 1;',
    });

    expect(violations).toEqual([
      'video-tests-reach-down-only: src-main/video/swap.test.ts → src-main/engine/session.ts',
    ]);
  });

  it('catch product code that uses tools or test support', async () => {
    const violations = await violationsIn({
      'src-main/cli/mirage.ts': "import '../../test-support/clip.ts'; import '../../tools/a.ts';",
      'test-support/clip.ts': 'export const clip = 1;',
      'tools/a.ts': 'export const a = 1;',
    });

    expect(violations).toEqual([
      'cli-reaches-down-only: src-main/cli/mirage.ts → test-support/clip.ts',
      'cli-reaches-down-only: src-main/cli/mirage.ts → tools/a.ts',
    ]);
  });

  it('catch electron outside app, installed or not', async () => {
    const importing = { 'src-main/engine/session.ts': "import 'electron';" };

    expect(await violationsIn(importing)).toEqual([
      'electron-in-app-alone: src-main/engine/session.ts → electron',
    ]);
    expect(await violationsIn({ ...ELECTRON, ...importing })).toEqual([
      'electron-in-app-alone: src-main/engine/session.ts → node_modules/electron/a.js',
    ]);
  });

  it('catch a renderer that sees more than the contract', async () => {
    const violations = await violationsIn({
      'src-renderer/page.ts': "import '../src-main/engine/session.ts';",
      'src-main/engine/session.ts': 'export const session = 1;',
    });

    expect(violations).toEqual([
      'renderer-sees-the-contract-alone: src-renderer/page.ts → src-main/engine/session.ts',
    ]);
  });

  it('catch a contract that needs a platform', async () => {
    const violations = await violationsIn({
      'src-main/contract/error.ts': "import { join } from 'node:path'; export { join };",
    });

    expect(violations).toEqual(['contract-needs-no-platform: src-main/contract/error.ts → path']);
  });

  it('catch a build-time package in the product', async () => {
    const files = {
      'node_modules/@tensorflow/tfjs-core/package.json': '{ "name": "@tensorflow/tfjs-core" }',
      'node_modules/@tensorflow/tfjs-core/index.js': '',
      'src-main/models/conversion/graph.ts': "import '@tensorflow/tfjs-core';",
      'src-main/models/session.ts': "import '@tensorflow/tfjs-core';",
    };

    expect(await violationsIn(files)).toEqual([
      'build-time-packages-stay-at-build-time: src-main/models/session.ts → node_modules/@tensorflow/tfjs-core/index.js',
    ]);
  });

  it('catch a cycle', async () => {
    const violations = await violationsIn({
      'src-main/video/a.ts': "export { b } from './b.ts'; export const a = 1;",
      'src-main/video/b.ts': "export { a } from './a.ts'; export const b = 1;",
    });

    expect(violations).toContain('no-cycles: src-main/video/a.ts → src-main/video/b.ts');
  });

  it('catch code that nobody uses and code outside a layer', async () => {
    const violations = await violationsIn({
      'src-main/video/forgotten.ts': 'export const forgotten = 1;',
      'src-main/stray/a.ts': "import '../contract/error.ts';",
      'src-main/contract/error.ts': 'export const code = 1;',
    });

    expect(violations).toEqual([
      'no-code-outside-a-layer: src-main/stray/a.ts → src-main/contract/error.ts',
      'no-orphans: src-main/video/forgotten.ts → src-main/video/forgotten.ts',
    ]);
  });
});
