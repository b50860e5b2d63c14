import { loadLoopback, VIRTUAL_CAMERA } from '../drivers.ts';
import { FPS, SIZE, startLive } from '../mirage.ts';
import { monotonicMs } from '../../../../src-main/base/monotonic-clock.ts';
import { readFrameStamp } from '../../../../src-main/video/sources/live/frame-stamp.ts';
import { start } from '../programs.ts';
import type { Scenario, Scene } from '../scenario.ts';

const PICTURES = 90;

export const LATENCY_SCENARIOS: readonly Scenario[] = [
  {
    name: 'the age of pictures when a program has read them from the virtual camera is measured',
    limitSeconds: 200,
    run: async (scene) => {
      await loadLoopback(scene);
      const live = startLive(scene, { camera: 'test' });
      await live.isLive();

      const ages = await readAges(scene);
      const { ageMs } = await live.stop();

      if (ages.length < PICTURES / 2) throw new Error(`Only ${ages.length} stamps were readable.`);
      ages.sort((a, b) => a - b);
      const share = (part: number): string => {
        const ms = ages[Math.floor(part * (ages.length - 1))];
        return `${ms.toFixed(0)} ms (${((ms * FPS) / 1000).toFixed(1)} pictures)`;
      };
      return {
        'drawn to read, median': share(0.5),
        'drawn to read, 95%': share(0.95),
        'drawn to published, median': `${ageMs.p50.toFixed(0)} ms`,
      };
    },
  },
];

/** Milliseconds from drawing to reading, of each picture with a stamp. */
async function readAges(scene: Scene): Promise<number[]> {
  const { width, height } = SIZE;
  const ages: number[] = [];
  const luma = new Uint8Array(width * height);
  let filled = 0;
  const take = (bytes: Uint8Array): void => {
    for (let from = 0; from < bytes.length;) {
      const part = bytes.subarray(from, from + luma.length - filled);
      luma.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < luma.length) return;
      filled = 0;
      const stamp = readFrameStamp(luma, width, height);
      if (stamp !== undefined) ages.push((monotonicMs() - stamp.timeMs) % 2 ** 32);
    }
  };
  const reader = start(
    scene,
    'ffmpeg',
    [
      ...['-nostdin', '-fflags', 'nobuffer', '-f', 'v4l2', '-i', VIRTUAL_CAMERA.path],
      ...['-frames:v', String(PICTURES), '-fps_mode', 'passthrough'],
      ...['-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'],
    ],
    { onBytes: take },
  );
  await reader.success();
  return ages;
}
