import { nativeAddon } from '../../base/addon.ts';
import type { Frame } from '../frame.ts';
import type { FaceRegion } from './face.ts';
import { cropToPicture } from './region.ts';

/** Parts of a face that show skin when nothing covers them. */
export type SkinRegion = 'hairline' | 'forehead' | 'leftCheek' | 'rightCheek' | 'nose' | 'chin';

/**
 * Mesh points whose convex hull is the region: kept clear of brows, lids, nostrils and lips, which
 * are no plain skin. Left and right are the picture's.
 */
const REGION_POINTS: Record<SkinRegion, readonly number[]> = {
  hairline: [103, 67, 109, 10, 338, 297, 332, 333, 299, 337, 151, 108, 69, 104],
  forehead: [104, 69, 108, 151, 337, 299, 333, 334, 9, 105],
  leftCheek: [117, 118, 101, 36, 205, 187, 123],
  rightCheek: [346, 347, 330, 266, 425, 411, 352],
  nose: [6, 197, 195, 5, 45, 275, 51, 281],
  chin: [83, 18, 313, 421, 428, 199, 208, 201],
};

/**
 * Mean colour of a region in YCbCr (BT.601, full range: 0..255, chroma about 128); all NaN when
 * most of the region lies outside the picture.
 */
export interface SkinColour {
  luma: number;
  cb: number;
  cr: number;
  /** Standard deviation of the luma. */
  lumaDeviation: number;
}

export type SkinMap = Readonly<Record<SkinRegion, SkinColour>>;

/** The part of a picture around a face, upright, with the mesh in its pixels. */
export interface FaceCrop {
  /** Side in pixels. */
  size: number;
  /** RGBA8 [size, size]; transparent black outside the picture. */
  pixels: Uint8Array;
  /** float32 [478, 3]. */
  mesh: Float32Array;
}

/** Cuts a face out upright at a given size. */
export function cropFace(
  frame: Frame,
  region: FaceRegion,
  mesh: Float32Array,
  size: number,
): FaceCrop {
  const matrix = cropToPicture(region, size);
  const pixels = new Uint8Array(size * size * 4);
  nativeAddon().warpToRgba(frame.pixels, frame.width, frame.height, matrix, pixels, size, size);

  const cos = Math.cos(region.angle) * (size / region.size);
  const sin = Math.sin(region.angle) * (size / region.size);
  const cropped = Float32Array.from(mesh);
  for (let i = 0; i < cropped.length; i += 3) {
    const x = mesh[i] - region.x;
    const y = mesh[i + 1] - region.y;
    cropped[i] = x * cos + y * sin + size / 2;
    cropped[i + 1] = y * cos - x * sin + size / 2;
    cropped[i + 2] = mesh[i + 2] * (size / region.size);
  }
  return { size, pixels, mesh: cropped };
}

/** Takes the colour of each skin region of a face. */
export function sampleSkin(crop: FaceCrop): SkinMap {
  const colours = Object.entries(REGION_POINTS).map(([region, points]) => [
    region,
    meanColour(
      crop,
      convexHull(points.map((point) => [crop.mesh[point * 3], crop.mesh[point * 3 + 1]])),
    ),
  ]);
  return Object.fromEntries(colours) as SkinMap;
}

type Point = readonly [x: number, y: number];

/** Clockwise on screen, by Andrew's monotone chain (1979). */
function convexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted(([ax, ay], [bx, by]) => ax - bx || ay - by);
  const chain = (ordered: readonly Point[]): Point[] => {
    const hull: Point[] = [];
    for (const point of ordered) {
      while (hull.length > 1 && turn(hull[hull.length - 2], hull[hull.length - 1], point) <= 0) {
        hull.pop();
      }
      hull.push(point);
    }
    return hull.slice(0, -1);
  };
  return [...chain(sorted), ...chain(sorted.toReversed())];
}

/** Positive when the way a → b → c turns clockwise on screen. */
function turn([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

const OUTSIDE: SkinColour = { luma: NaN, cb: NaN, cr: NaN, lumaDeviation: NaN };

/** Less of a region than this says too little of its colour. */
const MIN_VISIBLE = 0.5;

/** Mean over the pixels whose centre lies in a convex polygon and in the picture. */
function meanColour({ pixels, size }: FaceCrop, hull: readonly Point[]): SkinColour {
  const clamp = (value: number) => Math.max(0, Math.min(size - 1, value));
  const left = clamp(Math.floor(Math.min(...hull.map(([x]) => x))));
  const right = clamp(Math.ceil(Math.max(...hull.map(([x]) => x))));
  const top = clamp(Math.floor(Math.min(...hull.map(([, y]) => y))));
  const bottom = clamp(Math.ceil(Math.max(...hull.map(([, y]) => y))));
  let all = 0;
  let count = 0;
  let red = 0;
  let green = 0;
  let blue = 0;
  let squares = 0;
  for (let y = top; y <= bottom; y += 1) {
    for (let x = left; x <= right; x += 1) {
      const i = (y * size + x) * 4;
      if (!isInside(hull, [x + 0.5, y + 0.5])) continue;
      all += 1;
      if (pixels[i + 3] === 0) continue;
      count += 1;
      red += pixels[i];
      green += pixels[i + 1];
      blue += pixels[i + 2];
      squares += lumaOf(pixels[i], pixels[i + 1], pixels[i + 2]) ** 2;
    }
  }
  if (count < all * MIN_VISIBLE) return OUTSIDE;
  const luma = lumaOf(red, green, blue) / count;
  return {
    luma,
    cb: 128 + 0.564 * (blue / count - luma),
    cr: 128 + 0.713 * (red / count - luma),
    lumaDeviation: Math.sqrt(Math.max(0, squares / count - luma * luma)),
  };
}

function isInside(hull: readonly Point[], point: Point): boolean {
  return hull.every((corner, i) => turn(corner, hull[(i + 1) % hull.length], point) >= 0);
}

/** ITU-R BT.601. */
export function lumaOf(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}
