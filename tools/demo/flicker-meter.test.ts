import { describe, expect, it } from 'vitest';
import { createRandom } from '../../test-support/random.ts';
import { FlickerMeter } from './flicker-meter.ts';

const WIDTH = 8;
const HEIGHT = 6;
const whole = { x: 0, y: 0, width: WIDTH, height: HEIGHT };

/** The level of a film whose frames are grey, each of one value. */
function levelOf(values: readonly number[]): number {
  const meter = new FlickerMeter(WIDTH, HEIGHT);
  for (const value of values) meter.observe(new Uint8Array(WIDTH * HEIGHT).fill(value), whole);
  return meter.level;
}

describe('flicker', () => {
  it.each([
    ['a still picture', [90, 90, 90, 90], 0],
    ['an even fade', [10, 20, 30, 40, 50], 0],
    ['a step', [10, 10, 30, 30], 20],
    ['light that jumps back and forth by 5', [100, 105, 100, 105, 100], 10],
    ['too few frames', [0, 255], 0],
  ])('of %s', (_, values, level) => {
    expect(levelOf(values)).toBe(level);
  });

  it('is measured inside the face only, where it was in the middle frame', () => {
    const meter = new FlickerMeter(WIDTH, HEIGHT);
    const face = { x: 2, y: 1, width: 3, height: 2 };
    for (let frame = 0; frame < 4; frame++) {
      const luma = new Uint8Array(WIDTH * HEIGHT).fill(frame % 2 === 0 ? 0 : 200);
      for (let y = 1; y < 3; y++) luma.fill(50, y * WIDTH + 2, y * WIDTH + 5);
      // One pixel of the face blinks.
      luma[WIDTH + 2] = frame % 2 === 0 ? 50 : 53;
      meter.observe(luma, face);
    }

    expect(meter.level).toBe(6 / 6);
  });

  it('leaves out moments without a face', () => {
    const meter = new FlickerMeter(WIDTH, HEIGHT);
    [0, 100, 0, 100].forEach((value, i) => {
      const luma = new Uint8Array(WIDTH * HEIGHT).fill(value);
      meter.observe(luma, i === 1 ? whole : undefined);
    });

    expect(meter.level).toBe(200);
  });

  it('agrees with the formula on noise, and looks at luma alone', () => {
    const random = createRandom(1);
    const frames = Array.from({ length: 5 }, () => random.bytes(WIDTH * HEIGHT * 1.5));
    const meter = new FlickerMeter(WIDTH, HEIGHT);
    for (const frame of frames) meter.observe(frame, whole);

    let sum = 0;
    for (let t = 1; t < 4; t++) {
      for (let i = 0; i < WIDTH * HEIGHT; i++) {
        sum += Math.abs(frames[t - 1][i] - 2 * frames[t][i] + frames[t + 1][i]);
      }
    }
    expect(meter.level).toBeCloseTo(sum / (3 * WIDTH * HEIGHT), 10);
  });
});
