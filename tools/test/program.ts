import { spawn, type ChildProcess } from 'node:child_process';
import { performance } from 'node:perf_hooks';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** Added to the environment of the runner. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface ProgramRun {
  /** 1 for a program that was stopped or ended by a signal. */
  readonly exitCode: number;
  /** Standard output and standard error as they came. */
  readonly output: string;
  readonly durationMs: number;
}

export interface RunOptions {
  readonly folder: string;
  /** Ends the program and all it started. */
  readonly signal: AbortSignal;
  readonly onOutput?: ((text: string) => void) | undefined;
}

/**
 * Runs a program to its end and keeps what it printed.
 *
 * @throws Error when it cannot be started.
 */
export function runProgram(command: Command, options: RunOptions): Promise<ProgramRun> {
  return new Promise((resolve, reject) => {
    const startMs = performance.now();
    let output = '';
    const collect = (text: string): void => {
      output += text;
      options.onOutput?.(text);
    };

    const child = spawn(command.program, command.args, {
      cwd: options.folder,
      env: { ...process.env, ...command.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that stopping it also stops its workers.
      detached: process.platform !== 'win32',
    });
    const stop = (): void => {
      collect(`\nStopped: ${describeAbort(options.signal)}.\n`);
      killTree(child);
    };
    options.signal.addEventListener('abort', stop, { once: true });
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', (cause) => {
      options.signal.removeEventListener('abort', stop);
      reject(cause);
    });
    child.once('close', (exitCode) => {
      options.signal.removeEventListener('abort', stop);
      resolve({ exitCode: exitCode ?? 1, output, durationMs: performance.now() - startMs });
    });
    if (options.signal.aborted) stop();
  });
}

function describeAbort({ reason }: AbortSignal): string {
  return reason instanceof DOMException && reason.name === 'TimeoutError'
    ? 'the time limit was reached'
    : 'interrupted';
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
  } else {
    process.kill(-child.pid, 'SIGKILL');
  }
}
