import { constants } from 'node:fs';
import { access, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { MirageError } from '../../contract/error.ts';

/** Characters of a target's name kept in the temporary one: 4 bytes each still leave room for the rest. */
const KEPT_NAME = 50;

/**
 * A file that comes into being whole or not at all: it is written under a hidden name in the same
 * folder and takes its place at the end.
 */
export class OutputFile {
  /** Where the file will be; a link has been followed. */
  readonly path: string;
  /** Where it is written; exists and is empty at first. */
  readonly temporaryPath: string;
  #isSettled = false;

  private constructor(path: string, temporaryPath: string) {
    this.path = path;
    this.temporaryPath = temporaryPath;
  }

  /**
   * Finds out, before any work is done, whether the file can be written. The caller commits or
   * discards what it gets.
   *
   * @param inputs files the work reads: none of them may be the target, by whatever name.
   * @throws MirageError `output-unwritable`, `disk-full`.
   */
  static async prepare(path: string, inputs: readonly string[] = []): Promise<OutputFile> {
    try {
      const target = await realTarget(path);
      await refuseUnwritable(path, target, inputs);
      return new OutputFile(target, await createTemporary(target));
    } catch (cause) {
      throw outputError(path, cause);
    }
  }

  /**
   * Gives the finished file its name.
   *
   * @throws MirageError `output-unwritable`, `disk-full`; the temporary file is gone then.
   */
  async commit(): Promise<void> {
    try {
      await rename(this.temporaryPath, this.path);
      this.#isSettled = true;
    } catch (cause) {
      await this.discard();
      throw outputError(this.path, cause);
    }
  }

  /** Removes the temporary file, unless it was committed; what stands at the target stays. */
  async discard(): Promise<void> {
    if (this.#isSettled) return;
    this.#isSettled = true;
    await rm(this.temporaryPath, { force: true });
  }
}

/** Follows links, so that the file a link names is replaced and not the link. */
async function realTarget(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return join(await realpath(dirname(resolve(path))), basename(path));
  }
}

async function refuseUnwritable(
  path: string,
  target: string,
  inputs: readonly string[],
): Promise<void> {
  const existing = await statIfPresent(target);
  if (!existing) return;
  if (existing.isDirectory()) throw unwritable(`${path} is a folder.`, 'Name a file in it.');
  if (!existing.isFile()) throw unwritable(`${path} is no ordinary file.`, 'Choose another name.');
  for (const input of inputs) {
    const { dev, ino } = (await statIfPresent(input)) ?? {};
    // The same inode is the same file, through symbolic and hard links and other spellings.
    if (dev === existing.dev && ino === existing.ino) {
      throw unwritable(`${path} is also an input.`, 'Choose another name for the output.');
    }
  }
  await access(target, constants.W_OK);
}

async function statIfPresent(path: string): Promise<Awaited<ReturnType<typeof stat>> | undefined> {
  try {
    return await stat(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}

/** Hidden, beside the target, with its extension; a number tells apart two writers of one process. */
async function createTemporary(target: string): Promise<string> {
  const extension = extname(target);
  const name = Array.from(basename(target, extension)).slice(0, KEPT_NAME).join('');
  for (let attempt = 0; ; attempt++) {
    const suffix = attempt === 0 ? '' : `-${attempt}`;
    const path = join(dirname(target), `.${name}.part-${process.pid}${suffix}${extension}`);
    try {
      await (await open(path, 'wx')).close();
      return path;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
  }
}

/** Puts a system error met while writing into the user's words; a MirageError passes unchanged. */
export function outputError(path: string, cause: unknown): MirageError {
  if (cause instanceof MirageError) return cause;
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(path, cause);
    case 'ENOENT':
    case 'ENOTDIR':
      return unwritable(`The folder of ${path} does not exist.`, 'Make the folder first.', cause);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return unwritable(`${path} may not be written by you.`, 'Choose another folder.', cause);
    case 'ENAMETOOLONG':
      return unwritable(`The name of ${path} is too long.`, 'Choose a shorter name.', cause);
    default:
      return unwritable(`${path} cannot be written.`, 'Check the disk it lies on.', cause);
  }
}

export function diskFull(path: string, cause: unknown): MirageError {
  return new MirageError('disk-full', {
    message: `There is no room left on the disk for ${path}.`,
    hint: 'Free some space, or choose another disk.',
    cause,
  });
}

function unwritable(message: string, hint: string, cause?: unknown): MirageError {
  return new MirageError('output-unwritable', { message, hint, cause });
}
