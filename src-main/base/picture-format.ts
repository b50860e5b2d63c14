import type { YuvMatrix, YuvRange } from './addon.ts';

/**
 * How the pixels of a picture lie in memory, rows without padding: interleaved RGBA, 4:2:0 planar
 * (YU12), 4:2:0 with interleaved chroma, 4:2:2 packed, or one JPEG file.
 */
export type PixelFormat = 'rgba' | 'i420' | 'nv12' | 'yuyv' | 'mjpeg';

/** All that is needed to turn a picture's bytes into colours. */
export interface PictureFormat {
  pixelFormat: PixelFormat;
  /** Pixels; even for i420, nv12 and yuyv. */
  width: number;
  height: number;
  /** Of YUV; ignored for rgba and mjpeg. */
  matrix: YuvMatrix;
  range: YuvRange;
}

/** Bytes per pixel; for mjpeg more than a camera's JPEG of that size ever takes. */
const BYTES_PER_PIXEL: Readonly<Record<PixelFormat, number>> = {
  rgba: 4,
  i420: 1.5,
  nv12: 1.5,
  yuyv: 2,
  mjpeg: 2,
};

/** Bytes of one picture; of mjpeg the most it may have. */
export function pictureBytes({
  pixelFormat,
  width,
  height,
}: Pick<PictureFormat, 'pixelFormat' | 'width' | 'height'>): number {
  return width * height * BYTES_PER_PIXEL[pixelFormat];
}
