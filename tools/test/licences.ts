/** A package as package-lock.json lists it, under a key like `node_modules/a/node_modules/b`. */
export interface LockedPackage {
  readonly version?: string;
  /** SPDX expression, or whatever the package put there. */
  readonly license?: string;
  /** Needed for development only. */
  readonly dev?: boolean;
}

/** Licences that let Mirage be shipped under its own. */
const PERMISSIVE = new Set([
  'MIT',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  '0BSD',
  'CC0-1.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'Zlib',
]);

interface Exception {
  readonly packages: RegExp;
  /** As the package states them; 'any' where a package is never part of our program. */
  readonly licences: ReadonlySet<string> | 'any';
}

const EXCEPTIONS: readonly Exception[] = [
  // libvips and what it carries: a shared library that anyone can replace with a build of their own.
  { packages: /^@img\/sharp-/, licences: new Set(['LGPL-3.0-or-later']) },
  // ffmpeg builds, GPL and LGPL: started as a separate program, never linked.
  { packages: /^@ffmpeg-installer\//, licences: 'any' },
];

/**
 * The packages of a running Mirage, direct and indirect, whose licence nobody has agreed to.
 *
 * @param packages `packages` of package-lock.json.
 * @returns `name: licence`, in the order of the lock file.
 */
export function refusedLicences(packages: Readonly<Record<string, LockedPackage>>): string[] {
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { license }]) => ({ name: nameOf(path), licence: license ?? 'not stated' }))
    .filter(({ name, licence }) => !isPermitted(name, licence))
    .map(({ name, licence }) => `${name}: ${licence}`);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** One alternative of an `OR` is enough; of an `AND` all parts count. */
function isPermitted(name: string, expression: string): boolean {
  const exceptions = EXCEPTIONS.filter(({ packages }) => packages.test(name));
  if (exceptions.some(({ licences }) => licences === 'any')) return true;
  const accepts = (licence: string): boolean =>
    PERMISSIVE.has(licence) ||
    exceptions.some(({ licences }) => licences !== 'any' && licences.has(licence));
  return expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((alternative) => alternative.split(' AND ').every((part) => accepts(part.trim())));
}
