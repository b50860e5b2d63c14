import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Folders outside the program that may hold models, in the order they are searched. */
export interface ModelFolders {
  /** MIRAGE_MODELS_DIR: files the user supplies. */
  user: string | undefined;
  /** Files Mirage fetched. */
  cache: string;
}

/** What the folders depend on; the process's own values unless a test says otherwise. */
export interface FolderSurroundings {
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  home: string;
}

/**
 * Cache folders follow each platform's convention: the XDG base directory specification (where a
 * relative path counts as unset), ~/Library/Caches, %LOCALAPPDATA%.
 */
export function modelFolders({
  environment = process.env,
  platform = process.platform,
  home = homedir(),
}: Partial<FolderSurroundings> = {}): ModelFolders {
  const user = environment.MIRAGE_MODELS_DIR;
  return {
    user: user === '' ? undefined : user,
    cache: join(cacheRoot(environment, platform, home), 'mirage', 'models'),
  };
}

function cacheRoot(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  home: string,
): string {
  if (platform === 'darwin') return join(home, 'Library', 'Caches');
  if (platform === 'win32') return environment.LOCALAPPDATA ?? join(home, 'AppData', 'Local');
  const xdg = environment.XDG_CACHE_HOME;
  return xdg !== undefined && isAbsolute(xdg) ? xdg : join(home, '.cache');
}
