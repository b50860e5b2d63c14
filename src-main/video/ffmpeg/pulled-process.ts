import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { exitOf, OutputTail, plainEnvironment, type Exit } from './process.ts';
import { PulledBytes } from './pulled-bytes.ts';

/** A running program whose standard output is pulled buffer by buffer. */
export interface PulledProcess {
  output: PulledBytes;
  stderr: OutputTail;
  exited: Promise<Exit>;
  /** Ends the program, if it still runs, and waits until nothing of it is left open. */
  stop: () => Promise<void>;
}

/** How a program's output reaches this process; see {@link startPulledProcess}. */
export type Transport = 'socket' | 'pipe';

/**
 * One read takes at most this much. A socket holds about 200 KiB on Linux; more never comes at once.
 */
const CHUNK_BYTES = 256 * 1024;

/**
 * Starts a program and pulls its standard output.
 *
 * Node's own pipe to a child allocates 64 KiB for every read. Where the system lets a child write
 * into a private socket, that socket reads into one buffer for good instead: 0.85 ms instead of
 * 1.4 ms of CPU time for a frame of 1920x1080, and 60 MB instead of 90 MB resident.
 *
 * The program runs in a process group of its own: a Ctrl-C in the terminal is this process's to
 * answer, and must not look like a damaged file. It ends by itself when its output is closed.
 */
export async function startPulledProcess(
  program: string,
  programArguments: readonly string[],
  transport: Transport = process.platform === 'win32' ? 'pipe' : 'socket',
): Promise<PulledProcess> {
  const sockets = transport === 'socket' ? await socketPair() : undefined;
  const child = spawn(program, programArguments, {
    stdio: ['ignore', sockets?.far ?? 'pipe', 'pipe'],
    detached: true,
    windowsHide: true,
    env: plainEnvironment(),
  });
  sockets?.far.destroy();
  const exited = exitOf(child);
  const stream = sockets?.near ?? child.stdout!;
  return {
    output: sockets ? pullFromSocket(sockets) : pullFromPipe(child.stdout!),
    stderr: new OutputTail(child.stderr!),
    exited,
    stop: async () => {
      // First, for a stream that stands still would never let the program's end be seen.
      stream.destroy();
      child.kill('SIGKILL');
      await exited;
    },
  };
}

interface SocketPair {
  near: Socket;
  /** The program's end. */
  far: Socket;
  /** Receives what comes out of `near`, in memory that the next chunk overwrites. */
  receiver: { accept: (chunk: Uint8Array) => boolean };
}

function pullFromSocket({ near, receiver }: SocketPair): PulledBytes {
  const output = new PulledBytes(() => near.resume());
  receiver.accept = (chunk) => output.accept(chunk);
  near.on('close', () => {
    output.end();
  });
  return output;
}

function pullFromPipe(pipe: Readable): PulledBytes {
  const output = new PulledBytes(() => pipe.resume());
  pipe.on('data', (chunk: Buffer) => {
    if (!output.accept(chunk)) pipe.pause();
  });
  pipe.on('close', () => {
    output.end();
  });
  return output;
}

/** Two connected sockets, in a folder that only this user may enter and that is gone afterwards. */
async function socketPair(): Promise<SocketPair | undefined> {
  const receiver: SocketPair['receiver'] = { accept: () => false };
  let folder: string | undefined;
  const server = createServer({ pauseOnConnect: true });
  try {
    folder = await mkdtemp(join(tmpdir(), 'mirage-'));
    const path = join(folder, 'frames');
    server.listen(path);
    await once(server, 'listening');
    const connected = once(server, 'connection') as Promise<[Socket]>;
    const buffer = new Uint8Array(CHUNK_BYTES);
    const near = connect({
      path,
      onread: { buffer, callback: (length) => receiver.accept(buffer.subarray(0, length)) },
    });
    near.pause();
    // What a broken connection leaves unread shows as an early end.
    near.on('error', () => undefined);
    const [far] = await connected;
    return { near, far, receiver };
  } catch {
    // No folder for sockets, or a path too long for one: Node's pipe does the same, slower.
    return undefined;
  } finally {
    server.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}
