import { describe, expect, it } from 'vitest';
import { similarity2d, similarity3d, type Similarity3d } from './similarity.ts';

/** A repeatable stream of numbers in -1..1 (Park and Miller's minimal standard generator). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  };
}

function randomPoints(count: number, dimensions: number, seed: number): Float64Array {
  const random = randomNumbers(seed);
  return Float64Array.from({ length: count * dimensions }, () => random() * 50);
}

function transform2d(m: Float64Array, points: Float64Array): Float64Array {
  return points.map((_, i) => {
    const [x, y] = points.subarray(i - (i % 2));
    return i % 2 === 0 ? m[0] * x + m[1] * y + m[2] : m[3] * x + m[4] * y + m[5];
  });
}

function transform3d({ scale, rotation, translation }: Similarity3d, points: Float64Array) {
  return points.map((_, i) => {
    const row = i % 3;
    const [x, y, z] = points.subarray(i - row);
    const [a, b, c] = rotation.subarray(row * 3);
    return scale * (a * x + b * y + c * z) + translation[row];
  });
}

/** Rodrigues' formula: an independent way to a rotation. */
function rotationAbout(axis: readonly [number, number, number], angle: number): Float64Array {
  const length = Math.hypot(...axis);
  const [x, y, z] = axis.map((value) => value / length);
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const t = 1 - c;
  // prettier-ignore
  return Float64Array.of(
    t * x * x + c, t * x * y - s * z, t * x * z + s * y,
    t * x * y + s * z, t * y * y + c, t * y * z - s * x,
    t * x * z - s * y, t * y * z + s * x, t * z * z + c,
  );
}

function squaredError(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
}

function determinant(m: Float64Array): number {
  return (
    m[0] * (m[4] * m[8] - m[5] * m[7]) -
    m[1] * (m[3] * m[8] - m[5] * m[6]) +
    m[2] * (m[3] * m[7] - m[4] * m[6])
  );
}

/** Moves each point by up to `amount`. */
function withNoise(points: Float64Array, amount: number, seed: number): Float64Array {
  const random = randomNumbers(seed);
  return points.map((value) => value + amount * random());
}

describe('similarity2d', () => {
  it.each([
    { angle: 0, scale: 1 },
    { angle: 0.4, scale: 0.25 },
    { angle: -2.9, scale: 7 },
    { angle: Math.PI, scale: 1e-3 },
  ])('finds a turn by $angle and a scale of $scale', ({ angle, scale }) => {
    const a = scale * Math.cos(angle);
    const b = scale * Math.sin(angle);
    const known = Float64Array.of(a, -b, 31, b, a, -17);
    const from = randomPoints(5, 2, 1);

    const found = similarity2d(from, transform2d(known, from));

    found.forEach((value, i) => {
      expect(value).toBeCloseTo(known[i], 9);
    });
  });

  it('is the least-squares best under noise: no nearby similarity fits better', () => {
    const from = randomPoints(12, 2, 2);
    const to = withNoise(from, 8, 3);

    const found = similarity2d(from, to);

    const best = squaredError(transform2d(found, from), to);
    const [a, , x, b, , y] = found;
    for (const [da, db, dx, dy] of [
      [1e-3, 0, 0, 0],
      [0, 1e-3, 0, 0],
      [0, 0, 0.05, 0],
      [0, 0, 0, 0.05],
    ]) {
      for (const sign of [-1, 1]) {
        const near = Float64Array.of(
          a + sign * da,
          -(b + sign * db),
          x + sign * dx,
          b + sign * db,
          a + sign * da,
          y + sign * dy,
        );
        expect(squaredError(transform2d(near, from), to)).toBeGreaterThan(best);
      }
    }
  });

  it('answers mirrored points with a proper similarity', () => {
    const from = randomPoints(6, 2, 4);
    const mirrored = from.map((value, i) => (i % 2 === 0 ? -value : value));

    const [a, b, , c, d] = similarity2d(from, mirrored);

    expect(a * d - b * c).toBeGreaterThanOrEqual(0);
    expect([a, b]).toEqual([d, -c]);
  });

  it('fills the matrix it is given', () => {
    const out = new Float64Array(6);
    expect(similarity2d([0, 0, 1, 0], [5, 5, 7, 5], out)).toBe(out);
    expect([...out]).toEqual([2, -0, 5, 0, 2, 5]);
  });

  it.each([
    ['one point', [1, 2], [3, 4]],
    ['different counts', [1, 2, 3, 4], [1, 2, 3, 4, 5, 6]],
    ['points that coincide', [1, 2, 1, 2], [1, 2, 3, 4]],
    ['points that are not numbers', [NaN, 2, 1, 2], [1, 2, 3, 4]],
  ])('refuses %s', (_what, from, to) => {
    expect(() => similarity2d(from, to)).toThrow(RangeError);
  });
});

describe('similarity3d', () => {
  it.each([
    { axis: [0, 0, 1], angle: 0, scale: 1 },
    { axis: [1, 0, 0], angle: 0.3, scale: 12 },
    { axis: [1, -2, 0.5], angle: 2.5, scale: 0.04 },
    { axis: [-1, 1, 1], angle: Math.PI, scale: 3 },
  ] as const)(
    'finds a turn by $angle about $axis and a scale of $scale',
    ({ axis, angle, scale }) => {
      const known = {
        scale,
        rotation: rotationAbout(axis, angle),
        translation: Float64Array.of(4, -90, 33),
      };
      const from = randomPoints(20, 3, 5);

      const found = similarity3d(from, transform3d(known, from));

      expect(found.scale).toBeCloseTo(scale, 9);
      for (const part of ['rotation', 'translation'] as const) {
        found[part].forEach((value, i) => {
          expect(value).toBeCloseTo(known[part][i], 7);
        });
      }
    },
  );

  it('is the least-squares best under noise: no nearby similarity fits better', () => {
    const from = randomPoints(30, 3, 6);
    const to = withNoise(from, 10, 7);

    const found = similarity3d(from, to);

    const best = squaredError(transform3d(found, from), to);
    for (const axis of [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const) {
      for (const step of [-1e-3, 1e-3]) {
        const turned = multiply(rotationAbout(axis, step), found.rotation);
        const scaled = found.scale * (1 + step);
        expect(
          squaredError(aboutMeans({ ...found, rotation: turned }, from, to), to),
        ).toBeGreaterThan(best);
        expect(squaredError(aboutMeans({ ...found, scale: scaled }, from, to), to)).toBeGreaterThan(
          best,
        );
      }
    }
  });

  it('answers mirrored points with a rotation, never a reflection', () => {
    const from = randomPoints(15, 3, 8);
    const mirrored = from.map((value, i) => (i % 3 === 0 ? -value : value));

    expect(determinant(similarity3d(from, mirrored).rotation)).toBeCloseTo(1, 9);
  });

  it('looks only at the points it is told to', () => {
    const from = randomPoints(10, 3, 9);
    const to = from.map((value, i) => (i < 24 ? value * 2 : 1e6));

    const found = similarity3d(from, to, [0, 1, 2, 3, 4, 5, 6, 7]);

    expect(found.scale).toBeCloseTo(2, 9);
  });

  it.each([
    ['two points', [0, 0, 0, 1, 1, 1], undefined],
    ['a point beyond the last', [0, 0, 0, 1, 1, 1, 2, 0, 1], [0, 1, 3]],
    ['points that coincide', [1, 1, 1, 1, 1, 1, 1, 1, 1], undefined],
  ])('refuses %s', (_what, from, points) => {
    expect(() => similarity3d(from, from, points)).toThrow(RangeError);
  });
});

function multiply(a: Float64Array, b: Float64Array): Float64Array {
  return Float64Array.from({ length: 9 }, (_, i) => {
    const row = i - (i % 3);
    const column = i % 3;
    return a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6];
  });
}

/** Applies scale and rotation with the translation that suits them best: through both means. */
function aboutMeans(similarity: Similarity3d, from: Float64Array, to: Float64Array): Float64Array {
  const moved = transform3d({ ...similarity, translation: new Float64Array(3) }, from);
  const count = from.length / 3;
  const shift = new Float64Array(3);
  to.forEach((value, i) => {
    shift[i % 3] += (value - moved[i]) / count;
  });
  return moved.map((value, i) => value + shift[i % 3]);
}
