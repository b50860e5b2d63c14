import { describe, expect, it } from 'vitest';
import { drawnPortrait } from '../../../test-support/synthetic-clip/drawn-portrait.ts';
import type { MeshFace } from '../faces/face.ts';
import { regionFromMesh, REGION_SCALE } from '../faces/region.ts';
import type { ReferenceFace } from './face-swapper.ts';
import { cropReference } from './reference-crop.ts';

/** The drawn portrait as a reference, its face shifted about the picture. */
function referenceAt(dx: number, dy: number): ReferenceFace {
  const { frame, mesh } = drawnPortrait();
  for (let y = 0; y < frame.height; y++) {
    for (let x = 0; x < frame.width; x++) {
      frame.pixels.set([x, y, 128, 255], (y * frame.width + x) * 4);
    }
  }
  const moved = mesh.map((value, i) => value + [dx, dy, 0][i % 3]);
  const region = regionFromMesh(moved);
  const face: MeshFace = { mesh: moved, region, size: region.size / REGION_SCALE, score: 1 };
  return { frame, face };
}

describe('the crop of a reference', () => {
  it.each([
    ['in the middle', 0, 0],
    ['cut by the left edge', -60, 0],
    ['cut by the lower right corner', 70, 60],
  ])('keeps every point on what it marks, the face %s', async (_, dx, dy) => {
    const reference = referenceAt(dx, dy);

    const { frame, points } = await cropReference(reference);

    // The picture's red is x and its green y: each crop pixel tells where it comes from.
    for (let v = 0; v < 468; v += 9) {
      const [x, y] = [Math.floor(points[2 * v]), Math.floor(points[2 * v + 1])];
      if (x < 8 || y < 8 || x > frame.width - 9 || y > frame.height - 9) continue;
      const at = (y * frame.width + x) * 4;
      expect(Math.abs(frame.pixels[at] + 0.5 - reference.face.mesh[3 * v])).toBeLessThan(1.6);
      expect(Math.abs(frame.pixels[at + 1] + 0.5 - reference.face.mesh[3 * v + 1])).toBeLessThan(
        1.6,
      );
    }
  });

  it('brings the face to the atlas’s resolution', async () => {
    const { points } = await cropReference(referenceAt(0, 0));

    const ys = points.filter((_, i) => i % 2 === 1);
    const size = Math.max(...ys) - Math.min(...ys);
    expect(size).toBeGreaterThan(440);
    expect(size).toBeLessThan(480);
  });
});
