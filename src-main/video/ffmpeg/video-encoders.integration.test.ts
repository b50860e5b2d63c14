import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { IS_WINDOWS, skipBlockWhen, SKIPS } from '../../../test-support/skips.ts';
import { failureOf } from '../../../test-support/media/failure.ts';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import { containerFor } from './containers.ts';
import { locateFfmpeg } from './locate.ts';
import { chooseEncoders } from './video-encoders.ts';

const folder = new TemporaryFolder();
const { ffmpeg } = await locateFfmpeg();

/** The real ffmpeg, with a list of encoders that some lines are left out of or put into. */
function ffmpegListing(name: string, filter: string): string {
  const path = folder.file(name);
  const script = `#!/bin/sh\ncase "$*" in *-encoders*) '${ffmpeg}' "$@" | ${filter} ;; *) exec '${ffmpeg}' "$@" ;; esac\n`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}

describe('chooseEncoders', () => {
  skipBlockWhen(IS_WINDOWS, SKIPS.shellScripts);

  it.each([
    { file: 'a.mp4', video: 'libx264', audio: 'aac' },
    { file: 'a.webm', video: 'libvpx-vp9', audio: 'libopus' },
  ])('takes $video and $audio for $file where they are there', async ({ file, video, audio }) => {
    const chosen = await chooseEncoders(ffmpeg, containerFor(file));

    expect(chosen).toMatchObject({ video: { name: video }, audio, isFirstChoice: true });
  });

  it.each([
    { file: 'a.mp4', without: '264', video: 'mpeg4' },
    { file: 'a.webm', without: 'vp9', video: 'libvpx' },
  ])('falls back to $video for $file', async ({ file, without, video }) => {
    const poor = ffmpegListing(`without-${without}`, `grep -v ${without}`);

    const chosen = await chooseEncoders(poor, containerFor(file));

    expect(chosen).toMatchObject({ video: { name: video }, isFirstChoice: false });
  });

  it('passes over hardware that is listed and not there', async () => {
    const boastful = ffmpegListing('boastful', "sed 's/libx264 /h264_videotoolbox /'");

    const chosen = await chooseEncoders(boastful, containerFor('a.mp4'));

    expect(chosen.video.name).toBe('mpeg4');
  });

  it('says what is missing when nothing fits', async () => {
    const bare = ffmpegListing('bare', 'grep -v vp');

    const failure = await failureOf(chooseEncoders(bare, containerFor('a.webm')));

    expect(failure).toMatchObject({ code: 'output-unsupported' });
    expect(failure.hint).toContain('libvpx-vp9');
  });
});
