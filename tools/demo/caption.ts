import type { Frame } from '../../src-main/video/frame.ts';

/**
 * The few characters that captions need, 5 x 7 pixels each. Drawn here because a machine may have
 * no font at all.
 */
const GLYPHS: Readonly<Record<string, readonly string[]>> = {
  '0': [' ### ', '#   #', '#  ##', '# # #', '##  #', '#   #', ' ### '],
  '1': ['  #  ', ' ##  ', '  #  ', '  #  ', '  #  ', '  #  ', ' ### '],
  '2': [' ### ', '#   #', '    #', '   # ', '  #  ', ' #   ', '#####'],
  '3': [' ### ', '#   #', '    #', '  ## ', '    #', '#   #', ' ### '],
  '4': ['   # ', '  ## ', ' # # ', '#  # ', '#####', '   # ', '   # '],
  '5': ['#####', '#    ', '#### ', '    #', '    #', '#   #', ' ### '],
  '6': ['  ## ', ' #   ', '#    ', '#### ', '#   #', '#   #', ' ### '],
  '7': ['#####', '    #', '   # ', '  #  ', '  #  ', '  #  ', '  #  '],
  '8': [' ### ', '#   #', '#   #', ' ### ', '#   #', '#   #', ' ### '],
  '9': [' ### ', '#   #', '#   #', ' ####', '    #', '   # ', ' ##  '],
  '.': ['     ', '     ', '     ', '     ', '     ', ' ##  ', ' ##  '],
  ' ': ['     ', '     ', '     ', '     ', '     ', '     ', '     '],
  a: ['     ', '     ', ' ### ', '    #', ' ####', '#   #', ' ####'],
  d: ['    #', '    #', ' ####', '#   #', '#   #', '#   #', ' ####'],
  e: ['     ', '     ', ' ### ', '#   #', '#####', '#    ', ' ### '],
  g: ['     ', ' ####', '#   #', '#   #', ' ####', '    #', ' ### '],
  i: ['  #  ', '     ', ' ##  ', '  #  ', '  #  ', '  #  ', ' ### '],
  l: [' ##  ', '  #  ', '  #  ', '  #  ', '  #  ', '  #  ', ' ### '],
  n: ['     ', '     ', '# ## ', '##  #', '#   #', '#   #', '#   #'],
  o: ['     ', '     ', ' ### ', '#   #', '#   #', '#   #', ' ### '],
  p: ['     ', '     ', '#### ', '#   #', '#### ', '#    ', '#    '],
  r: ['     ', '     ', '# ## ', '##  #', '#    ', '#    ', '#    '],
  s: ['     ', '     ', ' ### ', '#    ', ' ### ', '    #', '#### '],
  w: ['     ', '     ', '#   #', '#   #', '# # #', '# # #', ' # # '],
};

/** Pixels from one character to the next, at scale 1. */
const ADVANCE = 6;

/** Height of a line at scale 1. */
export const CAPTION_HEIGHT = 7;

/**
 * Writes a caption in white, its top left at x, y; what lies outside the picture is cut off.
 *
 * @param scale whole pixels for each pixel of the font.
 * @throws RangeError for a character the captions do not have.
 */
export function drawCaption(
  { pixels, width, height }: Frame,
  text: string,
  x: number,
  y: number,
  scale: number,
): void {
  Array.from(text).forEach((character, index) => {
    const glyph = GLYPHS[character] as readonly string[] | undefined;
    if (glyph === undefined) throw new RangeError(`Captions have no "${character}".`);
    const left = x + index * ADVANCE * scale;
    for (let row = 0; row < CAPTION_HEIGHT * scale; row++) {
      const line = glyph[Math.floor(row / scale)];
      for (let column = 0; column < line.length * scale; column++) {
        const isInside = left + column < width && y + row < height;
        if (!isInside || line[Math.floor(column / scale)] !== '#') continue;
        const start = ((y + row) * width + left + column) * 4;
        pixels.fill(255, start, start + 4);
      }
    }
  });
}
