import { CANONICAL_VERTICES } from '../faces/canonical-face.ts';
import type { Frame } from '../frame.ts';
import { sharp } from '../sources/sharp.ts';
import type { ReferenceFace } from './face-swapper.ts';

/** The face's larger side in a crop: about one texel of the 512 atlas per pixel. */
const FACE_SIZE = 460;

/** Room around the face's box, as a share of its larger side. */
const MARGIN = 0.12;

/** Above this enlargement the resampled picture is sharpened a little, or the swap looks soft. */
const SOFT_ENLARGEMENT = 1.6;

/** A face at atlas resolution. */
export interface ReferenceCrop {
  frame: Frame;
  /** float32 [468, 2] in pixels of the crop. */
  points: Float32Array;
}

/**
 * Cuts a reference face out and brings it to the atlas's resolution, by Lanczos instead of the
 * render's bilinear taps: references are often enlarged three times and more.
 */
export async function cropReference({ frame, face }: ReferenceFace): Promise<ReferenceCrop> {
  const area = surroundings(frame, face.mesh);
  const crop = await resample(frame, area, FACE_SIZE / area.faceSize);
  const points = new Float32Array(CANONICAL_VERTICES * 2);
  for (let i = 0; i < CANONICAL_VERTICES; i++) {
    points[2 * i] = ((face.mesh[3 * i] - area.left) * crop.width) / area.width;
    points[2 * i + 1] = ((face.mesh[3 * i + 1] - area.top) * crop.height) / area.height;
  }
  return { frame: crop, points };
}

interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

async function resample(frame: Frame, area: Area, scale: number): Promise<Frame> {
  const { left, top } = area;
  const width = Math.max(2, Math.round(area.width * scale));
  const height = Math.max(2, Math.round(area.height * scale));
  let pipeline = sharp(frame.pixels, {
    raw: { width: frame.width, height: frame.height, channels: 4 },
    limitInputPixels: false,
  })
    .extract({ left, top, width: area.width, height: area.height })
    .resize({ width, height, fit: 'fill', kernel: 'lanczos3' });
  if (scale > SOFT_ENLARGEMENT) {
    // The radius grows with the enlargement: only detail the picture really has is lifted.
    pipeline = pipeline.sharpen({ sigma: Math.min(10, 0.5 * scale), m1: 0, m2: 0.25 });
  }
  const pixels = new Uint8Array(await pipeline.raw().toBuffer());
  return { width, height, pixels, timeMs: frame.timeMs };
}

/** The face's box and a margin around it, within the picture. */
function surroundings(frame: Frame, mesh: Float32Array): Area & { faceSize: number } {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let i = 0; i < CANONICAL_VERTICES; i++) {
    left = Math.min(left, mesh[3 * i]);
    right = Math.max(right, mesh[3 * i]);
    top = Math.min(top, mesh[3 * i + 1]);
    bottom = Math.max(bottom, mesh[3 * i + 1]);
  }
  const faceSize = Math.max(right - left, bottom - top);
  const x = Math.max(0, Math.floor(left - MARGIN * faceSize));
  const y = Math.max(0, Math.floor(top - MARGIN * faceSize));
  return {
    left: x,
    top: y,
    width: Math.min(frame.width, Math.ceil(right + MARGIN * faceSize)) - x,
    height: Math.min(frame.height, Math.ceil(bottom + MARGIN * faceSize)) - y,
    faceSize,
  };
}
