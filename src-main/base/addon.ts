import { createRequire } from 'node:module';
import { MirageError } from '../contract/error.ts';
import type { ObsQueueAddon } from './obs-queue-addon.ts';
import { findResource } from './resource.ts';

/** Luma coefficients of a YUV picture. */
export type YuvMatrix = 'bt601' | 'bt709';

/** Which values luma and chroma take: 'limited' 16-235 / 16-240, 'full' 0-255. */
export type YuvRange = 'limited' | 'full';

/** x, y, width, height in pixels; always inside the picture it belongs to. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * A 2x3 affine map, row by row: x' = m[0]·x + m[1]·y + m[2]; y' = m[3]·x + m[4]·y + m[5].
 * Pixel centres are at +0.5 in both pictures.
 */
export type AffineMatrix = Float64Array;

/**
 * The native kernels (native/src). JavaScript allocates, C++ fills; nothing is kept between calls.
 * RGBA pictures are interleaved 8-bit, rows without padding. Sides are 1 to 32767 pixels.
 *
 * Every argument is checked before anything is written: a wrong type throws a TypeError, a value out
 * of range, a buffer of another length than the sizes say (a detached one too) or a target that
 * shares memory with a source throws a RangeError; the message names the argument. Views may begin
 * anywhere in their buffers, and the buffers may be shared with other threads.
 */
export interface NativeAddon extends ObsQueueAddon {
  /** What ships is 'vector'; 'scalar' is the benchmark's yardstick, 'sanitize' checks memory. */
  readonly build: 'vector' | 'scalar' | 'sanitize';

  // --- native/src/yuv.cc: conversions. Odd sizes have chroma planes of (n + 1) >> 1.

  /** I420 (Y, U, V planes, back to back) → RGBA, alpha 255. Chroma is sampled nearest. */
  rgbaFromI420(
    source: Uint8Array,
    width: number,
    height: number,
    matrix: YuvMatrix,
    range: YuvRange,
    target: Uint8Array,
  ): void;
  /** NV12 (Y plane, interleaved UV plane) → RGBA. */
  rgbaFromNv12(
    source: Uint8Array,
    width: number,
    height: number,
    matrix: YuvMatrix,
    range: YuvRange,
    target: Uint8Array,
  ): void;
  /** YUYV (4:2:2 packed; width is even) → RGBA. */
  rgbaFromYuyv(
    source: Uint8Array,
    width: number,
    height: number,
    matrix: YuvMatrix,
    range: YuvRange,
    target: Uint8Array,
  ): void;
  /**
   * RGBA → I420 inside one rectangle of the picture; the rest of the target stays as it is.
   * The rectangle's x and y are even, its right and bottom edges even or the picture's own.
   * Chroma is the mean of the 2x2 block's pixels (those inside the picture).
   */
  i420FromRgba(
    source: Uint8Array,
    width: number,
    height: number,
    matrix: YuvMatrix,
    range: YuvRange,
    rectangle: Rectangle,
    target: Uint8Array,
  ): void;
  nv12FromRgba(
    source: Uint8Array,
    width: number,
    height: number,
    matrix: YuvMatrix,
    range: YuvRange,
    target: Uint8Array,
  ): void;
  yuyvFromRgba(
    source: Uint8Array,
    width: number,
    height: number,
    matrix: YuvMatrix,
    range: YuvRange,
    target: Uint8Array,
  ): void;

  // --- native/src/scale.cc

  /** Scales RGBA: area average when smaller, bilinear when larger, each axis for itself. */
  scaleRgba(
    source: Uint8Array,
    width: number,
    height: number,
    target: Uint8Array,
    targetWidth: number,
    targetHeight: number,
  ): void;

  // --- native/src/place.cc

  /**
   * Scales a part of one RGBA picture into a part of another, like {@link scaleRgba}; the rest of
   * the target stays as it is. Parts of one size are copied. 'mirrored' swaps left and right.
   */
  placeRgba(
    source: Uint8Array,
    width: number,
    height: number,
    part: Rectangle,
    target: Uint8Array,
    targetWidth: number,
    targetHeight: number,
    place: Rectangle,
    direction: 'straight' | 'mirrored',
  ): void;

  // --- native/src/letterbox.cc: tensors are float32 [1, 3, H, W], RGB, pixel · scale + offset.

  /**
   * Scales the picture by min(W / width, H / height) to the tensor's top-left corner (area average
   * when smaller, bilinear when larger); the remainder is black (pixel value 0). Tensor position
   * divided by that scale is picture position, exactly; only the count of covered pixels is rounded.
   */
  letterboxToTensor(
    source: Uint8Array,
    width: number,
    height: number,
    scale: number,
    offset: number,
    tensor: Float32Array,
    tensorWidth: number,
    tensorHeight: number,
  ): void;

  // --- native/src/warp.cc

  /**
   * Cuts a warped crop out of the picture: crop pixel → picture pixel by `cropToPicture`.
   * Bilinear; four samples per crop pixel when a step of one crop pixel, along either axis, is
   * longer than 1.6 picture pixels. Outside the picture is black.
   */
  warpToTensor(
    source: Uint8Array,
    width: number,
    height: number,
    cropToPicture: AffineMatrix,
    scale: number,
    offset: number,
    tensor: Float32Array,
    tensorWidth: number,
    tensorHeight: number,
  ): void;
  /** The same crop as RGBA; outside the picture is transparent black. */
  warpToRgba(
    source: Uint8Array,
    width: number,
    height: number,
    cropToPicture: AffineMatrix,
    target: Uint8Array,
    targetWidth: number,
    targetHeight: number,
  ): void;

  // --- native/src/paste.cc

  /**
   * Blends an RGBA crop into the picture through a mask (one byte per crop pixel, 255 = crop),
   * inside one rectangle of the picture only. `pictureToCrop` maps picture pixels to crop pixels;
   * crop and mask are sampled bilinearly; outside the crop the mask is 0 and the colour repeats its
   * border. The picture's alpha stays, the crop's is ignored.
   */
  pasteMasked(
    picture: Uint8Array,
    width: number,
    height: number,
    crop: Uint8Array,
    mask: Uint8Array,
    cropWidth: number,
    cropHeight: number,
    pictureToCrop: AffineMatrix,
    rectangle: Rectangle,
  ): void;

  // --- native/src/blur.cc

  /**
   * Separable blur in place: three box passes of the given radius per axis (close to a Gaussian of
   * sigma √(radius · (radius + 1))), the border repeated. Interleaved float32 [height, width, channels], 1-4 channels.
   * `scratch` has the same length.
   */
  blur(
    values: Float32Array,
    width: number,
    height: number,
    channels: number,
    radius: number,
    scratch: Float32Array,
  ): void;

  // --- native/src/mesh.cc: the geometric swap

  /**
   * Draws a textured face mesh over a picture, in place. Triangles turned away are left out; far
   * ones are drawn first. Per pixel: the atlas's colour is relit by the light map and blended over
   * the live picture (taken at `source`) with atlas alpha · light alpha · vertex weight · opacity ·
   * (1 - hole).
   *
   * @param picture RGBA, at least 2x2 pixels.
   * @param scratch same length; receives a copy of the face's surroundings.
   * @param target [V, 2] where each vertex is drawn, in picture pixels.
   * @param source [V, 2] where the live picture shows it.
   * @param texture [V, 2] its place in the atlas, in atlas pixels.
   * @param weight [V] 0..1.
   * @param depth [V] larger is farther.
   * @param triangles [T, 3] vertex numbers, counterclockwise on screen when facing the camera.
   * @param atlas RGBA [atlasSize, atlasSize].
   * @param light [lightSize, lightSize, 4]: luma gain, B-Y and R-Y to add as shares of the
   *   gained luma, coverage 0..1.
   * @param hole one byte per pixel of `holeRectangle`, 255 keeps the live picture; null for none.
   * @param eyes one byte per atlas pixel, 255 applies the gaze shift; null for none.
   * @param gaze [4] shift in atlas pixels: x, y in the atlas's left half, x, y in its right half.
   * @param drawn [4] receives x, y, width, height of what was drawn over (0 wide for nothing).
   */
  renderFace(
    picture: Uint8Array,
    scratch: Uint8Array,
    width: number,
    height: number,
    target: Float32Array,
    source: Float32Array,
    texture: Float32Array,
    weight: Float32Array,
    depth: Float32Array,
    triangles: Uint16Array,
    atlas: Uint8Array,
    atlasSize: number,
    light: Float32Array,
    lightSize: number,
    hole: Uint8Array | null,
    holeRectangle: Rectangle,
    eyes: Uint8Array | null,
    gaze: Float32Array,
    opacity: number,
    drawn: Int32Array,
  ): void;
  /**
   * Samples a picture bilinearly at atlas texels.
   *
   * @param points [V, 2] picture pixels.
   * @param texels [n] which texels of the atlas are filled; the others stay as they are.
   * @param vertices [n, 3] the vertices around each.
   * @param weights [n, 3] their barycentric weights.
   * @param atlas [atlasSize, atlasSize, 4]: R, G, B in 0..255 and 1; zeros outside the picture.
   */
  sampleAtlas(
    picture: Uint8Array,
    width: number,
    height: number,
    points: Float32Array,
    texels: Int32Array,
    vertices: Uint16Array,
    weights: Float32Array,
    atlasSize: number,
    atlas: Float32Array,
  ): void;
  /**
   * Fills a closed polygon softly: 0 outside, 255 inside, a smooth ramp `feather` pixels wide
   * whose middle lies `inset` pixels inside the outline.
   *
   * @param points [n, 2] picture pixels.
   * @param mask one byte per pixel of the rectangle, row by row.
   */
  fillSoftPolygon(
    points: Float32Array,
    feather: number,
    inset: number,
    rectangle: Rectangle,
    mask: Uint8Array,
  ): void;
}

let loaded: NativeAddon | undefined;

/**
 * The addon, loaded on first use.
 *
 * @throws MirageError `addon-missing` when it was not built or does not fit this machine.
 */
export function nativeAddon(): NativeAddon {
  loaded ??= load();
  return loaded;
}

function load(): NativeAddon {
  const path = process.env.MIRAGE_NATIVE_ADDON ?? findResource('native/build/Release/mirage.node');
  if (path === undefined) {
    throw new MirageError('addon-missing', {
      message: 'The native part of Mirage has not been built.',
      hint: 'Run: npm run build:native (needs python3, make and a C++ compiler).',
    });
  }
  try {
    return createRequire(import.meta.url)(path) as NativeAddon;
  } catch (cause) {
    throw new MirageError('addon-missing', {
      message: `The native part of Mirage could not be loaded from ${path}.`,
      hint: 'Build it again for this machine: npm run build:native',
      cause,
    });
  }
}
