import assert from 'node:assert/strict';
import { wrongBars } from '../bars.ts';
import {
  FED_CAMERA,
  loadLoopback,
  loadVivid,
  showBars,
  VIRTUAL_CAMERA,
  VIVID_CAMERA,
  CAMERA_SIZE,
} from '../drivers.ts';
import { FPS, startLive } from '../mirage.ts';
import { readDevice } from '../pictures.ts';
import { run, start } from '../programs.ts';
import type { Scenario, Scene } from '../scenario.ts';

const { width, height } = CAMERA_SIZE;
/** What v4l2loopback says of a device whose writer, like ffmpeg, names no rate. */
const FED_FPS = 30;

export const CAPTURING_SCENARIOS: readonly Scenario[] = [
  {
    name: 'a webcam of the kernel’s test driver is captured as NV12 in its size, rate and colours',
    limitSeconds: 150,
    run: async (scene) => {
      await loadLoopback(scene);
      await loadVivid(scene);
      await showBars(scene);

      await captureBars(scene, VIVID_CAMERA, { layout: 'NV12', fps: FPS });
      return undefined;
    },
  },
  ...[
    { layout: 'YUYV', output: ['-pix_fmt', 'yuyv422'] },
    { layout: 'MJPG', output: ['-c:v', 'mjpeg', '-q:v', '2', '-pix_fmt', 'yuvj422p'] },
  ].map(({ layout, output }) => ({
    name: `a webcam that gives ${layout} alone is captured in its size, rate and colours`,
    limitSeconds: 150,
    run: async (scene: Scene) => {
      await loadLoopback(scene, [VIRTUAL_CAMERA, FED_CAMERA]);
      const bars = `pal100bars=size=${width}x${height}:rate=${FED_FPS}`;
      const feed = start(
        scene,
        'ffmpeg',
        [
          ...['-nostdin', '-re', '-f', 'lavfi', '-i', bars],
          ...[...output, '-f', 'v4l2', FED_CAMERA.path],
        ],
        { name: 'feed' },
      );
      await feed.says(/frame= *\d/);

      await captureBars(scene, FED_CAMERA, { layout, fps: FED_FPS });
      return undefined;
    },
  })),
];

/** Publishes a camera that shows colour bars as it is, and judges what it was asked for and gave. */
async function captureBars(
  scene: Scene,
  camera: { path: string; name: string },
  { layout, fps }: { layout: string; fps: number },
): Promise<void> {
  const live = startLive(scene, { camera: camera.name, size: CAMERA_SIZE });
  await live.isLive();
  const [picture] = await readDevice(scene, VIRTUAL_CAMERA.path, CAMERA_SIZE, 1);
  const asked = ['--get-fmt-video', '--get-parm'];
  const about = await run(scene, 'v4l2-ctl', '--device', camera.path, ...asked);
  const report = await live.stop();

  assert.match(about, new RegExp(`Width/Height\\s+: ${width}/${height}`));
  assert.match(about, new RegExp(`Pixel Format\\s+: '${layout}'`));
  assert.match(about, new RegExp(`Frames per second: ${fps}\\.000`));
  assert.ok(report.camera.includes(camera.name), `the camera was ${report.camera}`);
  assert.deepEqual(wrongBars(picture), []);
}
