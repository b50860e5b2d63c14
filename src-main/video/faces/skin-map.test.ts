import { describe, expect, it } from 'vitest';
import { createFrame } from '../frame.ts';
import { canonicalFace } from './canonical-face.ts';
import { MESH_POINTS } from './face.ts';
import { regionFromMesh } from './region.ts';
import { cropFace, sampleSkin } from './skin-map.ts';

/** The canonical face, 350 pixels high, in the middle of a picture of 640 x 640, turned by an angle. */
function turnedFace(angle: number): Float32Array {
  const { vertices } = canonicalFace();
  const mesh = new Float32Array(MESH_POINTS * 3);
  for (let i = 0; i < vertices.length; i += 3) {
    const [x, y] = [vertices[i] * 20, -vertices[i + 1] * 20];
    mesh[i] = 320 + x * Math.cos(angle) - y * Math.sin(angle);
    mesh[i + 1] = 320 + x * Math.sin(angle) + y * Math.cos(angle);
  }
  return mesh;
}

function paint(colourAt: (x: number, y: number) => readonly [number, number, number]) {
  const frame = createFrame(640, 640);
  for (let i = 0; i < frame.pixels.length; i += 4) {
    const [x, y] = [(i / 4) % 640, Math.floor(i / 4 / 640)];
    frame.pixels.set([...colourAt(x, y), 255], i);
  }
  return frame;
}

const SKIN = [200, 150, 120] as const;

describe('skin map', () => {
  it('cuts the face out upright with its mesh in the crop’s pixels', () => {
    const mesh = turnedFace(0.5);
    const nose = mesh.subarray(4 * 3, 4 * 3 + 2);
    const frame = paint((x, y) => (Math.hypot(x - nose[0], y - nose[1]) < 8 ? [255, 0, 0] : SKIN));

    const crop = cropFace(frame, regionFromMesh(mesh), mesh, 192);

    const [x, y] = crop.mesh.subarray(4 * 3);
    const at = (Math.floor(y) * 192 + Math.floor(x)) * 4;
    expect([...crop.pixels.subarray(at, at + 4)]).toEqual([255, 0, 0, 255]);
    expect(crop.mesh[33 * 3 + 1]).toBeCloseTo(crop.mesh[263 * 3 + 1], 2);
    expect(crop.mesh[33 * 3]).toBeLessThan(crop.mesh[263 * 3]);
  });

  it('gives plain skin one colour in every region, by BT.601', () => {
    const mesh = turnedFace(-0.3);
    const skin = sampleSkin(
      cropFace(
        paint(() => SKIN),
        regionFromMesh(mesh),
        mesh,
        192,
      ),
    );

    const luma = 0.299 * 200 + 0.587 * 150 + 0.114 * 120;
    for (const colour of Object.values(skin)) {
      expect(colour.luma).toBeCloseTo(luma, 3);
      expect(colour.cb).toBeCloseTo(128 + (120 - luma) / 1.772, 1);
      expect(colour.cr).toBeCloseTo(128 + (200 - luma) / 1.402, 1);
      expect(colour.lumaDeviation).toBeLessThan(0.01);
    }
  });

  it('tells left from right and top from bottom', () => {
    const mesh = turnedFace(0);
    const sides = paint((x) => (x < 320 ? [220, 220, 220] : [60, 60, 60]));
    const halves = paint((_x, y) => (y < 320 ? [220, 220, 220] : [60, 60, 60]));

    const bySide = sampleSkin(cropFace(sides, regionFromMesh(mesh), mesh, 192));
    const byHalf = sampleSkin(cropFace(halves, regionFromMesh(mesh), mesh, 192));

    expect(bySide.leftCheek.luma).toBeCloseTo(220, 1);
    expect(bySide.rightCheek.luma).toBeCloseTo(60, 1);
    expect(bySide.chin.lumaDeviation).toBeGreaterThan(60);
    expect(byHalf.forehead.luma).toBeCloseTo(220, 1);
    expect(byHalf.chin.luma).toBeCloseTo(60, 1);
  });

  it('has no colour for what lies outside the picture', () => {
    const mesh = turnedFace(0).map((value, i) => (i % 3 === 1 ? value - 230 : value));
    const skin = sampleSkin(
      cropFace(
        paint(() => SKIN),
        regionFromMesh(mesh),
        mesh,
        192,
      ),
    );
    expect(skin.hairline.luma).toBeNaN();
    expect(skin.chin.cr).toBeGreaterThan(140);
  });
});
