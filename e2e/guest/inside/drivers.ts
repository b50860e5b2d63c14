import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { run } from './programs.ts';
import type { Scene } from './scenario.ts';
import { eventually } from './waiting.ts';

/** Where v4l2loopback puts the virtual camera, and a second device to feed as a webcam. */
export const VIRTUAL_CAMERA = { path: '/dev/video10', name: 'Mirage Camera' } as const;
export const FED_CAMERA = { path: '/dev/video11', name: 'Fed Camera' } as const;
/** The made-up webcam of the kernel's own test driver. */
export const VIVID_CAMERA = { path: '/dev/video20', name: 'vivid' } as const;
/** Of the pictures both give; one of the sizes vivid offers. */
export const CAMERA_SIZE = { width: 320, height: 180 } as const;

/** Loads v4l2loopback for the scene, as docs tell users to, with one device or both. */
export async function loadLoopback(
  scene: Scene,
  devices: readonly { path: string; name: string }[] = [VIRTUAL_CAMERA],
): Promise<void> {
  const each = (value: (device: { path: string; name: string }) => string): string =>
    devices.map(value).join(',');
  await load(scene, 'v4l2loopback', devices, [
    `video_nr=${each(({ path }) => path.slice('/dev/video'.length))}`,
    `card_label=${each(({ name }) => name)}`,
    `exclusive_caps=${each(() => '1')}`,
  ]);
}

/** Loads vivid for the scene, with one webcam and nothing else. */
export async function loadVivid(scene: Scene): Promise<void> {
  // A bit mask of node types (1: video capture), of inputs, and of their kinds (0: webcam).
  const options = ['n_devs=1', 'node_types=0x1', 'num_inputs=1', 'input_types=0', 'vid_cap_nr=20'];
  await load(scene, 'vivid', [VIVID_CAMERA], options);
}

/** Has vivid draw colour bars at full strength, without the text it writes over them. */
export async function showBars(scene: Scene): Promise<void> {
  const controls = 'test_pattern=1,osd_text_mode=2';
  await run(scene, 'v4l2-ctl', '--device', VIVID_CAMERA.path, `--set-ctrl=${controls}`);
}

async function load(
  scene: Scene,
  module: string,
  devices: readonly { path: string }[],
  options: readonly string[],
): Promise<void> {
  await run(scene, 'modprobe', module, ...options);
  scene.onEnd(async () => {
    await run(scene, 'modprobe', '--remove', module);
  });
  for (const { path } of devices) {
    await eventually(path, scene.signal, () => existsSync(path) || undefined);
  }
}

/** The made-up webcam is pulled out and plugged in again. */
export async function unplugVivid(): Promise<void> {
  await writeFile('/sys/bus/platform/drivers/vivid/unbind', 'vivid.0');
}

export async function plugVivid(): Promise<void> {
  await writeFile('/sys/bus/platform/drivers/vivid/bind', 'vivid.0');
}
