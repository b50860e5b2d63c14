import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelFolders, type FolderSurroundings } from './model-folders.ts';

const HOME = join('/', 'home', 'ada');

const ROWS: readonly [string, Omit<FolderSurroundings, 'home'>, string][] = [
  ['~/.cache', { platform: 'linux', environment: {} }, join(HOME, '.cache')],
  ['XDG_CACHE_HOME', { platform: 'linux', environment: { XDG_CACHE_HOME: '/c' } }, '/c'],
  [
    '~/.cache instead of a relative XDG_CACHE_HOME',
    { platform: 'linux', environment: { XDG_CACHE_HOME: 'c' } },
    join(HOME, '.cache'),
  ],
  ['~/Library/Caches', { platform: 'darwin', environment: {} }, join(HOME, 'Library', 'Caches')],
  ['LOCALAPPDATA', { platform: 'win32', environment: { LOCALAPPDATA: '/l' } }, '/l'],
  ['AppData/Local', { platform: 'win32', environment: {} }, join(HOME, 'AppData', 'Local')],
];

describe('modelFolders', () => {
  it.each(ROWS)('keeps fetched models under %s', (_, surroundings, root) => {
    expect(modelFolders({ ...surroundings, home: HOME }).cache).toBe(
      join(root, 'mirage', 'models'),
    );
  });

  it('takes the user folder from MIRAGE_MODELS_DIR, where empty means none', () => {
    const userFolder = (environment: NodeJS.ProcessEnv) => modelFolders({ environment }).user;

    expect(userFolder({ MIRAGE_MODELS_DIR: '/weights' })).toBe('/weights');
    expect(userFolder({ MIRAGE_MODELS_DIR: '' })).toBeUndefined();
    expect(userFolder({})).toBeUndefined();
  });
});
