import { createRequire } from 'node:module';
import { monotonicMs } from '../../base/monotonic-clock.ts';

/*
 * The process that holds npm's node-virtualcam. That addon loads in no worker thread, can be started
 * once in a process, and ends the process by a C++ exception when it cannot start.
 *
 * Words: the package's path, width, height, fps. Standard input: RGBA pictures, one after the other.
 */

/** What the package exports (its sample and binding.cpp are its documentation). */
interface NodeVirtualcam {
  /** @param delayMs added to each picture's time before it is shown. */
  start(width: number, height: number, fps: number, delayMs: number): void;
  /** @param rgba width · height · 4 bytes, copied. */
  send(timeNs: number, rgba: Uint8Array): void;
  stop(): void;
}

const [path, ...numbers] = process.argv.slice(2);
const [width, height, fps] = numbers.map(Number);
const camera = createRequire(import.meta.url)(path) as NodeVirtualcam;
const picture = new Uint8Array(width * height * 4);
let filled = 0;

camera.start(width, height, fps, 0);
process.stdin.on('data', (bytes: Buffer) => {
  for (let taken = 0; taken < bytes.length;) {
    const part = bytes.subarray(taken, taken + picture.length - filled);
    picture.set(part, filled);
    filled += part.length;
    taken += part.length;
    if (filled < picture.length) continue;
    camera.send(Math.round(monotonicMs() * 1e6), picture);
    filled = 0;
  }
});
process.stdin.on('end', () => {
  camera.stop();
  process.disconnect();
});
process.send?.('ready');
