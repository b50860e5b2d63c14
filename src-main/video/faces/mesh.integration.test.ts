import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nativeAddon } from '../../base/addon.ts';
import { ModelSession } from '../../models/inference/model-session.ts';
import { networkFile } from '../../models/model-file.ts';
import type { Frame } from '../frame.ts';
import { CANONICAL_VERTICES } from './canonical-face.ts';
import { MESH_POINTS, type FaceRegion } from './face.ts';
import { FaceMeshNetwork } from './mesh.ts';
import * as topology from './mesh-topology.ts';
import { astronaut, compose } from './pictures.fixture.ts';
import { cropToPicture } from './region.ts';

describe('face mesh network', () => {
  let network: FaceMeshNetwork;
  let portrait: Frame;
  const face: FaceRegion = { x: 224, y: 124, size: 163, angle: 0.05 };

  beforeAll(async () => {
    network = await FaceMeshNetwork.open();
    portrait = await astronaut();
  });

  afterAll(() => network.close());

  const fit = async (frame: Frame, region: FaceRegion) => {
    const mesh = new Float32Array(MESH_POINTS * 3);
    const presence = await network.fit(frame, region, mesh);
    const mean = (points: readonly number[], axis: number) =>
      points.reduce((sum, point) => sum + mesh[point * 3 + axis], 0) / points.length;
    return { mesh, presence, mean };
  };

  it('is sure of a face and sure of none', async () => {
    expect((await fit(portrait, face)).presence).toBeGreaterThan(0.95);
    const wall = compose(640, 480, []);
    const nowhere = { x: 320, y: 240, size: 200, angle: 0 };
    expect((await fit(wall, nowhere)).presence).toBeLessThan(0.1);
  });

  it('puts each part in its place: brows, lids, irises, lips', async () => {
    const { mesh, mean } = await fit(portrait, face);

    for (const [brow, eye, iris] of [
      [topology.LEFT_BROW, topology.LEFT_EYE, topology.LEFT_IRIS],
      [topology.RIGHT_BROW, topology.RIGHT_EYE, topology.RIGHT_IRIS],
    ]) {
      expect(mean(brow, 1)).toBeLessThan(mean(eye, 1));
      const xs = eye.map((point) => mesh[point * 3]);
      const ys = eye.map((point) => mesh[point * 3 + 1]);
      expect(mesh[iris[0] * 3]).toBeGreaterThan(Math.min(...xs));
      expect(mesh[iris[0] * 3]).toBeLessThan(Math.max(...xs));
      expect(mesh[iris[0] * 3 + 1]).toBeGreaterThan(Math.min(...ys));
      expect(mesh[iris[0] * 3 + 1]).toBeLessThan(Math.max(...ys));
      expect(mean(iris, 2)).toBeCloseTo(mean(eye, 2), 4);
    }
    expect(mean(topology.LEFT_EYE, 0)).toBeLessThan(mean(topology.RIGHT_EYE, 0));
    expect(mean(topology.OUTER_LIPS, 1)).toBeGreaterThan(mesh[topology.POINT.noseTip * 3 + 1]);
    // Clockwise rings: the area by the shoelace formula is positive on a screen with y down.
    for (const ring of [
      'FACE_OVAL',
      'LEFT_EYE',
      'RIGHT_EYE',
      'OUTER_LIPS',
      'INNER_LIPS',
    ] as const) {
      const points = topology[ring];
      const area = points.reduce((sum, point, i) => {
        const next = points[(i + 1) % points.length];
        return sum + mesh[point * 3] * mesh[next * 3 + 1] - mesh[next * 3] * mesh[point * 3 + 1];
      }, 0);
      expect(area, ring).toBeGreaterThan(0);
    }
  });

  it('takes each refined point from the output that refines it', async () => {
    const { mesh } = await fit(portrait, face);
    const session = await ModelSession.open(networkFile('facemesh-attention-pinto'));
    const image = session.input('image');
    const { pixels } = portrait;
    const matrix = cropToPicture(face, 192);
    nativeAddon().warpToTensor(pixels, 512, 512, matrix, 1 / 255, 0, image, 192, 192);
    await session.run();

    for (const [output, points] of [
      ['lips', topology.LIPS_REFINED],
      ['left_eye', topology.LEFT_EYE_REFINED],
      ['right_eye', topology.RIGHT_EYE_REFINED],
      ['left_iris', topology.LEFT_IRIS],
      ['right_iris', topology.RIGHT_IRIS],
    ] as const) {
      const refined = session.output(output);
      points.forEach((point, i) => {
        const [u, v] = refined.subarray(2 * i);
        const [x, y] = mesh.subarray(point * 3);
        expect(x).toBeCloseTo(matrix[0] * u + matrix[1] * v + matrix[2], 2);
        expect(y).toBeCloseTo(matrix[3] * u + matrix[4] * v + matrix[5], 2);
      });
    }
    await session.close();
  });

  it('gives depth in the unit of x and y, the nose nearer than the ears', async () => {
    const once = await fit(portrait, face);
    const doubled = compose(1024, 1024, [
      { picture: portrait, placement: { x: 512, y: 512, scale: 2 } },
    ]);
    const twice = await fit(doubled, { x: 448, y: 248, size: 326, angle: 0.05 });

    const { noseTip, leftTemple } = topology.POINT;
    const depth = (mesh: Float32Array) => mesh[leftTemple * 3 + 2] - mesh[noseTip * 3 + 2];
    expect(depth(once.mesh)).toBeGreaterThan(0.3 * (face.size / 1.5));
    expect(depth(twice.mesh) / depth(once.mesh)).toBeGreaterThan(1.9);
    expect(depth(twice.mesh) / depth(once.mesh)).toBeLessThan(2.1);
    expect(twice.mesh.subarray(0, CANONICAL_VERTICES * 3).every(Number.isFinite)).toBe(true);
  });
});
