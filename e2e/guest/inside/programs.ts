import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Scene } from './scenario.ts';

/** A program of a scenario; the scene ends it. What it says is kept in the scene's folder too. */
export interface RunningProgram {
  readonly child: ChildProcess;
  /** Standard output and standard error so far, as they came. */
  readonly said: () => string;
  /** Resolves with all it said; rejects when its exit code is not 0. */
  readonly success: () => Promise<string>;
  /** Resolves when it has ended, however. */
  readonly end: () => Promise<void>;
  /** Resolves once it has said this; rejects when it ends before. @returns the match. */
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>;
}

export interface StartOptions {
  /** Of the log; the program's own when left out. */
  name?: string;
  /** Takes the standard output, which is no text then. */
  onBytes?: (bytes: Uint8Array) => void;
}

/** Starts a program that ends with the scene at the latest. */
export function start(
  scene: Scene,
  program: string,
  args: readonly string[],
  { name = basename(program), onBytes }: StartOptions = {},
): RunningProgram {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(join(scene.folder, `${name}.log`), { flags: 'a' });
  log.write(`$ ${[program, ...args].join(' ')}\n`);
  let said = '';
  let exit: string | undefined;
  const changes = new EventTarget();
  const changed = (): void => {
    changes.dispatchEvent(new Event('change'));
  };
  const listen = (stream: Readable): void => {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      log.write(text);
      changed();
    });
  };
  listen(child.stderr);
  if (onBytes === undefined) listen(child.stdout);
  else child.stdout.on('data', onBytes);
  const ended = new Promise<void>((resolve) => {
    const settle = (how: string): void => {
      exit = how;
      log.end(`(${how})\n`);
      changed();
      resolve();
    };
    child.once('error', (error) => {
      settle(`could not be started: ${error.message}`);
    });
    child.once('close', (code, signal) => {
      settle(signal === null ? `ended with ${code ?? '?'}` : `ended by ${signal}`);
    });
  });
  scene.onEnd(async () => {
    if (exit === undefined) child.kill('SIGKILL');
    await ended;
  });

  const complaint = (): Error => new Error(`${name} ${exit ?? 'is running'}. It said:\n${said}`);
  return {
    child,
    said: () => said,
    end: () => ended,
    success: async () => {
      await ended;
      if (exit !== 'ended with 0') throw complaint();
      return said;
    },
    says: async (pattern) => {
      for (;;) {
        const match = pattern.exec(said);
        if (match !== null) return match;
        if (exit !== undefined) throw complaint();
        await once(changes, 'change', { signal: scene.signal });
      }
    },
  };
}

/** Runs a program to its end. @returns what it said. @throws Error when its exit code is not 0. */
export async function run(
  scene: Scene,
  program: string,
  ...args: readonly string[]
): Promise<string> {
  return start(scene, program, args).success();
}
