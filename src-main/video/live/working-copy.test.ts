import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../test-support/random.ts';
import { createFrame, type Frame } from '../frame.ts';
import { WorkingCopy } from './working-copy.ts';

function noise(width: number, height: number): Frame {
  const frame = createFrame(width, height, 7);
  frame.pixels.set(createRandom(3).bytes(width * height * 4));
  return frame;
}

function fill({ pixels, width }: Frame, level: number, x: number, y: number, side: number): void {
  for (let row = y; row < y + side; row++) {
    for (let column = x; column < x + side; column++) {
      pixels.fill(level, (row * width + column) * 4, (row * width + column) * 4 + 3);
    }
  }
}

describe('working copy', () => {
  it('is the picture itself when that is small enough', () => {
    const full = noise(320, 180);
    expect(new WorkingCopy().of(full, 320)).toBe(full);
  });

  it('is the whole picture, smaller, with its time', () => {
    const copy = new WorkingCopy().of(noise(1280, 720), 512);
    expect(copy).toMatchObject({ width: 512, height: 288, timeMs: 7 });
  });

  it('stands upright when the picture does', () => {
    expect(new WorkingCopy().of(noise(720, 1280), 384)).toMatchObject({ width: 216, height: 384 });
  });

  it('brings what was drawn back whole, and leaves the rest of the picture sharp', () => {
    const full = noise(640, 360);
    const before = full.pixels.slice();
    const working = new WorkingCopy();
    const copy = working.of(full, 320);
    fill(copy, 200, 100, 50, 40);

    working.pasteBack(full, [{ x: 100, y: 50, width: 40, height: 40 }]);

    for (let y = 0; y < 360; y++) {
      for (let x = 0; x < 640; x++) {
        const i = (y * 640 + x) * 4;
        const isDrawn = x >= 202 && x < 278 && y >= 102 && y < 178;
        const isFar = x < 186 || x >= 294 || y < 86 || y >= 194;
        if (isDrawn && full.pixels[i] !== 200) expect.fail(`${x}, ${y} is not what was drawn`);
        if (isFar && full.pixels[i] !== before[i]) expect.fail(`${x}, ${y} was changed`);
      }
    }
  });

  it('brings back what was drawn at the edges, and two drawings side by side', () => {
    const full = noise(640, 360);
    const working = new WorkingCopy();
    const copy = working.of(full, 320);
    fill(copy, 180, 0, 140, 40);
    fill(copy, 180, 42, 140, 40);

    working.pasteBack(full, [
      { x: 0, y: 140, width: 40, height: 40 },
      { x: 42, y: 140, width: 40, height: 40 },
    ]);

    const red = (x: number, y: number): number => full.pixels[(y * 640 + x) * 4];
    expect([red(4, 300), red(40, 355), red(76, 320), red(90, 320), red(158, 320)]).toEqual([
      180, 180, 180, 180, 180,
    ]);
  });

  it('forgets the drawings of the picture before', () => {
    const working = new WorkingCopy();
    const first = noise(640, 360);
    working.of(first, 320);
    working.pasteBack(first, [{ x: 10, y: 10, width: 40, height: 40 }]);
    const second = noise(640, 360);
    const before = second.pixels.slice();
    working.of(second, 320);

    working.pasteBack(second, [{ x: 56, y: 10, width: 20, height: 20 }]);

    // Within the second's ramp, where the first was pasted whole.
    const i = (60 * 640 + 84) * 4;
    expect(second.pixels.subarray(i, i + 3)).toEqual(before.subarray(i, i + 3));
  });
});
