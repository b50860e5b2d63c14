import { linkSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { skipWhen, SKIPS } from '../../../test-support/skips.ts';
import { failureOf } from '../../../test-support/media/failure.ts';
import {
  decodeRaw,
  ffprobe,
  psnr,
  soundOnset,
  soundPacketsMd5,
} from '../../../test-support/media/ffmpeg.ts';
import {
  makeVideo,
  TONE_ONSET,
  type VideoFixture,
} from '../../../test-support/media/make-video.ts';
import { openHandles } from '../../../test-support/media/open-handles.ts';
import { rewriteVideo } from '../../../test-support/media/rewrite-video.ts';
import { mountSmallDisk } from '../../../test-support/media/small-disk.ts';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import { createRandom } from '../../../test-support/random.ts';
import { VideoFileWriter, type VideoWriterOptions } from './video-file-writer.ts';

const folder = new TemporaryFolder();
const AAC = ['-c:a', 'aac'];
const smallDisk = folder.file('small-disk');
const hasSmallDisk = mountSmallDisk(smallDisk);

const PLAIN: VideoWriterOptions = {
  width: 320,
  height: 240,
  frameRate: { numerator: 25, denominator: 1 },
  range: 'limited',
  colour: {},
};

describe('VideoFileWriter', () => {
  it.each([
    { what: 'MP4', output: 'a.mp4', fixture: {} },
    { what: 'M4V in capitals', output: 'a.M4V', fixture: {} },
    { what: 'MOV', output: 'a.mov', fixture: {} },
    { what: 'MKV at an NTSC rate', output: 'a.mkv', fixture: { rate: '30000/1001' } },
    { what: 'WebM', output: 'a.webm', fixture: {} },
    {
      what: 'full range',
      output: 'full.mp4',
      fixture: { filters: 'scale=out_range=pc,format=yuvj420p' },
    },
    {
      what: 'full range in WebM',
      output: 'full.webm',
      fixture: { filters: 'scale=out_range=pc,format=yuvj420p' },
    },
  ] satisfies { what: string; output: string; fixture: VideoFixture }[])(
    'writes as many frames as it was given, all but identical, as $what',
    async ({ output, fixture }) => {
      const input = await makeVideo(folder.file(`for-${output}.mkv`), fixture);

      const { frames, notices } = await rewriteVideo(input, folder.file(output));

      const [before, after] = [await decodeRaw(input), await decodeRaw(folder.file(output))];
      expect(before.length).toBe(frames * PLAIN.width * PLAIN.height * 1.5);
      expect(psnr(before, after)).toBeGreaterThan(40);
      expect(notices).toEqual([]);
    },
  );

  it.each(['mp4', 'mkv', 'webm'])(
    'keeps range, matrix, primaries and transfer in %s',
    async (type) => {
      const input = await makeVideo(folder.file(`tagged-for-${type}.mkv`), {
        filters: 'scale=out_range=pc,format=yuvj420p',
        tags: { range: 'pc', matrix: 'bt709', primaries: 'bt470bg', transfer: 'iec61966-2-1' },
      });
      const output = folder.file(`tagged.${type}`);

      await rewriteVideo(input, output);

      const tags = ['color_range', 'color_space', 'color_primaries', 'color_transfer'];
      expect(await ffprobe(output, 'v:0', ...tags)).toEqual({
        color_range: 'pc',
        color_space: 'bt709',
        color_primaries: 'bt470bg',
        color_transfer: 'iec61966-2-1',
      });
    },
  );

  it.each([
    { what: 'AAC in MP4', input: 's.mp4', output: 'copied.mp4', sound: AAC },
    { what: 'Opus in WebM', input: 's.mkv', output: 'copied.webm', sound: ['-c:a', 'libopus'] },
    { what: 'FLAC in MKV', input: 's2.mkv', output: 'copied.mkv', sound: ['-c:a', 'flac'] },
    { what: 'PCM in MOV', input: 's3.mkv', output: 'copied.mov', sound: ['-c:a', 'pcm_s16le'] },
  ])('copies the packets of $what untouched', async ({ input, output, sound }) => {
    const source = await makeVideo(folder.file(input), { sound, seconds: 2 });
    const target = folder.file(output);

    const { notices } = await rewriteVideo(source, target);

    expect(await soundPacketsMd5(target)).toBe(await soundPacketsMd5(source));
    expect(await soundOnset(target)).toBeCloseTo(await soundOnset(source), 2);
    expect(notices).toEqual([]);
  });

  it('keeps the start and the length of copied sound', async () => {
    const source = await makeVideo(folder.file('times.mp4'), { sound: AAC, seconds: 2 });

    await rewriteVideo(source, folder.file('times-copied.mp4'));

    const entries = ['start_time', 'duration'];
    expect(await ffprobe(folder.file('times-copied.mp4'), 'a:0', ...entries)).toEqual(
      await ffprobe(source, 'a:0', ...entries),
    );
  });

  it.each([
    { what: 'late sound', soundDelay: 0.4, onset: TONE_ONSET + 0.4 },
    { what: 'a late picture', soundDelay: -0.4, onset: TONE_ONSET },
  ])('keeps picture and sound together with $what', async ({ soundDelay, onset }) => {
    const name = `delayed${soundDelay}`;
    const source = await makeVideo(folder.file(`${name}.mkv`), { sound: AAC, soundDelay });

    await rewriteVideo(source, folder.file(`${name}.mp4`));

    expect(Math.abs((await soundOnset(folder.file(`${name}.mp4`))) - onset)).toBeLessThan(0.03);
  });

  it.each([
    { what: 'AAC for WebM', input: 'r.mp4', output: 'encoded.webm', sound: AAC, codec: 'opus' },
    {
      what: 'Opus for MP4',
      input: 'r.mkv',
      output: 'encoded.mp4',
      sound: ['-c:a', 'libopus'],
      codec: 'aac',
    },
    {
      what: 'surround for WebM',
      input: 'r2.mkv',
      output: 'surround.webm',
      sound: ['-c:a', 'ac3', '-ac', '6'],
      codec: 'opus',
    },
  ])('encodes $what anew, in time, and says so', async ({ input, output, sound, codec }) => {
    const source = await makeVideo(folder.file(input), { sound });

    const { notices } = await rewriteVideo(source, folder.file(output));

    expect(await ffprobe(folder.file(output), 'a:0', 'codec_name')).toEqual({ codec_name: codec });
    expect(Math.abs((await soundOnset(folder.file(output))) - TONE_ONSET)).toBeLessThan(0.03);
    expect(notices).toEqual(['sound-reencoded']);
  });

  it('ends the sound at the duration limit', async () => {
    const source = await makeVideo(folder.file('limit.mkv'), { sound: AAC, seconds: 3 });
    const output = folder.file('limited.mp4');

    await rewriteVideo(source, output, { durationLimitMs: 1000 });

    const sound = await ffprobe(output, 'a:0', 'duration');
    expect(Number(sound.duration)).toBeCloseTo(1, 1);
    expect(await ffprobe(output, 'v:0', 'nb_frames')).toEqual({ nb_frames: '25' });
  });

  it('replaces the target only when it finishes', async () => {
    const target = folder.file('replaced.mp4');
    writeFileSync(target, 'before');
    const writer = await VideoFileWriter.create(target, PLAIN);
    await writer.write(new Uint8Array(writer.frameBytes));

    await writer.abort();

    expect(readdirSync(folder.path).filter((name) => name.includes('replaced'))).toEqual([
      'replaced.mp4',
    ]);
  });

  it('lets go of a frame that is being written when it is aborted', async () => {
    const size = { width: 3840, height: 2160 };
    const writer = await VideoFileWriter.create(folder.file('stuck.mp4'), { ...PLAIN, ...size });
    const written = failureOf(writer.write(new Uint8Array(writer.frameBytes)));

    await writer.abort();

    expect((await written).code).toBe('ffmpeg-failed');
    expect(folder.list().filter((name) => name.includes('stuck'))).toEqual([]);
  });

  it('leaves no process and no handle open, finished or aborted', async () => {
    const before = await openHandles();
    for (const ending of ['finish', 'abort'] as const) {
      const writer = await VideoFileWriter.create(folder.file('handles.mp4'), PLAIN);
      await writer.write(new Uint8Array(writer.frameBytes));
      await writer[ending]();
    }

    expect(await openHandles()).toBeLessThanOrEqual(before);
  });

  it('says when the encoder dies, and leaves nothing', async () => {
    const output = folder.file('died.mp4');
    const refused = { ...PLAIN, colour: { matrix: 'no-such-matrix' } };
    const writer = await VideoFileWriter.create(output, refused);

    const failure = await failureOf(writeMany(writer, 100));

    expect(failure.code).toBe('ffmpeg-failed');
    expect(failure.cause).toMatchObject({
      message: expect.stringContaining('no-such-matrix') as string,
    });
    expect(folder.list().filter((name) => name.includes('died'))).toEqual([]);
  });

  it.for(['mp4', 'mkv', 'webm'])(
    'says when the disk is full, and leaves nothing, writing %s',
    async (type, context) => {
      skipWhen(!hasSmallDisk, SKIPS.smallDisk, context);
      const writer = await VideoFileWriter.create(`${smallDisk}/long.${type}`, PLAIN);

      const failure = await failureOf(writeMany(writer, 300));

      expect(failure.code).toBe('disk-full');
      expect(readdirSync(smallDisk)).toEqual([]);
    },
  );
});

describe('VideoFileWriter, before any work is done', () => {
  const source = folder.file('source.mp4');
  const made = makeVideo(source, { sound: AAC });

  it.each([
    { what: 'another extension', path: 'a.gif', code: 'output-unsupported' },
    { what: 'no extension', path: 'a', code: 'output-unsupported' },
    { what: 'a folder that does not exist', path: 'none/a.mp4', code: 'output-unwritable' },
    { what: 'a file for a folder', path: 'source.mp4/a.mp4', code: 'output-unwritable' },
    { what: 'a folder', path: 'folder.mp4', code: 'output-unwritable' },
    { what: 'a name too long', path: `${'a'.repeat(300)}.mp4`, code: 'output-unwritable' },
    { what: 'the input', path: 'source.mp4', code: 'output-unwritable' },
    {
      what: 'the input by another spelling',
      path: './folder.mp4/../source.mp4',
      code: 'output-unwritable',
    },
    { what: 'a symbolic link to the input', path: 'symbolic.mp4', code: 'output-unwritable' },
    { what: 'a hard link to the input', path: 'hard.mp4', code: 'output-unwritable' },
  ])('refuses $what', async ({ what, path, code }) => {
    await made;
    if (what === 'a folder') mkdirSync(folder.file(path));
    if (what === 'a symbolic link to the input') symlinkSync(source, folder.file(path));
    if (what === 'a hard link to the input') linkSync(source, folder.file(path));
    const before = folder.list();
    const audioFrom = { path: source, audio: { codec: 'aac', sampleRate: 44100 } };

    const failure = await failureOf(
      VideoFileWriter.create(`${folder.path}/${path}`, { ...PLAIN, audioFrom, inputs: [source] }),
    );

    expect(failure).toMatchObject({ code, hint: expect.any(String) as string });
    expect(folder.list()).toEqual(before);
  });

  it('refuses a device', async () => {
    const link = folder.file('device.mp4');
    symlinkSync('/dev/null', link);

    const failure = await failureOf(VideoFileWriter.create(link, PLAIN));

    expect(failure.code).toBe('output-unwritable');
  });

  it('writes the file that a link names, and leaves the link', async () => {
    const elsewhere = folder.file('elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(`${elsewhere}/real.mp4`, '');
    symlinkSync(`${elsewhere}/real.mp4`, folder.file('through.mp4'));
    const writer = await VideoFileWriter.create(folder.file('through.mp4'), PLAIN);
    await writer.write(new Uint8Array(writer.frameBytes));

    await writer.finish();

    expect(await ffprobe(`${elsewhere}/real.mp4`, 'v:0', 'codec_name')).toEqual({
      codec_name: 'h264',
    });
    expect(readdirSync(elsewhere)).toEqual(['real.mp4']);
    expect(lstatSync(folder.file('through.mp4')).isSymbolicLink()).toBe(true);
  });
});

/** Noise does not compress: a second of it fills a megabyte. */
async function writeMany(writer: VideoFileWriter, frames: number): Promise<void> {
  const noise = createRandom(7).bytes(writer.frameBytes);
  for (let frame = 0; frame < frames; frame++) {
    await writer.write(noise);
    noise.copyWithin(1, 0);
  }
  await writer.finish();
}
