import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../test-support/random.ts';
import { failureOf } from '../../../test-support/media/failure.ts';
import { decodeRaw, ffmpeg, turnClockwise } from '../../../test-support/media/ffmpeg.ts';
import {
  LOSSLESS_H264,
  makeUnevenVideo,
  makeVideo,
} from '../../../test-support/media/make-video.ts';
import { openHandles } from '../../../test-support/media/open-handles.ts';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import { probeVideo } from '../ffmpeg/probe.ts';
import { VideoFileReader } from './video-file-reader.ts';

const folder = new TemporaryFolder();

interface Reading {
  frames: Buffer[];
  notices: string[];
}

async function readAll(path: string): Promise<Reading> {
  const reader = await VideoFileReader.open(await probeVideo(path));
  try {
    const frames: Buffer[] = [];
    const target = Buffer.alloc(reader.frameBytes);
    while (await reader.read(target)) frames.push(Buffer.from(target));
    return { frames, notices: reader.notices.map((notice) => notice.code) };
  } finally {
    await reader.close();
  }
}

describe('VideoFileReader', () => {
  it.each([
    { what: 'an MP4', name: 'plain.mp4', fixture: { seconds: 2 } },
    {
      what: 'an MP4 with B-frames',
      name: 'b.mp4',
      fixture: { video: ['-c:v', 'libx264', '-bf', '2'] },
    },
    { what: 'an MKV', name: 'plain.mkv', fixture: { rate: '30000/1001', seconds: 2 } },
    {
      what: 'a WebM',
      name: 'plain.webm',
      fixture: { video: ['-c:v', 'libvpx', '-deadline', 'realtime'] },
    },
    { what: 'an AVI', name: 'plain.avi', fixture: { video: ['-c:v', 'mpeg4'] } },
    {
      what: 'full range',
      name: 'full.mp4',
      fixture: { filters: 'scale=out_range=pc,format=yuvj420p' },
    },
    { what: 'frames larger than a socket holds', name: 'large.mp4', fixture: { size: '1280x720' } },
    { what: 'sound as well', name: 'sound.mp4', fixture: { sound: ['-c:a', 'aac'] } },
  ])('gives every frame of $what exactly as stored', async ({ name, fixture }) => {
    const path = await makeVideo(folder.file(name), fixture);

    const { frames, notices } = await readAll(path);

    expect(Buffer.concat(frames).equals(await decodeRaw(path))).toBe(true);
    expect(notices).toEqual([]);
  });

  it('repeats the last column and row of an odd size', async () => {
    const [width, height] = [63, 47];
    const path = await makeVideo(folder.file('odd.mkv'), {
      size: '64x48',
      filters: `crop=${width}:${height}:exact=1`,
      video: ['-c:v', 'ffv1'],
    });
    const stored = await decodeRaw(path);

    const { frames } = await readAll(path);

    const expected = Buffer.alloc((64 * 48 * 3) / 2);
    for (let y = 0; y < 48; y++) {
      for (let x = 0; x < 64; x++) {
        expected[y * 64 + x] = stored[Math.min(y, height - 1) * width + Math.min(x, width - 1)]!;
      }
    }
    stored.copy(expected, 64 * 48, width * height, width * height + 2 * 32 * 24);
    expect(frames[0].equals(expected)).toBe(true);
    expect(frames).toHaveLength(25);
  });

  it('sets a turned picture upright', async () => {
    const path = await makeVideo(folder.file('turned.mp4'), { size: '64x48' });
    const stored = await decodeRaw(path);
    turnClockwise(path);

    const { frames } = await readAll(path);

    // Clockwise: the stored left column, read from the bottom, is the upright top row.
    const topRow = Array.from({ length: 48 }, (_, x) => stored[(47 - x) * 64]);
    expect([...frames[0].subarray(0, 48)]).toEqual(topRow);
  });

  it('makes a varying rate constant by holding frames', async () => {
    const path = await makeUnevenVideo(folder.file('uneven.mp4'));

    const { frames, notices } = await readAll(path);

    const distinct = frames.filter(
      (frame, index) => index === 0 || !frame.equals(frames[index - 1]),
    );
    expect(frames.length).toBeGreaterThanOrEqual(88);
    expect(frames.length).toBeLessThanOrEqual(90);
    expect(distinct).toHaveLength(46 + 14);
    expect(notices).toEqual(['variable-frame-rate']);
  });

  it('holds the first frame from the start when the picture starts after the sound', async () => {
    const path = await makeVideo(folder.file('late.mkv'), {
      sound: ['-c:a', 'pcm_s16le'],
      soundDelay: -0.4,
    });

    const { frames } = await readAll(path);

    expect(frames).toHaveLength(35);
    expect(frames.findIndex((frame) => !frame.equals(frames[0]))).toBe(11);
  });

  it('reduces 10 bits to 8', async () => {
    const path = await makeVideo(folder.file('deep.mkv'), {
      filters: 'format=yuv420p10le',
      video: LOSSLESS_H264,
    });
    const deep = await decodeRaw(path);

    const { frames, notices } = await readAll(path);

    const shallow = Buffer.concat(frames);
    let largest = 0;
    for (let at = 0; at < shallow.length; at++) {
      largest = Math.max(largest, Math.abs(shallow[at] - deep.readUInt16LE(at * 2) / 4));
    }
    expect(shallow.length * 2).toBe(deep.length);
    expect(largest).toBeLessThanOrEqual(1);
    expect(notices).toEqual(['depth-reduced']);
  });

  it.each([
    { what: '4:2:2', format: 'yuv422p', range: 'tv' },
    { what: '4:4:4 of full range', format: 'yuv444p', range: 'pc' },
  ])('keeps the brightness of $what', async ({ format, range }) => {
    const path = await makeVideo(folder.file(`${format}.mkv`), {
      filters: `scale=out_range=${range},format=${format}`,
      video: LOSSLESS_H264,
      tags: { range: range as 'tv' | 'pc', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709' },
    });
    const stored = await decodeRaw(path);

    const { frames } = await readAll(path);

    const luma = 320 * 240;
    expect(frames[0].subarray(0, luma).equals(stored.subarray(0, luma))).toBe(true);
  });

  it('converts BT.2020 to BT.709', async () => {
    const yuv = { y: 120, u: 100, v: 170 };
    const path = await makeVideo(folder.file('wide.mkv'), {
      filters: `geq=lum=${yuv.y}:cb=${yuv.u}:cr=${yuv.v}`,
      video: LOSSLESS_H264,
      tags: { range: 'tv', matrix: 'bt2020nc', primaries: 'bt2020', transfer: 'bt709' },
    });

    const { frames, notices } = await readAll(path);

    const expected = yuvOf(rgbOf(yuv, 0.2627, 0.0593), 0.2126, 0.0722);
    const plane = 320 * 240;
    expect(Math.abs(frames[0][0] - expected.y)).toBeLessThanOrEqual(1);
    expect(Math.abs(frames[0][plane] - expected.u)).toBeLessThanOrEqual(1);
    expect(Math.abs(frames[0][(plane * 5) / 4] - expected.v)).toBeLessThanOrEqual(1);
    expect(notices).toEqual(['colour-converted']);
  });

  it.each([
    { what: 'an MKV', name: 'cut.mkv', keep: 0.5 },
    { what: 'an MP4 with its index in front', name: 'cut.mp4', keep: 0.5 },
  ])('reads $what that was cut short as far as it goes, and says so', async ({ name, keep }) => {
    const whole = await makeVideo(folder.file(`whole-${name}`), { seconds: 4 });
    const path = folder.file(name);
    await ffmpeg('-i', whole, '-c', 'copy', '-movflags', '+faststart', path);
    truncateSync(path, Math.round(readFileSync(path).length * keep));

    const { frames, notices } = await readAll(path);

    expect(frames.length).toBeGreaterThan(10);
    expect(frames.length).toBeLessThan(90);
    expect(notices).toEqual(['video-damaged']);
  });

  it('says when a file is damaged in its middle', async () => {
    const path = await makeVideo(folder.file('scratched.mkv'), { seconds: 2 });
    const file = readFileSync(path);
    file.set(createRandom(1).bytes(20_000), Math.floor(file.length / 2));
    writeFileSync(path, file);

    const { notices } = await readAll(path);

    expect(notices).toEqual(['video-damaged']);
  });

  it('refuses a file none of whose frames decodes', async () => {
    const path = await makeVideo(folder.file('ruined.mp4'), {});
    const file = readFileSync(path);
    const frames = file.indexOf('mdat') + 4;
    file.fill(0, frames, file.indexOf('moov') > frames ? file.indexOf('moov') - 4 : file.length);
    writeFileSync(path, file);

    const failure = await failureOf(readAll(path));

    expect(failure.code).toBe('input-unreadable');
    expect(failure.message).toContain(path);
  });

  it('leaves no process and no socket behind when it is closed half way', async () => {
    const path = await makeVideo(folder.file('long.mp4'), { seconds: 10, size: '640x480' });
    const info = await probeVideo(path);
    const before = await openHandles();
    const reader = await VideoFileReader.open(info);
    await reader.read(new Uint8Array(reader.frameBytes));

    await reader.close();

    expect(await openHandles()).toBeLessThanOrEqual(before);
    expect(await reader.read(new Uint8Array(reader.frameBytes))).toBe(false);
  });

  it('refuses a target of another size', async () => {
    const path = await makeVideo(folder.file('small.mp4'), { size: '64x48' });
    const reader = await VideoFileReader.open(await probeVideo(path));

    await expect(reader.read(new Uint8Array(100))).rejects.toThrow(RangeError);

    await reader.close();
  });
});

interface Yuv {
  y: number;
  u: number;
  v: number;
}

/** Limited-range Y'CbCr to R'G'B' in 0..1, from the luma weights of red and blue (ITU-T H.273). */
function rgbOf({ y, u, v }: Yuv, red: number, blue: number): [number, number, number] {
  const luma = (y - 16) / 219;
  const r = luma + ((v - 128) / 224) * 2 * (1 - red);
  const b = luma + ((u - 128) / 224) * 2 * (1 - blue);
  return [r, (luma - red * r - blue * b) / (1 - red - blue), b];
}

function yuvOf([r, g, b]: [number, number, number], red: number, blue: number): Yuv {
  const luma = red * r + (1 - red - blue) * g + blue * b;
  return {
    y: 16 + 219 * luma,
    u: 128 + (224 * (b - luma)) / (2 * (1 - blue)),
    v: 128 + (224 * (r - luma)) / (2 * (1 - red)),
  };
}
