import type { AffineMatrix, NativeAddon } from '../../src-main/base/addon.ts';

/* Warps in float64: every sample weighs all pixels within one pixel of it. */

/** Channel values 0..255 at a position; (0, 0) is the centre of the first pixel. */
function sample(
  source: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
): [number, number, number, number] {
  const sum: [number, number, number, number] = [0, 0, 0, 0];
  for (let row = Math.ceil(y - 1); row <= Math.floor(y + 1); row++) {
    for (let column = Math.ceil(x - 1); column <= Math.floor(x + 1); column++) {
      if (row < 0 || row >= height || column < 0 || column >= width) continue;
      const weight = (1 - Math.abs(x - column)) * (1 - Math.abs(y - row));
      for (let c = 0; c < 4; c++) sum[c] += weight * source[4 * (row * width + column) + c];
    }
  }
  return sum;
}

/** Calls `write` with each crop pixel's RGBA 0..255, not rounded. */
function warp(
  source: Uint8Array,
  width: number,
  height: number,
  map: AffineMatrix,
  cropWidth: number,
  cropHeight: number,
  write: (x: number, y: number, rgba: [number, number, number, number]) => void,
): void {
  const shrink = Math.max(Math.hypot(map[0], map[3]), Math.hypot(map[1], map[4]));
  const offsets = shrink > 1.6 ? [0.25, 0.75] : [0.5];
  for (let y = 0; y < cropHeight; y++) {
    for (let x = 0; x < cropWidth; x++) {
      const sum: [number, number, number, number] = [0, 0, 0, 0];
      for (const offsetY of offsets) {
        for (const offsetX of offsets) {
          const cropX = x + offsetX;
          const cropY = y + offsetY;
          const pictureX = map[0] * cropX + map[1] * cropY + map[2] - 0.5;
          const pictureY = map[3] * cropX + map[4] * cropY + map[5] - 0.5;
          const rgba = sample(source, width, height, pictureX, pictureY);
          for (let c = 0; c < 4; c++) sum[c] += rgba[c] / offsets.length ** 2;
        }
      }
      write(x, y, sum);
    }
  }
}

export const warpToTensor: NativeAddon['warpToTensor'] = (
  source,
  width,
  height,
  cropToPicture,
  scale,
  offset,
  tensor,
  tensorWidth,
  tensorHeight,
) => {
  warp(source, width, height, cropToPicture, tensorWidth, tensorHeight, (x, y, rgba) => {
    for (let c = 0; c < 3; c++) {
      tensor[(c * tensorHeight + y) * tensorWidth + x] = rgba[c] * scale + offset;
    }
  });
};

export const warpToRgba: NativeAddon['warpToRgba'] = (
  source,
  width,
  height,
  cropToPicture,
  target,
  targetWidth,
  targetHeight,
) => {
  warp(source, width, height, cropToPicture, targetWidth, targetHeight, (x, y, rgba) => {
    target.set(rgba.map(Math.round), 4 * (y * targetWidth + x));
  });
};
