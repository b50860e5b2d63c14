import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Finds a file that ships beside the program (a bundled model, the addon).
 *
 * The same code runs from TypeScript under the tests, from out/ in a checkout and from inside the
 * installed app, at different depths; the nearest ancestor folder that holds the file wins.
 *
 * @param path relative to the project's (or the installed app's resource) folder.
 * @returns the absolute path, or undefined when no ancestor holds it.
 */
export function findResource(path: string): string | undefined {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, path);
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) return undefined;
  }
}
