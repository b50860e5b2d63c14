import { readFileSync } from 'node:fs';

/** Where Linux tells about the asking process; other systems have no such file. */
const OWN_STATUS = '/proc/self/stat';

/**
 * Whether the terminal's keys go to this process. One that was started with & would be stopped by
 * the system the moment it reads a key.
 *
 * @returns true where it cannot be told.
 */
export function isInForeground(): boolean {
  try {
    return ownsTerminal(readFileSync(OWN_STATUS, 'utf8'));
  } catch {
    return true;
  }
}

/**
 * @param status a line as in proc(5): number, (name), state, parent, process group, session,
 *   terminal, foreground process group of the terminal, …; the name may hold spaces and brackets.
 */
export function ownsTerminal(status: string): boolean {
  const [, , processGroup, , , foregroundGroup] = status
    .slice(status.lastIndexOf(')') + 1)
    .trim()
    .split(' ');
  return processGroup === foregroundGroup;
}
