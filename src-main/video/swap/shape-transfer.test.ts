import { beforeEach, describe, expect, it } from 'vitest';
import { canonicalMesh } from '../../../test-support/synthetic-clip/drawn-portrait.ts';
import { Head, positionAt } from '../../../test-support/synthetic-clip/head-motion.ts';
import { largestDifference } from '../../../test-support/difference.ts';
import { CANONICAL_VERTICES, canonicalFace } from '../faces/canonical-face.ts';
import { FACE_OVAL, INNER_LIPS, LIPS_REFINED, POINT } from '../faces/mesh-topology.ts';
import { ShapeTransfer, shapeTopology } from './shape-transfer.ts';

const FRAME_SECONDS = 1 / 30;
const topology = shapeTopology(canonicalFace());
const neutral = canonicalMesh();
const head = new Head(neutral);

/** The canonical face doing something. */
function doing(
  position: Parameters<typeof positionAt>[0] extends (s: number) => infer P ? P : never,
) {
  const mesh = new Float32Array(CANONICAL_VERTICES * 3);
  head.deform(
    positionAt(() => position, 0),
    mesh,
  );
  return mesh;
}

/** Someone with a longer nose and narrower cheeks. */
const other = neutral.map((value, i) => {
  const y = neutral[i - (i % 3) + 1] - head.centre[1];
  if (i % 3 === 0) return head.centre[0] + (value - head.centre[0]) * (1 - 0.002 * Math.abs(y));
  return i % 3 === 1 ? value + 0.06 * y : value;
});

const flat = (mesh: Float32Array): Float32Array => mesh.filter((_, i) => i % 3 !== 2);

describe('the shape transfer', () => {
  let transfer: ShapeTransfer;
  const out = new Float32Array(CANONICAL_VERTICES * 2);

  beforeEach(() => {
    transfer = new ShapeTransfer(topology);
  });

  it('keeps the live shape at an amount of 0', () => {
    transfer.apply(other, neutral, 0, FRAME_SECONDS, out);

    expect(out).toEqual(flat(neutral));
  });

  it('moves nothing when the live face is the reference, turned, moved and scaled', () => {
    const turned = doing({ yaw: 20, pitch: -10 }).map(
      (value, i) => 1.7 * value + [30, -12, 5][i % 3],
    );

    transfer.apply(neutral, turned, 1, FRAME_SECONDS, out);

    expect(largestDifference(out, flat(turned))).toBeLessThan(0.01);
  });

  it('moves the inside of the face and leaves its outline', () => {
    transfer.apply(other, neutral, 1, FRAME_SECONDS, out);

    const live = flat(neutral);
    for (const vertex of FACE_OVAL) {
      expect(out[2 * vertex]).toBeCloseTo(live[2 * vertex], 4);
      expect(out[2 * vertex + 1]).toBeCloseTo(live[2 * vertex + 1], 4);
    }
    expect(largestDifference(out, live)).toBeGreaterThan(1);
  });

  it('moves half as far at half the amount', () => {
    const half = new Float32Array(out.length);
    transfer.apply(other, neutral, 1, FRAME_SECONDS, out);
    new ShapeTransfer(topology).apply(other, neutral, 0.5, FRAME_SECONDS, half);

    const live = flat(neutral);
    half.forEach((value, i) => {
      expect(value - live[i]).toBeCloseTo((out[i] - live[i]) / 2, 3);
    });
  });

  it('keeps the lips’ own form: they move as one', () => {
    transfer.apply(other, neutral, 1, FRAME_SECONDS, out);

    const live = flat(neutral);
    const shiftOf = (vertex: number): number => out[2 * vertex + 1] - live[2 * vertex + 1];
    const inner = INNER_LIPS.map(shiftOf);
    expect(Math.max(...inner) - Math.min(...inner)).toBeLessThan(0.02 * head.size);
    expect(LIPS_REFINED).toEqual(expect.arrayContaining([...INNER_LIPS]));
  });

  it('does not pull a dropped jaw back to the reference once it knows the live face', () => {
    for (let n = 0; n < 60; n++) transfer.apply(other, neutral, 1, FRAME_SECONDS, out);
    const closed = out.slice();
    const open = doing({ jaw: 1 });

    transfer.apply(other, open, 1, FRAME_SECONDS, out);

    const dropOf = (points: Float32Array, before: Float32Array): number =>
      points[2 * POINT.innerLipBottom + 1] - before[2 * POINT.innerLipBottom + 1];
    const live = dropOf(flat(open), flat(neutral));
    expect(live).toBeGreaterThan(5);
    expect(dropOf(out, closed) / live).toBeGreaterThan(0.93);
  });

  it('comes to know a face that holds its jaw open', () => {
    const open = doing({ jaw: 1 });
    for (let n = 0; n < 60; n++) transfer.apply(neutral, neutral, 1, FRAME_SECONDS, out);
    transfer.apply(neutral, open, 1, FRAME_SECONDS, out);
    const atFirst = largestDifference(out, flat(open));

    for (let n = 0; n < 300; n++) transfer.apply(neutral, open, 1, FRAME_SECONDS, out);

    expect(largestDifference(out, flat(open))).toBeGreaterThan(2 * atFirst);
  });

  it('takes a repeated time stamp and one from the past', () => {
    transfer.apply(other, neutral, 1, 0, out);
    const first = out.slice();

    for (const seconds of [0, -1, 0]) transfer.apply(other, neutral, 1, seconds, out);

    expect(largestDifference(out, first)).toBeLessThan(1e-3);
  });
});
