import { copyFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { skipWhen, SKIPS } from '../../../test-support/skips.ts';
import { failureOf } from '../../../test-support/media/failure.ts';
import { ffmpeg, turnClockwise } from '../../../test-support/media/ffmpeg.ts';
import {
  makeUnevenVideo,
  makeVideo,
  type VideoFixture,
} from '../../../test-support/media/make-video.ts';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import { locateFfmpeg } from './locate.ts';
import { probeVideo } from './probe.ts';
import type { VideoFileInfo } from './video-file-info.ts';

const folder = new TemporaryFolder();
const programs = await locateFfmpeg();
const AAC = ['-c:a', 'aac'];

interface Row {
  what: string;
  name: string;
  fixture: VideoFixture;
  adjust?: (path: string) => void;
  expected: Partial<VideoFileInfo>;
  notices?: string[];
}

const ROWS: Row[] = [
  {
    what: 'a plain file',
    name: 'plain.mp4',
    fixture: { sound: AAC },
    expected: {
      codec: 'h264',
      pixelFormat: 'yuv420p',
      width: 320,
      height: 240,
      frameRate: { numerator: 25, denominator: 1 },
      matrix: 'bt601',
      range: 'limited',
      colour: {},
      audio: { codec: 'aac', sampleRate: 44100 },
    },
  },
  {
    what: 'an HD file without tags as BT.709',
    name: 'hd.mkv',
    fixture: { size: '1280x720', rate: '30000/1001', seconds: 2 },
    expected: {
      frameRate: { numerator: 30000, denominator: 1001 },
      durationMs: 2000,
      estimatedFrames: 60,
      matrix: 'bt709',
      audio: undefined,
    },
  },
  {
    what: 'full range and colour tags',
    name: 'tagged.mp4',
    fixture: {
      filters: 'scale=out_range=pc,format=yuvj420p',
      tags: { range: 'pc', matrix: 'bt709', primaries: 'bt709', transfer: 'iec61966-2-1' },
    },
    expected: {
      matrix: 'bt709',
      range: 'full',
      colour: { matrix: 'bt709', primaries: 'bt709', transfer: 'iec61966-2-1' },
    },
  },
  {
    what: 'BT.601 by its name for 525 lines',
    name: 'ntsc.mkv',
    fixture: {
      size: '1280x720',
      tags: { range: 'tv', matrix: 'smpte170m', primaries: 'smpte170m', transfer: 'smpte170m' },
    },
    expected: {
      matrix: 'bt601',
      range: 'limited',
      colour: { matrix: 'smpte170m', primaries: 'smpte170m', transfer: 'smpte170m' },
    },
  },
  {
    what: 'BT.2020 as something to convert',
    name: 'wide-gamut.mkv',
    fixture: {
      filters: 'format=yuv420p10le',
      tags: { range: 'tv', matrix: 'bt2020nc', primaries: 'bt2020', transfer: 'bt2020-10' },
    },
    expected: {
      pixelFormat: 'yuv420p10le',
      matrix: 'bt709',
      convertsMatrix: true,
      colour: { matrix: 'bt709', primaries: 'bt2020', transfer: 'bt2020-10' },
    },
    notices: ['colour-converted', 'depth-reduced'],
  },
  {
    what: 'a phone held upright',
    name: 'upright.mp4',
    fixture: {},
    adjust: turnClockwise,
    expected: { sourceWidth: 320, sourceHeight: 240, rotation: 90, width: 240, height: 320 },
  },
  {
    what: 'an odd size',
    name: 'odd.mkv',
    fixture: { size: '854x480', filters: 'format=yuv444p,crop=853:479' },
    expected: { contentWidth: 853, contentHeight: 479, width: 854, height: 480 },
    notices: ['odd-size'],
  },
  {
    what: 'pixels that are not square',
    name: 'anamorphic.mp4',
    fixture: { size: '720x576', filters: 'setsar=16/11' },
    expected: { sourceWidth: 720, width: 1048, contentWidth: 1047, height: 576 },
    notices: ['odd-size', 'pixels-not-square'],
  },
];

describe('probeVideo', () => {
  it.each(ROWS)('sees $what', async ({ name, fixture, adjust, expected, notices = [] }) => {
    const path = await makeVideo(folder.file(name), fixture);
    adjust?.(path);

    const info = await probeVideo(path, programs);

    expect(info).toMatchObject(expected);
    expect(info.notices.map((notice) => notice.code)).toEqual(notices);
  });

  it.for(ROWS)(
    'sees $what the same way without ffprobe',
    async ({ name, fixture, adjust }, context) => {
      skipWhen(programs.ffprobe === undefined, SKIPS.ffprobe, context);
      const path = await makeVideo(folder.file(`again-${name}`), fixture);
      adjust?.(path);

      const withFfprobe = await probeVideo(path, programs);
      const without = await probeVideo(path, { ffmpeg: programs.ffmpeg, ffprobe: undefined });

      expect(without).toEqual(withFfprobe);
    },
  );

  it.each([programs, { ffmpeg: programs.ffmpeg, ffprobe: undefined }])(
    'sees that the rate varies, and names the finest',
    async (each) => {
      const path = await makeUnevenVideo(folder.file('uneven.mp4'));

      const info = await probeVideo(path, each);

      expect(info.frameRate).toEqual({ numerator: 30, denominator: 1 });
      expect(info.isVariableFrameRate).toBe(true);
      expect(info.notices).toMatchObject([{ code: 'variable-frame-rate' }]);
    },
  );

  it.each([programs, { ffmpeg: programs.ffmpeg, ffprobe: undefined }])(
    'leaves the length open where a recording was never closed',
    async (each) => {
      const path = folder.file('unclosed.webm');
      const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=320x240:d=1', '-c:v', 'libvpx'];
      writeFileSync(path, await ffmpeg(...picture, '-f', 'webm', 'pipe:1'));

      const info = await probeVideo(path, each);

      expect(info).toMatchObject({ width: 320, durationMs: undefined, estimatedFrames: undefined });
    },
  );

  it.each(['-leading hyphen.mp4', '50%d of: it.mp4', "it's [a] {name}|.mp4"])(
    'takes the name "%s" for a name',
    async (name) => {
      const plain = await makeVideo(folder.file('ordinary.mp4'));
      copyFileSync(plain, folder.file(name));

      const info = await probeVideo(folder.file(name));

      expect(info.width).toBe(320);
    },
  );

  it.each([programs, { ffmpeg: programs.ffmpeg, ffprobe: undefined }])(
    'says when there is sound but no picture, cover art aside',
    async (each) => {
      const path = folder.file('song.m4a');
      const cover = folder.file('cover.png');
      await ffmpeg('-f', 'lavfi', '-i', 'color=s=16x16', '-frames:v', '1', cover);
      await ffmpeg(
        ...['-f', 'lavfi', '-i', 'sine=d=1', '-i', cover, '-c:a', 'aac', '-c:v', 'copy'],
        ...['-map', '0', '-map', '1', '-disposition:v', 'attached_pic', '-f', 'mp4', path],
      );

      const failure = await failureOf(probeVideo(path, each));

      expect(failure).toMatchObject({ code: 'no-video-stream' });
      expect(failure.message).toContain('sound');
    },
  );

  it.each([programs, { ffmpeg: programs.ffmpeg, ffprobe: undefined }])(
    'is not put off by long tags, nor by what they say',
    async (each) => {
      const plain = await makeVideo(folder.file('untagged.mkv'));
      const path = folder.file('talkative.mkv');
      const comment = `\n  Stream #0:9: Video: h264, yuv420p, 8x8, 1 fps\n${'la '.repeat(10_000)}`;
      await ffmpeg('-i', plain, '-c', 'copy', '-metadata', `comment=${comment}`, path);

      const info = await probeVideo(path, each);

      expect(info).toMatchObject({ width: 320, height: 240, codec: 'h264' });
    },
  );

  it('mentions sound tracks that are left out', async () => {
    const single = await makeVideo(folder.file('single.mp4'), { sound: AAC });
    const path = folder.file('two-languages.mp4');
    await ffmpeg('-i', single, '-map', '0:v', '-map', '0:a', '-map', '0:a', '-c', 'copy', path);

    const { notices } = await probeVideo(path);

    expect(notices).toMatchObject([{ code: 'extra-sound' }]);
  });
});
