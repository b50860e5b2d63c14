import assert from 'node:assert/strict';
import { loadLoopback, VIRTUAL_CAMERA } from '../drivers.ts';
import { SIZE, startLive, type Live } from '../mirage.ts';
import { readDevice, type Size } from '../pictures.ts';
import { run, start } from '../programs.ts';
import type { Scenario, Scene } from '../scenario.ts';
import { stampOf } from '../stamps.ts';

const LARGER: Size = { width: 640, height: 360 };

export const LIFE_CYCLE_SCENARIOS: readonly Scenario[] = [
  {
    name: 'the virtual camera works again after a stop, in another size, and after kill -9',
    limitSeconds: 300,
    run: async (scene) => {
      await loadLoopback(scene);

      const first = await publishTestPicture(scene, SIZE);
      await first.stop();
      const second = await publishTestPicture(scene, LARGER);
      second.program.child.kill('SIGKILL');
      await second.program.end();
      const third = await publishTestPicture(scene, SIZE);
      await third.stop();

      return undefined;
    },
  },
  {
    name: 'a second Mirage is refused the virtual camera, and the first goes on',
    limitSeconds: 150,
    run: async (scene) => {
      await loadLoopback(scene);
      const first = await publishTestPicture(scene, SIZE);

      const second = startLive(scene, { camera: 'test' });
      await second.program.end();

      assert.equal(second.program.child.exitCode, 4);
      assert.match(second.program.said(), /Another Mirage is publishing to Mirage Camera/);
      await assertTestPicture(scene, SIZE);
      await first.stop();
      return undefined;
    },
  },
  {
    name: 'the driver cannot be unloaded under a live Mirage; without it Mirage says what to run',
    limitSeconds: 150,
    run: async (scene) => {
      await loadLoopback(scene);
      const live = await publishTestPicture(scene, SIZE);

      const unloading = start(scene, 'modprobe', ['--remove', 'v4l2loopback']);
      await assert.rejects(unloading.success(), /in use/);
      await assertTestPicture(scene, SIZE);
      await live.stop();
      await run(scene, 'modprobe', '--remove', 'v4l2loopback');
      const without = startLive(scene, { camera: 'test' });
      await without.program.end();

      assert.equal(without.program.child.exitCode, 4);
      assert.match(without.program.said(), /There is no virtual camera Mirage Camera/);
      assert.match(without.program.said(), /mirage setup virtual-camera/);
      return undefined;
    },
  },
];

async function publishTestPicture(scene: Scene, size: Size): Promise<Live> {
  const live = startLive(scene, { camera: 'test', size });
  await live.isLive();
  await assertTestPicture(scene, size);
  return live;
}

/** A reader gets pictures of the size, numbered upwards. */
async function assertTestPicture(scene: Scene, size: Size): Promise<void> {
  const read = await readDevice(scene, VIRTUAL_CAMERA.path, size, 8);
  const numbers = read.map((picture) => stampOf(picture)?.frameNumber ?? -1);
  const isRising = numbers.every((number, i) => i === 0 || number >= numbers[i - 1]);
  const isMoving = numbers[numbers.length - 1] > numbers[0] && numbers[0] >= 0;
  assert.ok(isRising && isMoving, `the numbers read were ${numbers.join(', ')}`);
}
