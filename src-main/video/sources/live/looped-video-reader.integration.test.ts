import { chmodSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LOSSLESS_H264, makeVideo } from '../../../../test-support/media/make-video.ts';
import { openHandles } from '../../../../test-support/media/open-handles.ts';
import { TemporaryFolder } from '../../../../test-support/media/temporary-folder.ts';
import { locateFfmpeg, type FfmpegPrograms } from '../../ffmpeg/locate.ts';
import { probeVideo } from '../../ffmpeg/probe.ts';
import { LoopedVideoReader } from './looped-video-reader.ts';

const folder = new TemporaryFolder();
const FRAME_BYTES = (64 * 48 * 3) / 2;

/** ffmpeg behind a script that keeps a tally of its starts. */
async function countedFfmpeg(name: string): Promise<FfmpegPrograms & { starts: () => number }> {
  const { ffmpeg, ffprobe } = await locateFfmpeg();
  const [script, tally] = [folder.file(`${name}.sh`), folder.file(`${name}.tally`)];
  writeFileSync(script, `#!/bin/sh\nprintf x >> '${tally}'\nexec '${ffmpeg}' "$@"\n`);
  chmodSync(script, 0o755);
  const starts = (): number => (existsSync(tally) ? readFileSync(tally).length : 0);
  return { ffmpeg: script, ffprobe, starts };
}

async function read(reader: LoopedVideoReader, count: number): Promise<Buffer[]> {
  const frames: Buffer[] = [];
  const target = Buffer.alloc(FRAME_BYTES);
  while (frames.length < count && (await reader.read(target))) frames.push(Buffer.from(target));
  return frames;
}

const equalFrames = (left: Buffer[], right: Buffer[]): boolean =>
  Buffer.concat(left).equals(Buffer.concat(right));

describe('a looped video', () => {
  it('has the next round ready two seconds before one ends, and not sooner', async () => {
    const fixture = { size: '64x48', rate: '10', seconds: 4, video: LOSSLESS_H264 };
    const path = await makeVideo(folder.file('long.mp4'), fixture);
    const programs = await countedFfmpeg('long');
    const reader = await LoopedVideoReader.open(await probeVideo(path), programs);

    const first = await read(reader, 20);
    expect(programs.starts()).toBe(1);
    first.push(...(await read(reader, 1)));
    await expect.poll(programs.starts).toBe(2);
    first.push(...(await read(reader, 19)));
    const second = await read(reader, 40);
    await reader.close();

    expect(equalFrames(first, second)).toBe(true);
  });

  it('goes on where the file ends before its container says', async () => {
    const fixture = { size: '64x48', rate: '25', seconds: 8, video: LOSSLESS_H264 };
    const path = await makeVideo(folder.file('short.mkv'), fixture);
    truncateSync(path, Math.floor(readFileSync(path).length / 2));
    const info = await probeVideo(path);
    const reader = await LoopedVideoReader.open(info);

    const frames = await read(reader, info.estimatedFrames! + 20);
    await reader.close();

    const again = frames.findIndex((frame, at) => at > 0 && frame.equals(frames[0]));
    expect(again).toBeGreaterThan(0);
    expect(again).toBeLessThan(info.estimatedFrames!);
    const rest = frames.slice(again, 2 * again);
    expect(equalFrames(rest, frames.slice(0, rest.length))).toBe(true);
  });

  it('ends what is being read when it is closed, with the next round prepared or not', async () => {
    const before = await openHandles();
    for (const seconds of [1, 8]) {
      const fixture = { size: '64x48', rate: '25', seconds };
      const path = await makeVideo(folder.file(`closed-${seconds}.mp4`), fixture);
      const reader = await LoopedVideoReader.open(await probeVideo(path));
      const reading = read(reader, 1_000_000);

      await reader.close();

      expect((await reading).length).toBeLessThan(1_000_000);
      expect(await openHandles()).toBeLessThanOrEqual(before);
    }
  });
});
