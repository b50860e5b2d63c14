import { canonicalFace } from '../../src-main/video/faces/canonical-face.ts';
import { createFrame } from '../../src-main/video/frame.ts';
import { createRandom } from '../random.ts';
import type { Portrait } from './synthetic-clip.ts';

const SIDE = 200;
const PIXELS_PER_CENTIMETRE = 7;

/** Side of the patches of one colour that the picture is made of. */
const PATCH = 4;

/** The canonical face, looking straight ahead, on a picture of random patches: no network is asked. */
export function drawnPortrait(seed = 1): Portrait {
  const random = createRandom(seed);
  const patches = random.bytes((SIDE / PATCH) ** 2 * 4);
  const frame = createFrame(SIDE, SIDE);
  for (let i = 0; i < frame.pixels.length; i += 4) {
    const [x, y] = [(i >> 2) % SIDE, Math.floor((i >> 2) / SIDE)];
    const patch = (Math.floor(y / PATCH) * (SIDE / PATCH) + Math.floor(x / PATCH)) * 4;
    frame.pixels.set(patches.subarray(patch, patch + 3), i);
    frame.pixels[i + 3] = 255;
  }
  return { frame, mesh: canonicalMesh() };
}

/** Where the canonical face is in the drawn portrait: float32 [468, 3]. */
export function canonicalMesh(): Float32Array {
  return canonicalFace().vertices.map((value, i) =>
    i % 3 === 0
      ? SIDE / 2 + PIXELS_PER_CENTIMETRE * value
      : offsetOf(i) - PIXELS_PER_CENTIMETRE * value,
  );
}

const offsetOf = (i: number): number => (i % 3 === 1 ? SIDE / 2 : 0);
