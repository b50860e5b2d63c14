import { describe, expect, it } from 'vitest';
import { canonicalFace } from './canonical-face.ts';
import { MESH_POINTS, type HeadPose } from './face.ts';
import { LIPS_REFINED } from './mesh-topology.ts';
import { HeadPoseEstimator } from './pose.ts';

const RADIANS = Math.PI / 180;

/**
 * The canonical face as a camera would see it under a known pose, turned step by step in the words
 * of HeadPose: tilt clockwise on screen, then look up, then turn to the picture's right.
 */
function posedMesh({ yaw, pitch, roll }: HeadPose): Float32Array {
  const { vertices } = canonicalFace();
  const mesh = new Float32Array(MESH_POINTS * 3);
  for (let i = 0; i < vertices.length; i += 3) {
    let [x, y, z] = [vertices[i], -vertices[i + 1], -vertices[i + 2]];
    [x, y] = turn(x, y, roll);
    // Looking up lifts the nose (at -z) toward -y.
    [y, z] = turn(y, z, -pitch);
    // Turning to the right brings the nose toward +x.
    [x, z] = turn(x, z, yaw);
    mesh.set([x * 25 + 320, y * 25 + 180, z * 25], i);
  }
  return mesh;
}

/** Turns the first axis toward the second. */
function turn(a: number, b: number, degrees: number): [number, number] {
  const cos = Math.cos(degrees * RADIANS);
  const sin = Math.sin(degrees * RADIANS);
  return [a * cos - b * sin, a * sin + b * cos];
}

describe('head pose', () => {
  const estimator = new HeadPoseEstimator(canonicalFace());

  it.each<HeadPose>([
    { yaw: 0, pitch: 0, roll: 0 },
    { yaw: 25, pitch: 0, roll: 0 },
    { yaw: 0, pitch: 20, roll: 0 },
    { yaw: 0, pitch: 0, roll: 30 },
    { yaw: -40, pitch: 15, roll: -10 },
    { yaw: 60, pitch: -30, roll: 170 },
  ])('reads yaw $yaw, pitch $pitch, roll $roll off the turned canonical face', (pose) => {
    const found = estimator.estimate(posedMesh(pose));

    expect(found.yaw).toBeCloseTo(pose.yaw, 3);
    expect(found.pitch).toBeCloseTo(pose.pitch, 3);
    expect(found.roll).toBeCloseTo(pose.roll, 3);
  });

  it('moves the nose the way its signs say', () => {
    const noseTip = (pose: HeadPose) => posedMesh(pose).subarray(4 * 3, 4 * 3 + 2);
    const [x, y] = noseTip({ yaw: 0, pitch: 0, roll: 0 });

    expect(noseTip({ yaw: 20, pitch: 0, roll: 0 })[0]).toBeGreaterThan(x);
    expect(noseTip({ yaw: 0, pitch: 20, roll: 0 })[1]).toBeLessThan(y);
  });

  it('is not fooled by an open mouth', () => {
    const mesh = posedMesh({ yaw: 10, pitch: 5, roll: 0 });
    for (const point of [...LIPS_REFINED, 152, 148, 377]) mesh[point * 3 + 1] += 60;

    const found = estimator.estimate(mesh);

    expect(found.pitch).toBeCloseTo(5, 3);
  });
});
