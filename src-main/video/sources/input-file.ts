import { open, stat } from 'node:fs/promises';
import { MirageError } from '../../contract/error.ts';

/**
 * Refuses what cannot be an input before anything opens it: a pipe or a device would be waited on
 * for ever.
 *
 * @returns its length in bytes, at least 1.
 * @throws MirageError `input-missing`, `input-unsupported` (a folder, a device), `input-unreadable`
 *   (empty, not permitted).
 */
export async function assertReadableFile(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (!found.isFile()) {
      throw new MirageError('input-unsupported', {
        message: `${path} is ${found.isDirectory() ? 'a folder' : 'no ordinary file'}.`,
        hint: 'Choose a picture or a video file.',
      });
    }
    if (found.size === 0) {
      throw new MirageError('input-unreadable', {
        message: `${path} is empty.`,
        hint: 'Copy or download the file again.',
      });
    }
    await (await open(path)).close();
    return found.size;
  } catch (cause) {
    if (cause instanceof MirageError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') {
      throw new MirageError('input-missing', {
        message: `${path} does not exist.`,
        hint: 'Check the name and the folder.',
        cause,
      });
    }
    const isForbidden = code === 'EACCES' || code === 'EPERM';
    throw new MirageError('input-unreadable', {
      message: isForbidden ? `${path} may not be read by you.` : `${path} cannot be read.`,
      hint: isForbidden ? 'Change the permissions of the file.' : 'Check the disk it lies on.',
      cause,
    });
  }
}

/** The first bytes of a file, fewer when it is shorter. */
export async function readHead(path: string, length: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The refusal of a file that is something else. */
export function unsupportedInput(name: string, description: string): MirageError {
  return new MirageError('input-unsupported', {
    message: `${name} seems to be ${description}, which Mirage does not open.`,
    hint: 'Convert it to JPEG or PNG if it is a picture, to MP4 if it is a video.',
  });
}
