import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { MirageError } from '../../contract/error.ts';
import { runProgram } from './process.ts';

/** Absolute paths of programs that have been seen to run. */
export interface FfmpegPrograms {
  ffmpeg: string;
  /** Absent with the npm package, which brings ffmpeg alone. */
  ffprobe: string | undefined;
}

const INSTALL_HINTS: Partial<Record<NodeJS.Platform, string>> = {
  linux:
    'Install it: sudo apt install ffmpeg (Debian, Ubuntu), sudo dnf install ffmpeg-free (Fedora) or sudo pacman -S ffmpeg (Arch).',
  darwin: 'Install it: brew install ffmpeg',
  win32: 'Install it: winget install Gyan.FFmpeg',
};

const located = new Map<string, Promise<FfmpegPrograms>>();

/**
 * Finds ffmpeg: FFMPEG_PATH, then the system's, then the npm package's. ffprobe is looked for in
 * FFPROBE_PATH, beside that ffmpeg, then on the system. The answer is kept.
 *
 * @throws MirageError `ffmpeg-missing` when none runs, or when a variable names one that does not.
 */
export async function locateFfmpeg(
  environment: NodeJS.ProcessEnv = process.env,
): Promise<FfmpegPrograms> {
  const { FFMPEG_PATH, FFPROBE_PATH, PATH } = environment;
  const key = JSON.stringify([FFMPEG_PATH, FFPROBE_PATH, PATH]);
  const known = located.get(key) ?? locate(environment);
  located.set(key, known);
  // A machine that lacks it may get it while the program runs.
  known.catch(() => located.delete(key));
  return await known;
}

async function locate(environment: NodeJS.ProcessEnv): Promise<FfmpegPrograms> {
  const ffmpeg =
    (await named('FFMPEG_PATH', environment)) ??
    (await firstThatRuns(onSearchPath('ffmpeg', environment))) ??
    (await firstThatRuns(await fromNpm()));
  if (ffmpeg === undefined) {
    throw new MirageError('ffmpeg-missing', {
      message: 'Video files need the program ffmpeg, which was not found on this computer.',
      hint: installHint(),
    });
  }
  const beside = join(dirname(ffmpeg), executable('ffprobe'));
  const ffprobe =
    (await named('FFPROBE_PATH', environment)) ??
    (await firstThatRuns([beside, ...onSearchPath('ffprobe', environment)]));
  return { ffmpeg, ffprobe };
}

async function named(
  variable: 'FFMPEG_PATH' | 'FFPROBE_PATH',
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const path = environment[variable];
  if (path === undefined || path === '') return undefined;
  if (await runs(path)) return path;
  throw new MirageError('ffmpeg-missing', {
    message: `${variable} names ${path}, which is not a program that runs.`,
    hint: `Correct or unset ${variable}. ${installHint()}`,
  });
}

/**
 * Candidates on the search path. Relative entries are left out: what lies in the current folder
 * (a download folder, say) must not be run because of its name.
 */
function onSearchPath(name: string, environment: NodeJS.ProcessEnv): string[] {
  return (environment.PATH ?? '')
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, executable(name)));
}

async function fromNpm(): Promise<string[]> {
  try {
    const installer = await import('@ffmpeg-installer/ffmpeg');
    return [installer.default.path];
  } catch {
    // The package throws where it has no build for the platform: there is no candidate then.
    return [];
  }
}

async function firstThatRuns(candidates: readonly string[]): Promise<string | undefined> {
  for (const candidate of candidates) {
    if (await runs(candidate)) return candidate;
  }
  return undefined;
}

async function runs(program: string): Promise<boolean> {
  try {
    await access(program, constants.X_OK);
  } catch {
    return false;
  }
  return (await runProgram(program, ['-version'])).code === 0;
}

function executable(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

function installHint(): string {
  const hint = INSTALL_HINTS[process.platform] ?? 'Install ffmpeg with your package manager.';
  return `${hint} Or set FFMPEG_PATH to the program.`;
}
