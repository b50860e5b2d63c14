import { describe, expect, it } from 'vitest';
import { createFrame, type Frame } from '../../src-main/video/frame.ts';
import { drawCaption } from './caption.ts';

/** The picture as text, a # for each white pixel. */
function asText({ pixels, width, height }: Frame): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_unused, x) =>
      pixels[(y * width + x) * 4] === 255 ? '#' : ' ',
    ).join(''),
  );
}

describe('a caption', () => {
  it('is written in the font’s pixels', () => {
    const frame = createFrame(13, 8);

    drawCaption(frame, '1s', 1, 1, 1);

    expect(asText(frame)).toEqual([
      '             ',
      '   #         ',
      '  ##         ',
      '   #    ###  ',
      '   #   #     ',
      '   #    ###  ',
      '   #       # ',
      '  ###  ####  ',
    ]);
  });

  it('is larger at a larger scale', () => {
    const [small, large] = [createFrame(6, 7), createFrame(12, 14)];

    drawCaption(small, 'w', 0, 0, 1);
    drawCaption(large, 'w', 0, 0, 2);

    const doubled = asText(small).flatMap((line) => {
      const wide = Array.from(line, (pixel) => pixel + pixel).join('');
      return [wide, wide];
    });
    expect(asText(large)).toEqual(doubled);
  });

  it('is cut off at the edge', () => {
    const frame = createFrame(4, 3);

    drawCaption(frame, 'original', 2, 1, 1);

    expect(asText(frame).map((line) => line.slice(0, 2))).toEqual(['  ', '  ', '  ']);
    expect(() => {
      drawCaption(frame, 'ß', 0, 0, 1);
    }).toThrow(RangeError);
  });
});
