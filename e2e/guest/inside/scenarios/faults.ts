import assert from 'node:assert/strict';
import { wrongBars } from '../bars.ts';
import {
  loadLoopback,
  loadVivid,
  showBars,
  plugVivid,
  unplugVivid,
  VIRTUAL_CAMERA,
  VIVID_CAMERA,
  CAMERA_SIZE,
} from '../drivers.ts';
import { startLive } from '../mirage.ts';
import { readDevice } from '../pictures.ts';
import { start } from '../programs.ts';
import type { Scenario } from '../scenario.ts';

export const FAULT_SCENARIOS: readonly Scenario[] = [
  {
    name: 'a camera that is unplugged while live is told of, and used again when it returns',
    limitSeconds: 200,
    run: async (scene) => {
      await loadLoopback(scene);
      await loadVivid(scene);
      const live = startLive(scene, { camera: VIVID_CAMERA.name, size: CAMERA_SIZE });
      await live.isLive();

      await unplugVivid();
      await live.program.says(/^recovering, /m);
      const [meanwhile] = await readDevice(scene, VIRTUAL_CAMERA.path, CAMERA_SIZE, 1);
      await plugVivid();
      await showBars(scene);
      await live.isLive(2);
      const [after] = await readDevice(scene, VIRTUAL_CAMERA.path, CAMERA_SIZE, 1);
      const report = await live.stop();

      assert.notDeepEqual(wrongBars(meanwhile), [], 'the last picture is still shown');
      assert.deepEqual(wrongBars(after), []);
      assert.equal(report.recoveries.camera, 1);
      assert.ok(
        report.notices.some(({ code }) => code === 'camera-lost'),
        'no notice tells of the lost camera',
      );
      return undefined;
    },
  },
  {
    name: 'a camera that another program uses is refused, and the program named',
    limitSeconds: 150,
    run: async (scene) => {
      await loadLoopback(scene);
      await loadVivid(scene);
      const user = start(scene, 'ffmpeg', [
        ...['-nostdin', '-f', 'v4l2', '-i', VIVID_CAMERA.path, '-f', 'null', '-'],
      ]);
      await user.says(/frame=/);

      const live = startLive(scene, { camera: VIVID_CAMERA.name, size: CAMERA_SIZE });
      await live.program.end();

      assert.equal(live.program.child.exitCode, 3);
      assert.match(live.program.said(), /is being used by ffmpeg/);
      return undefined;
    },
  },
];
