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
];
