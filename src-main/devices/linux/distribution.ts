import { readIfPresent } from './read-if-present.ts';

/** The families of distributions by their package tools. */
export type PackageTool = 'apt' | 'dnf' | 'pacman';

const TOOLS: Readonly<Record<string, PackageTool>> = {
  debian: 'apt',
  ubuntu: 'apt',
  fedora: 'dnf',
  rhel: 'dnf',
  arch: 'pacman',
};

/**
 * The package tool of this system, by the ID and ID_LIKE of os-release(5).
 *
 * @returns undefined for a family that is not known.
 */
export async function packageTool(path = '/etc/os-release'): Promise<PackageTool | undefined> {
  const text = await readIfPresent(path);
  const names = Array.from(text.matchAll(/^(?:ID|ID_LIKE)=["']?([^"'\n]*)/gm), ([, value]) =>
    value.split(' '),
  ).flat();
  const known = names.find((name) => Object.hasOwn(TOOLS, name));
  return known === undefined ? undefined : TOOLS[known];
}
