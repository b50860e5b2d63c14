import { describe, expect, it } from 'vitest';
import { MESH_POINTS } from './face.ts';
import { cropToPicture, isUsableRegion, regionFromDetection, regionFromMesh } from './region.ts';

const apply = (m: Float64Array, x: number, y: number) => [
  m[0] * x + m[1] * y + m[2],
  m[3] * x + m[4] * y + m[5],
];

describe('face regions', () => {
  it('are centred on the detected box, 1.5 times its larger side, level with the eyes', () => {
    const region = regionFromDetection({
      score: 1,
      box: { x: 100, y: 50, width: 80, height: 100 },
      points: [
        [120, 80],
        [160, 120],
        [140, 110],
        [140, 130],
        [100, 90],
        [180, 90],
      ],
    });

    expect(region).toEqual({ x: 140, y: 100, size: 150, angle: Math.PI / 4 });
  });

  it.each([0, 0.5, -2.4, Math.PI / 2])('of a mesh turn with it by %f and enclose it', (angle) => {
    // A face of 60 x 80 about (300, 200), eyes level, turned by the angle.
    const upright: [number, number][] = [
      [-30, -40],
      [30, -40],
      [30, 40],
      [-30, 40],
    ];
    const mesh = new Float32Array(MESH_POINTS * 3);
    for (let point = 0; point < MESH_POINTS; point += 1) {
      let [x, y] = upright[point % 4];
      if (point === 33) [x, y] = [-20, -10];
      if (point === 263) [x, y] = [20, -10];
      mesh[point * 3] = 300 + x * Math.cos(angle) - y * Math.sin(angle);
      mesh[point * 3 + 1] = 200 + x * Math.sin(angle) + y * Math.cos(angle);
    }

    const region = regionFromMesh(mesh);

    expect(region.x).toBeCloseTo(300, 3);
    expect(region.y).toBeCloseTo(200, 3);
    expect(region.size).toBeCloseTo(120, 3);
    expect(region.angle).toBeCloseTo(angle, 5);
  });

  it('map the crop centre to their centre and the crop edge to the right, down and turned', () => {
    const matrix = cropToPicture({ x: 50, y: 70, size: 400, angle: Math.PI / 2 }, 200);

    const [centreX, centreY] = apply(matrix, 100, 100);
    expect(centreX).toBeCloseTo(50, 9);
    expect(centreY).toBeCloseTo(70, 9);
    const [x, y] = apply(matrix, 200, 100);
    expect(x).toBeCloseTo(50, 9);
    expect(y).toBeCloseTo(270, 9);
  });

  it.each([
    ['in the picture', { x: 320, y: 240, size: 200, angle: 0 }, true],
    ['larger than the picture', { x: 320, y: 240, size: 900, angle: 1 }, true],
    ['centred outside', { x: -1, y: 240, size: 200, angle: 0 }, false],
    ['a few pixels small', { x: 320, y: 240, size: 10, angle: 0 }, false],
    ['absurdly large', { x: 320, y: 240, size: 5000, angle: 0 }, false],
    ['of no size', { x: 320, y: 240, size: NaN, angle: 0 }, false],
    ['of no angle', { x: 320, y: 240, size: 200, angle: NaN }, false],
    ['nowhere', { x: NaN, y: 240, size: 200, angle: 0 }, false],
  ])('%s: usable %s', (_what, region, expected) => {
    expect(isUsableRegion(region, 640, 480)).toBe(expected);
  });
});
