import { describe, expect, it } from 'vitest';
import { CANONICAL_VERTICES } from '../faces/canonical-face.ts';
import { POINT } from '../faces/mesh-topology.ts';
import { readBlink } from './blink.ts';

/** Eyes 40 pixels wide, their lids that many pixels apart, the head turned by an angle. */
function meshWithLids(left: number, right: number, angle = 0): Float32Array {
  const mesh = new Float32Array(CANONICAL_VERTICES * 3);
  const place = (vertex: number, x: number, y: number): void => {
    const turnedX = x * Math.cos(angle) - y * Math.sin(angle);
    mesh.set([turnedX, x * Math.sin(angle) + y * Math.cos(angle), 0], 3 * vertex);
  };
  place(POINT.leftEyeOuter, 100, 100);
  place(POINT.leftEyeInner, 140, 100);
  place(159, 120, 100 - left / 2);
  place(145, 120, 100 + left / 2);
  place(POINT.rightEyeInner, 180, 100);
  place(POINT.rightEyeOuter, 220, 100);
  place(386, 200, 100 - right / 2);
  place(374, 200, 100 + right / 2);
  return mesh;
}

describe('blink', () => {
  it('is none while the eyes are open, and whole when they are shut', () => {
    expect(readBlink(meshWithLids(11, 11))).toEqual({ left: 0, right: 0 });
    expect(readBlink(meshWithLids(2, 2))).toEqual({ left: 1, right: 1 });
  });

  it('tells a wink, and on which side of the picture', () => {
    expect(readBlink(meshWithLids(2, 11))).toEqual({ left: 1, right: 0 });
  });

  it('grows as the lids come together, whichever way the head is tilted', () => {
    const halfShut = readBlink(meshWithLids(5.2, 5.2));
    const tilted = readBlink(meshWithLids(5.2, 5.2, 0.7));

    expect(halfShut.left).toBeGreaterThan(0.3);
    expect(halfShut.left).toBeLessThan(0.7);
    expect(tilted.left).toBeCloseTo(halfShut.left, 4);
  });

  it('is none for a mesh that has collapsed', () => {
    expect(readBlink(new Float32Array(CANONICAL_VERTICES * 3))).toEqual({ left: 0, right: 0 });
  });
});
