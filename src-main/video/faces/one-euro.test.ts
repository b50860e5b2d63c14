import { describe, expect, it } from 'vitest';
import { OneEuroFilter } from './one-euro.ts';

const FACE_SIZE = 200;
const FRAME_MS = 40;

/** Gaussian noise, repeatable (Box-Muller over Park and Miller's generator). */
function gaussianNoise(seed: number): () => number {
  let state = seed;
  const uniform = () => (state = (state * 48271) % 2147483647) / 2147483647;
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Mean second difference over the face's size: the jitter figure of docs and benchmarks. */
function jitter(positions: readonly [number, number][]): number {
  const steps = positions.slice(2).map(([x, y], i) => {
    const [x1, y1] = positions[i + 1];
    const [x0, y0] = positions[i];
    return Math.hypot(x - 2 * x1 + x0, y - 2 * y1 + y0);
  });
  return steps.reduce((sum, step) => sum + step, 0) / steps.length / FACE_SIZE;
}

/** The textbook filter on one number, written from the paper's pseudocode. */
function textbookOneEuro(values: number[], stepSeconds: number, faceSize: number): number[] {
  const alpha = (cutoff: number) => 1 / (1 + 1 / (2 * Math.PI * cutoff) / stepSeconds);
  let [filtered] = values;
  let speed = 0;
  return values.map((value, i) => {
    if (i === 0) return filtered;
    speed += alpha(1) * ((value - filtered) / stepSeconds / faceSize - speed);
    filtered += alpha(1.7 + 18 * Math.abs(speed)) * (value - filtered);
    return filtered;
  });
}

describe('one euro filter', () => {
  it('brings the jitter of a still face to a quarter', () => {
    const noise = gaussianNoise(7);
    const filter = new OneEuroFilter(1);
    // Sigma such that the raw jitter is the 1.5e-3 measured on webcam clips.
    const sigma = 4.9e-4 * FACE_SIZE;
    const raw: [number, number][] = [];
    const smooth: [number, number][] = [];

    for (let frame = 0; frame < 2000; frame += 1) {
      const points = Float32Array.of(300 + sigma * noise(), 200 + sigma * noise(), 0);
      raw.push([points[0], points[1]]);
      filter.apply(points, frame * FRAME_MS, FACE_SIZE);
      smooth.push([points[0], points[1]]);
    }

    expect(jitter(raw)).toBeCloseTo(1.5e-3, 4);
    expect(jitter(raw) / jitter(smooth)).toBeGreaterThan(1.5 / 0.39);
  });

  it('trails a fast movement by less than a frame', () => {
    const filter = new OneEuroFilter(1);
    const perFrame = FACE_SIZE * (FRAME_MS / 1000) * 2;
    let lagFrames = Infinity;

    for (let frame = 0; frame < 50; frame += 1) {
      const points = Float32Array.of(frame * perFrame, 0, 0);
      filter.apply(points, frame * FRAME_MS, FACE_SIZE);
      lagFrames = frame - points[0] / perFrame;
    }

    expect(lagFrames).toBeLessThan(0.5);
  });

  it('equals the textbook filter for a movement along one axis', () => {
    const values = Array.from(
      { length: 60 },
      (_, i) => 100 * Math.sin(i / 7) + 0.3 * Math.sin(i * 9),
    );
    const filter = new OneEuroFilter(1);

    const filtered = values.map((value, frame) => {
      const points = Float32Array.of(value, 0, 0);
      filter.apply(points, frame * FRAME_MS, FACE_SIZE);
      return points[0];
    });

    const expected = textbookOneEuro(values, FRAME_MS / 1000, FACE_SIZE);
    filtered.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 3);
    });
  });

  it('smooths a near and a far face alike', () => {
    const near = new OneEuroFilter(1);
    const far = new OneEuroFilter(1);
    const noise = gaussianNoise(3);

    for (let frame = 0; frame < 100; frame += 1) {
      const x = noise();
      const nearPoints = Float32Array.of(400 * x, 0, 0);
      const farPoints = Float32Array.of(50 * x, 0, 0);
      near.apply(nearPoints, frame * FRAME_MS, 400);
      far.apply(farPoints, frame * FRAME_MS, 50);

      expect(nearPoints[0] / 400).toBeCloseTo(farPoints[0] / 50, 4);
    }
  });

  it('follows the clock, not the number of frames', () => {
    const positionAfter = (times: number[]) => {
      const filter = new OneEuroFilter(1);
      filter.apply(new Float32Array(3), 0, FACE_SIZE);
      let x = 0;
      for (const time of times) {
        const points = Float32Array.of(10, 0, 0);
        filter.apply(points, time, FACE_SIZE);
        x = points[0];
      }
      return x;
    };
    const even = Array.from({ length: 60 }, (_, i) => (i + 1) * 5);
    const uneven = even.filter((_, i) => i % 7 !== 2 && i % 11 !== 5);

    expect(positionAfter(uneven)).toBeCloseTo(positionAfter(even), 0);
  });

  it.each([
    ['a repeated time stamp keeps the previous points', 40, [0, 0, 0]],
    ['a step into the past starts anew', 20, [9, 8, 7]],
    ['a long pause starts anew', 5000, [9, 8, 7]],
  ])('%s', (_what, timeMs, expected) => {
    const filter = new OneEuroFilter(1);
    filter.apply(new Float32Array(3), 40, FACE_SIZE);
    const points = Float32Array.of(9, 8, 7);

    filter.apply(points, timeMs, FACE_SIZE);

    expect([...points]).toEqual(expected);
  });
});
