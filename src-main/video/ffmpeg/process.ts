import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';

/** A program may complain about every frame of a broken file; the last lines are all anyone reads. */
const KEPT_CHARACTERS = 8192;

/** Of a short program more is kept: ffmpeg prints a file's tags before its streams, lyrics and all. */
const KEPT_CHARACTERS_OF_SHORT_PROGRAM = 1 << 20;

/** The end of what a program prints. */
export class OutputTail {
  #text = '';

  constructor(stream: Readable, keptCharacters = KEPT_CHARACTERS) {
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      this.#text = (this.#text + chunk).slice(-keptCharacters);
    });
  }

  get text(): string {
    return this.#text.trim();
  }
}

/** How a program ended. */
export interface Exit {
  /** Null when a signal ended it, or when it could not be started. */
  code: number | null;
  /** The system's refusal to start it. */
  startError?: Error;
}

/** Resolves once the program has ended and its output is read; never rejects. */
export async function exitOf(child: ChildProcess): Promise<Exit> {
  let startError: Error | undefined;
  child.once('error', (error) => (startError = error));
  const [code] = (await new Promise<unknown[]>((resolve) => {
    child.once('close', (...values) => {
      resolve(values);
    });
  })) as [number | null];
  return startError ? { code: null, startError } : { code };
}

export interface FinishedProgram extends Exit {
  stdout: string;
  /** Its last megabyte. */
  stderr: string;
}

export interface RunOptions {
  /** Written to the program's standard input, which is empty without it. */
  input?: Uint8Array;
  timeoutMs?: number;
}

/**
 * Runs a short program to its end: no shell, no terminal.
 *
 * @param program absolute path.
 */
export async function runProgram(
  program: string,
  programArguments: readonly string[],
  { input, timeoutMs = 30_000 }: RunOptions = {},
): Promise<FinishedProgram> {
  const child = spawn(program, programArguments, {
    stdio: 'pipe',
    windowsHide: true,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    env: plainEnvironment(),
  });
  const exited = exitOf(child);
  const stderr = new OutputTail(child.stderr, KEPT_CHARACTERS_OF_SHORT_PROGRAM);
  const stdout: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  // A program that ends without reading all its input is judged by how it ended.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const exit = await exited;
  return { ...exit, stdout: Buffer.concat(stdout).toString('utf8'), stderr: stderr.text };
}

/** This process's environment with messages in English: they are searched for what went wrong. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: 'C' };
}
