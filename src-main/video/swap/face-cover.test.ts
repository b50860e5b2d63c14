import { describe, expect, it } from 'vitest';
import { createFrame, type Frame } from '../frame.ts';
import { FaceCover } from './face-cover.ts';

/** Stripes of black and white, two pixels wide: all detail. */
function stripes(width: number, height: number): Frame {
  const frame = createFrame(width, height);
  for (let i = 0; i < width * height; i++) {
    const level = (i % width) % 4 < 2 ? 0 : 255;
    frame.pixels.set([level, level, level, 255], i * 4);
  }
  return frame;
}

/** The largest step between neighbours in a part of one row. */
function detail({ pixels, width }: Frame, row: number, from: number, to: number): number {
  let most = 0;
  for (let x = from + 1; x < to; x++) {
    const i = (row * width + x) * 4;
    most = Math.max(most, Math.abs(pixels[i] - pixels[i - 4]));
  }
  return most;
}

describe('face cover', () => {
  it('leaves no detail in the face, and everything as it was away from it', () => {
    const frame = stripes(320, 240);
    const before = frame.pixels.slice();

    const drawn = new FaceCover().draw(frame, { x: 160, y: 120, size: 60 });

    expect(drawn).toEqual({ x: 94, y: 54, width: 132, height: 132 });
    expect(detail(frame, 120, 125, 195)).toBeLessThan(8);
    for (let y = 0; y < 240; y++) {
      for (let x = 0; x < 320; x++) {
        if (x >= 94 && x < 226 && y >= 54 && y < 186) continue;
        const i = (y * 320 + x) * 4;
        if (frame.pixels[i] !== before[i]) expect.fail(`pixel ${x}, ${y} was changed`);
      }
    }
  });

  it('covers a face that the edge of the picture cuts, up to that edge', () => {
    const frame = stripes(320, 240);

    const drawn = new FaceCover().draw(frame, { x: 4, y: 236, size: 60 });

    expect(drawn).toEqual({ x: 0, y: 170, width: 70, height: 70 });
    expect(detail(frame, 239, 0, 40)).toBeLessThan(8);
    expect(detail(frame, 210, 0, 40)).toBeLessThan(8);
  });

  it('draws nothing where a face has left the picture', () => {
    const frame = stripes(320, 240);
    const before = frame.pixels.slice();

    const drawn = new FaceCover().draw(frame, { x: -200, y: 120, size: 60 });

    expect(drawn.width).toBe(0);
    expect(frame.pixels).toEqual(before);
  });
});
