import { readFile } from 'node:fs/promises';

/** ENODEV: an attribute whose device was unplugged in between. */
const ABSENT = ['ENOENT', 'ENOTDIR', 'ENODEV'];

/** The text of one of the system's files; empty where this machine has none. */
export async function readIfPresent(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (ABSENT.includes((cause as NodeJS.ErrnoException).code ?? '')) return '';
    throw cause;
  }
}
