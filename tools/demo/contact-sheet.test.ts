import { describe, expect, it } from 'vitest';
import { createFrame, type Frame } from '../../src-main/video/frame.ts';
import type { Moment } from './compare-clips.ts';
import { drawContactSheet } from './contact-sheet.ts';

function grey(value: number): Frame {
  const frame = createFrame(200, 150);
  frame.pixels.fill(value);
  for (let alpha = 3; alpha < frame.pixels.length; alpha += 4) frame.pixels[alpha] = 255;
  return frame;
}

const moment = (seconds: number, before: number, after: number): Moment => ({
  seconds,
  original: grey(before),
  swapped: grey(after),
  face: { x: 60, y: 40, width: 50, height: 70 },
});

describe('the contact sheet', () => {
  it('shows every moment as a pair, original left of swapped, three to a row', async () => {
    const moments = [0, 1, 2, 3].map((i) => moment(i, 50 + i, 150 + i));

    const sheet = await drawContactSheet(moments);

    // In the middle of each tile.
    const at = (x: number, y: number): number => sheet.pixels[(y * sheet.width + x) * 4];
    const row = [176, 500, 836, 1160, 1496, 1820].map((x) => at(x, 200));
    expect(row).toEqual([50, 150, 51, 151, 52, 152]);
    expect([at(176, 562), at(500, 562)]).toEqual([53, 153]);
  });

  it('is no wider than what it shows', async () => {
    const one = await drawContactSheet([moment(1.5, 50, 150)]);
    const six = await drawContactSheet(Array.from({ length: 6 }, (_, i) => moment(i, 50, 150)));

    expect([one.width, one.height]).toEqual([676, 378]);
    expect([six.width, six.height]).toEqual([1996, 740]);
  });
});
