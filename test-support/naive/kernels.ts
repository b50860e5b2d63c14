import type { NativeAddon } from '../../src-main/base/addon.ts';
import { blur } from './blur.ts';
import { pasteMasked } from './paste.ts';
import { letterboxToTensor, placeRgba, scaleRgba } from './scale.ts';
import { warpToRgba, warpToTensor } from './warp.ts';
import {
  i420FromRgba,
  nv12FromRgba,
  rgbaFromI420,
  rgbaFromNv12,
  rgbaFromYuyv,
  yuyvFromRgba,
} from './yuv.ts';

/** Names of the pixel kernels; the mesh render has references of its own. */
export const PIXEL_KERNELS = [
  'rgbaFromI420',
  'rgbaFromNv12',
  'rgbaFromYuyv',
  'i420FromRgba',
  'nv12FromRgba',
  'yuyvFromRgba',
  'scaleRgba',
  'placeRgba',
  'letterboxToTensor',
  'warpToTensor',
  'warpToRgba',
  'pasteMasked',
  'blur',
] as const;

export type PixelKernels = Pick<NativeAddon, (typeof PIXEL_KERNELS)[number]>;

/** The native pixel kernels' independent judges: float64, slow, and nothing but the definition. */
export const naiveKernels: PixelKernels = {
  rgbaFromI420,
  rgbaFromNv12,
  rgbaFromYuyv,
  i420FromRgba,
  nv12FromRgba,
  yuyvFromRgba,
  scaleRgba,
  placeRgba,
  letterboxToTensor,
  warpToTensor,
  warpToRgba,
  pasteMasked,
  blur,
};
