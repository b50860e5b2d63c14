import { colourAt, type Picture } from './pictures.ts';

/** Colour bars at full strength, as vivid and ffmpeg's pal100bars draw them from left to right. */
const BARS = [
  { name: 'white', rgb: [255, 255, 255] },
  { name: 'yellow', rgb: [255, 255, 0] },
  { name: 'cyan', rgb: [0, 255, 255] },
  { name: 'green', rgb: [0, 255, 0] },
  { name: 'magenta', rgb: [255, 0, 255] },
  { name: 'red', rgb: [255, 0, 0] },
  { name: 'blue', rgb: [0, 0, 255] },
  { name: 'black', rgb: [0, 0, 0] },
] as const;
/** Levels: two roundings to 8 bit YUV, and for JPEG its loss. */
const TOLERANCE = 10;
/** Of the height; away from what may be written at the top. */
const ROW = 0.4;

/** The bars that have another colour, each with what it has; none when the picture is right. */
export function wrongBars(picture: Picture): string[] {
  return BARS.flatMap(({ name, rgb }, index) => {
    const seen = colourAt(picture, (index + 0.5) / BARS.length, ROW);
    const off = Math.max(...rgb.map((level, channel) => Math.abs(level - seen[channel])));
    return off <= TOLERANCE ? [] : [`${name} is rgb(${seen.map(Math.round).join(', ')})`];
  });
}
