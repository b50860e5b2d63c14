import { spawn, type ChildProcess } from 'node:child_process';
import { findResource } from '../base/resource.ts';

export interface FinishedMirage {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface MirageOptions {
  /** Added to the environment. */
  environment?: Record<string, string>;
  /** Is told of the process, and of what it has said so far, each time it says something. */
  onStderr?: (child: ChildProcess, stderr: string) => void;
  /** The reader of the result goes away before the first word. */
  closesStdout?: boolean;
}

/**
 * Runs the built command without a terminal.
 *
 * @throws Error when it has not been built.
 */
export async function mirage(
  words: readonly string[],
  { environment = {}, onStderr, closesStdout = false }: MirageOptions = {},
): Promise<FinishedMirage> {
  const program = findResource('out/main/mirage.mjs');
  if (program === undefined) throw new Error('mirage is not built. Run: npm run build');
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, MIRAGE_MAX_FACES: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that a signal reaches all of it, as Ctrl-C in a terminal does.
    detached: true,
  });
  const said = { stdout: '', stderr: '' };
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
    onStderr?.(child, said.stderr);
  });
  if (closesStdout) child.stdout.destroy();
  else child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { exitCode, ...said };
}
