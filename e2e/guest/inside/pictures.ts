import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './programs.ts';
import type { Scene } from './scenario.ts';

/** RGB, one byte each, rows without padding. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Reads pictures from a video device with ffmpeg, as any other program would.
 *
 * @param size what the device must give; ffmpeg neither asks for it nor scales to it.
 * @throws Error when the device gives another size.
 */
export async function readDevice(
  scene: Scene,
  device: string,
  size: Size,
  count: number,
): Promise<Picture[]> {
  return decode(scene, ['-f', 'v4l2', '-i', device, '-frames:v', String(count)], size);
}

/** Reads pictures from a video device for some seconds; those like the one before are left out. */
export async function watchDevice(
  scene: Scene,
  device: string,
  size: Size,
  seconds: number,
): Promise<Picture[]> {
  return decode(
    scene,
    ['-f', 'v4l2', '-i', device, '-t', String(seconds), ...LEAVE_REPEATED],
    size,
  );
}

/**
 * Reads the pictures of a video file; those like the one before are left out.
 *
 * @throws Error when they have another size.
 */
export async function readVideo(scene: Scene, path: string, size: Size): Promise<Picture[]> {
  return decode(scene, ['-i', path, ...LEAVE_REPEATED], size);
}

/**
 * A picture is left out when none of its 8x8 blocks is 2 levels a pixel off the last one that was
 * kept, and at most a twentieth of them 1 level: what encoding does to a picture that stands still.
 */
const LEAVE_REPEATED = ['-vf', 'mpdecimate=hi=128:lo=64:frac=0.05'];

async function decode(scene: Scene, input: readonly string[], size: Size): Promise<Picture[]> {
  const raw = join(scene.folder, 'decoded.rgb');
  const output = ['-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'rgb24', raw];
  const said = await run(scene, 'ffmpeg', '-nostdin', '-hide_banner', '-y', ...input, ...output);
  // Of the stream as it came in, before ffmpeg's own line about what it writes.
  const found = /Stream #0:0.*?Video:.*?[ ,](\d{2,})x(\d+)/.exec(said);
  if (Number(found?.[1]) !== size.width || Number(found?.[2]) !== size.height) {
    throw new Error(`Expected pictures of ${size.width}x${size.height}. ffmpeg said:\n${said}`);
  }
  return split(await readFile(raw), size);
}

function split(bytes: Uint8Array, { width, height }: Size): Picture[] {
  const length = 3 * width * height;
  return Array.from({ length: Math.floor(bytes.length / length) }, (_, i) => ({
    width,
    height,
    pixels: bytes.subarray(i * length, (i + 1) * length),
  }));
}

/** Canvas pixels without their alpha. */
export function pictureFromRgba(rgba: Uint8Array, { width, height }: Size): Picture {
  const pixels = new Uint8Array(3 * width * height);
  for (let from = 0, to = 0; to < pixels.length; from += 4, to += 3) {
    pixels[to] = rgba[from];
    pixels[to + 1] = rgba[from + 1];
    pixels[to + 2] = rgba[from + 2];
  }
  return { width, height, pixels };
}

/** A part of a picture, in shares of its sides (0..1). */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Cuts a part out of a picture. */
export function crop({ width, height, pixels }: Picture, part: Part): Picture {
  const [left, right] = [Math.round(part.left * width), Math.round(part.right * width)];
  const [top, bottom] = [Math.round(part.top * height), Math.round(part.bottom * height)];
  const row = 3 * (right - left);
  const cut = new Uint8Array(row * (bottom - top));
  for (let y = top; y < bottom; y++) {
    const start = 3 * (y * width + left);
    cut.set(pixels.subarray(start, start + row), (y - top) * row);
  }
  return { width: right - left, height: bottom - top, pixels: cut };
}

/** Mean distance of two pictures' channels, in levels of 0..255. */
export function difference(a: Picture, b: Picture): number {
  return differenceUpTo(a, b, Infinity);
}

/** The picture that comes nearest: its index, and how far off it is. */
export function nearest(
  picture: Picture,
  candidates: readonly Picture[],
): { index: number; difference: number } {
  let best = { index: -1, difference: Infinity };
  for (const [index, candidate] of candidates.entries()) {
    const found = differenceUpTo(picture, candidate, best.difference);
    if (found < best.difference) best = { index, difference: found };
  }
  return best;
}

/** Without the pictures that are the same, bit for bit, as the one before. */
export function withoutRepeats(pictures: readonly Picture[]): Picture[] {
  return pictures.filter(
    ({ pixels }, i) => i === 0 || Buffer.compare(pixels, pictures[i - 1].pixels) !== 0,
  );
}

/** Stops adding up, with some result above the limit, once the limit is passed. */
function differenceUpTo(a: Picture, b: Picture, limit: number): number {
  if (a.width !== b.width || a.height !== b.height) {
    throw new RangeError(`${a.width}x${a.height} and ${b.width}x${b.height} cannot be compared.`);
  }
  const length = a.pixels.length;
  let sum = 0;
  for (let start = 0; start < length && sum <= limit * length; start += 3 * a.width) {
    for (let i = start; i < start + 3 * a.width; i++) sum += Math.abs(a.pixels[i] - b.pixels[i]);
  }
  return sum / length;
}

/**
 * How much detail a picture shows: the mean step from a pixel to its right neighbour, in levels. A
 * blurred picture has next to none.
 */
export function detail({ width, height, pixels }: Picture): number {
  let sum = 0;
  for (let y = 0; y < height; y++) {
    const end = 3 * (y * width + width - 1);
    for (let i = 3 * y * width; i < end; i++) sum += Math.abs(pixels[i + 3] - pixels[i]);
  }
  return sum / (3 * (width - 1) * height);
}

/** Mean colour of a small square around a place given in shares of the picture (0..1). */
export function colourAt({ width, height, pixels }: Picture, x: number, y: number): number[] {
  const reach = 3;
  const sums = [0, 0, 0];
  for (let row = -reach; row <= reach; row++) {
    for (let column = -reach; column <= reach; column++) {
      const pixel = (Math.round(y * height) + row) * width + Math.round(x * width) + column;
      for (const channel of [0, 1, 2]) sums[channel] += pixels[3 * pixel + channel];
    }
  }
  return sums.map((sum) => sum / (2 * reach + 1) ** 2);
}
