import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { IS_WINDOWS, skipWhen, SKIPS } from '../../../test-support/skips.ts';
import { asSharp, drawPicture } from '../../../test-support/media/draw-picture.ts';
import { failureOf } from '../../../test-support/media/failure.ts';
import { ffmpeg } from '../../../test-support/media/ffmpeg.ts';
import { makeVideo } from '../../../test-support/media/make-video.ts';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import { createRandom } from '../../../test-support/random.ts';
import { classifyInput } from './classify-input.ts';

const folder = new TemporaryFolder();

beforeAll(async () => {
  await makeVideo(folder.file('video.mp4'));
  await makeVideo(folder.file('video.ts'), { video: ['-c:v', 'mpeg2video', '-f', 'mpegts'] });
  await makeVideo(folder.file('video.jpg'), { video: ['-c:v', 'libx264', '-f', 'matroska'] });
  await ffmpeg('-f', 'lavfi', '-i', 'sine=d=1', folder.file('sound.wav'));
  const picture = asSharp(drawPicture(32, 32));
  writeFileSync(folder.file('picture.png'), await picture.png().toBuffer());
  writeFileSync(folder.file('picture.mp4'), await picture.webp().toBuffer());
  writeFileSync(folder.file('empty.jpg'), '');
  writeFileSync(folder.file('noise.mp4'), createRandom(3).bytes(5000));
  writeFileSync(folder.file('playlist.mp4'), '#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n');
  writeFileSync(folder.file('drawing.png'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(folder.file('document.pdf'), '%PDF-1.7\n');
  mkdirSync(folder.file('folder.png'));
});

describe('classifyInput', () => {
  it.each([
    ['picture.png', 'picture'],
    ['picture.mp4', 'picture'],
    ['video.mp4', 'video'],
    ['video.ts', 'video'],
    ['video.jpg', 'video'],
  ])('goes by what %s holds: a %s', async (name, kind) => {
    expect(await classifyInput(folder.file(name))).toMatchObject({ kind });
  });

  it.each([
    ['missing.mp4', 'input-missing', 'does not exist'],
    ['picture.png/inside', 'input-missing', 'does not exist'],
    [`${'a'.repeat(300)}.png`, 'input-missing', 'does not exist'],
    ['empty.jpg', 'input-unreadable', 'is empty'],
    ['folder.png', 'input-unsupported', 'is a folder'],
    ['noise.mp4', 'input-unreadable', 'no video at all'],
    ['playlist.mp4', 'input-unsupported', 'a text file'],
    ['drawing.png', 'input-unsupported', 'an SVG drawing'],
    ['document.pdf', 'input-unsupported', 'a PDF document'],
    ['sound.wav', 'no-video-stream', 'has sound but no moving picture'],
  ])('refuses %s as %s: %s', async (name, code, sentence) => {
    const failure = await failureOf(classifyInput(folder.file(name)));

    expect(failure).toMatchObject({ code, hint: expect.any(String) as string });
    expect(failure.message).toContain(sentence);
    expect(failure.message).toContain(folder.file(name));
  });

  it('does not wait for a pipe', async (context) => {
    skipWhen(IS_WINDOWS, SKIPS.namedPipe, context);
    execFileSync('mkfifo', [folder.file('pipe.mp4')]);

    const failure = await failureOf(classifyInput(folder.file('pipe.mp4')));

    expect(failure.code).toBe('input-unsupported');
  });

  it('says when a file may not be read', async (context) => {
    skipWhen(process.getuid?.() === 0 || IS_WINDOWS, SKIPS.unreadableFile, context);
    writeFileSync(folder.file('secret.png'), 'secret');
    chmodSync(folder.file('secret.png'), 0);

    const failure = await failureOf(classifyInput(folder.file('secret.png')));

    expect(failure.message).toContain('may not be read by you');
  });
});
