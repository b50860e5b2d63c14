import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusedLicences, type LockedPackage } from './licences.ts';
import { tableUnder } from './markdown-table.ts';

const ROOT = join(import.meta.dirname, '../..');

interface Package {
  version: string;
  license: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const page = read('THIRD_PARTY.md');
const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Package;
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, LockedPackage> };

const catalogue = JSON.parse(read('models/catalogue.json')) as {
  models: { file: string; licence: string }[];
};

const filesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

/** Name, version and licence of direct dependencies, as they describe themselves. */
const stated = (names: Record<string, string>): string[][] =>
  Object.keys(names).map((name) => {
    const { version, license } = JSON.parse(read(`node_modules/${name}/package.json`)) as Package;
    return [name, version, license];
  });

const documented = (heading: string): string[][] =>
  tableUnder(page, heading).map((row) => row.slice(0, 3));

describe('THIRD_PARTY.md', () => {
  it('lists every runtime dependency with its version and licence', () => {
    expect(documented('Runtime dependencies')).toEqual(stated(dependencies));
  });

  it('lists every development dependency with its version and licence', () => {
    expect(documented('Development dependencies')).toEqual(stated(devDependencies));
  });

  it('lists every bundled model with the licence of its catalogue row, and every asset', () => {
    const rows = new Map(
      tableUnder(page, 'Bundled models and assets').map(([file, licence]) => [file, licence]),
    );
    const bundled = filesIn('models').filter((file) => !/^(catalogue\.json$|LICENSE)/.test(file));
    const licences = catalogue.models
      .filter(({ file }) => bundled.includes(file))
      .map(({ file, licence }) => [file, licence]);

    expect([...rows.keys()].toSorted()).toEqual([...bundled, ...filesIn('assets')].toSorted());
    expect(licences).toEqual(licences.map(([file]) => [file, rows.get(file)]));
  });
});

describe('licences of what Mirage runs with', () => {
  it('are all agreed to', () => {
    expect(refusedLicences(lock.packages)).toEqual([]);
  });

  it.each([
    'GPL-3.0-only',
    'AGPL-3.0',
    'GPLv3',
    'LGPL-3.0-or-later',
    'MIT AND GPL-2.0',
    'UNLICENSED',
  ])('are refused when they are %s', (license) => {
    expect(refusedLicences({ 'node_modules/a/node_modules/b': { license } })).toEqual([
      `b: ${license}`,
    ]);
  });

  it('are refused when not stated', () => {
    expect(refusedLicences({ 'node_modules/a': {} })).toEqual(['a: not stated']);
  });

  it.each(['MIT', '(MIT OR GPL-2.0)', 'MIT AND Apache-2.0'])('may be %s', (license) => {
    expect(refusedLicences({ 'node_modules/a': { license } })).toEqual([]);
  });

  it('may be LGPL for libvips alone, and GPL for the separate ffmpeg program alone', () => {
    const packages = {
      'node_modules/@img/sharp-libvips-linux-x64': { license: 'LGPL-3.0-or-later' },
      'node_modules/@img/sharp-win32-x64': { license: 'Apache-2.0 AND LGPL-3.0-or-later' },
      'node_modules/@img/sharp-other': { license: 'GPL-3.0-only' },
      'node_modules/@ffmpeg-installer/linux-x64': { license: 'GPLv3' },
    };

    expect(refusedLicences(packages)).toEqual(['@img/sharp-other: GPL-3.0-only']);
  });

  it('do not matter for development tools', () => {
    expect(refusedLicences({ 'node_modules/a': { license: 'GPL-3.0-only', dev: true } })).toEqual(
      [],
    );
  });
});
