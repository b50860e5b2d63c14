import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { IS_WINDOWS, skipBlockWhen, SKIPS } from '../../../test-support/skips.ts';
import { failureOf } from '../../../test-support/media/failure.ts';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import { locateFfmpeg } from './locate.ts';

const npm = vi.hoisted(() => ({ path: '/no/such/ffmpeg' }));
vi.mock('@ffmpeg-installer/ffmpeg', () => ({ default: npm }));

const folder = new TemporaryFolder();

/** A folder with programs that only say they run. */
function programs(name: string, ...files: string[]): string {
  const path = folder.file(name);
  mkdirSync(path);
  for (const file of files) {
    writeFileSync(`${path}/${file}`, '#!/bin/sh\nexit 0\n');
    chmodSync(`${path}/${file}`, 0o755);
  }
  return path;
}

describe('locateFfmpeg', () => {
  skipBlockWhen(IS_WINDOWS, SKIPS.shellScripts);

  it('prefers FFMPEG_PATH, and the ffprobe beside it', async () => {
    const chosen = programs('chosen', 'ffmpeg', 'ffprobe');
    const system = programs('system', 'ffmpeg', 'ffprobe');

    const found = await locateFfmpeg({ FFMPEG_PATH: `${chosen}/ffmpeg`, PATH: system });

    expect(found).toEqual({ ffmpeg: `${chosen}/ffmpeg`, ffprobe: `${chosen}/ffprobe` });
  });

  it('takes the first on the search path that runs', async () => {
    const broken = programs('broken', 'ffmpeg');
    writeFileSync(`${broken}/ffmpeg`, '#!/bin/sh\nexit 1\n');
    const folderOfThatName = programs('misleading');
    mkdirSync(`${folderOfThatName}/ffmpeg`);
    const works = programs('works', 'ffmpeg');

    const found = await locateFfmpeg({ PATH: [broken, folderOfThatName, works].join(delimiter) });

    expect(found).toEqual({ ffmpeg: `${works}/ffmpeg`, ffprobe: undefined });
  });

  it('falls back to the npm package, which has no ffprobe', async () => {
    npm.path = `${programs('npm', 'ffmpeg')}/ffmpeg`;

    const found = await locateFfmpeg({ PATH: '' });

    expect(found).toEqual({ ffmpeg: npm.path, ffprobe: undefined });
  });

  it('takes FFPROBE_PATH for ffprobe', async () => {
    const apart = programs('apart', 'probe');
    const plain = programs('plain', 'ffmpeg');

    const found = await locateFfmpeg({ FFPROBE_PATH: `${apart}/probe`, PATH: plain });

    expect(found.ffprobe).toBe(`${apart}/probe`);
  });

  it('never runs what lies in the current folder', async () => {
    npm.path = '/no/such/ffmpeg';

    const failure = await failureOf(locateFfmpeg({ PATH: ['.', 'bin', ''].join(delimiter) }));

    expect(failure.code).toBe('ffmpeg-missing');
    expect(failure.hint).toContain('FFMPEG_PATH');
  });

  it('names the variable that names no program', async () => {
    const text = folder.file('text');
    copyFileSync(import.meta.filename, text);

    const failure = await failureOf(locateFfmpeg({ FFMPEG_PATH: text, PATH: dirname(text) }));

    expect(failure).toMatchObject({ code: 'ffmpeg-missing' });
    expect(failure.message).toContain(`FFMPEG_PATH names ${text}`);
  });
});
