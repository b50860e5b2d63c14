import type { NativeAddon } from '../../src-main/base/addon.ts';

/* Scaling in float64 by explicit weights for every pair of a target and a source pixel. */

interface Tap {
  index: number;
  weight: number;
}

/**
 * The source pixels a target pixel is made of along one axis; the weights sum to 1.
 *
 * @param step source pixels per target pixel.
 */
function tapsOf(target: number, sourceLength: number, step: number): Tap[] {
  const taps: Tap[] = [];
  for (let index = 0; index < sourceLength; index++) {
    const weight =
      step > 1 ? overlap(target, index, step) : tent(target, index, sourceLength, step);
    if (weight > 0) taps.push({ index, weight });
  }
  const total = taps.reduce((sum, { weight }) => sum + weight, 0);
  return taps.map(({ index, weight }) => ({ index, weight: weight / total }));
}

/** Length of source pixel `index` that target pixel `target` covers. */
function overlap(target: number, index: number, step: number): number {
  return Math.min(index + 1, (target + 1) * step) - Math.max(index, target * step);
}

/** Bilinear weight by distance of centres, the position held within the source's centres. */
function tent(target: number, index: number, sourceLength: number, step: number): number {
  const position = Math.min(Math.max((target + 0.5) * step - 0.5, 0), sourceLength - 1);
  return 1 - Math.abs(position - index);
}

/** Scaled RGBA 0..255, not rounded, `targetWidth` x `targetHeight`. */
function scaled(
  source: Uint8Array,
  width: number,
  height: number,
  targetWidth: number,
  targetHeight: number,
  stepX: number,
  stepY: number,
): Float64Array {
  const columns = Array.from({ length: targetWidth }, (_, x) => tapsOf(x, width, stepX));
  const rows = Array.from({ length: targetHeight }, (_, y) => tapsOf(y, height, stepY));
  const result = new Float64Array(targetWidth * targetHeight * 4);
  rows.forEach((rowTaps, y) => {
    columns.forEach((columnTaps, x) => {
      for (let c = 0; c < 4; c++) {
        let sum = 0;
        for (const row of rowTaps) {
          for (const column of columnTaps) {
            const level = source[4 * (row.index * width + column.index) + c];
            sum += row.weight * column.weight * level;
          }
        }
        result[4 * (y * targetWidth + x) + c] = sum;
      }
    });
  });
  return result;
}

export const scaleRgba: NativeAddon['scaleRgba'] = (
  source,
  width,
  height,
  target,
  targetWidth,
  targetHeight,
) => {
  const stepX = width / targetWidth;
  const stepY = height / targetHeight;
  target.set(
    scaled(source, width, height, targetWidth, targetHeight, stepX, stepY).map(Math.round),
  );
};

export const placeRgba: NativeAddon['placeRgba'] = (
  source,
  width,
  _height,
  part,
  target,
  targetWidth,
  _targetHeight,
  place,
  direction,
) => {
  const cut = new Uint8Array(part.width * part.height * 4).map((_, at) => {
    const [x, y] = [Math.floor(at / 4) % part.width, Math.floor(at / 4 / part.width)];
    return source[4 * ((part.y + y) * width + part.x + x) + (at % 4)];
  });
  const scaledCut = new Uint8Array(place.width * place.height * 4);
  scaleRgba(cut, part.width, part.height, scaledCut, place.width, place.height);
  for (let y = 0; y < place.height; y++) {
    for (let x = 0; x < place.width; x++) {
      const from = direction === 'mirrored' ? place.width - 1 - x : x;
      for (let c = 0; c < 4; c++) {
        target[4 * ((place.y + y) * targetWidth + place.x + x) + c] =
          scaledCut[4 * (y * place.width + from) + c]!;
      }
    }
  }
};

export const letterboxToTensor: NativeAddon['letterboxToTensor'] = (
  source,
  width,
  height,
  scale,
  offset,
  tensor,
  tensorWidth,
  tensorHeight,
) => {
  const factor = Math.min(tensorWidth / width, tensorHeight / height);
  const coveredWidth = Math.max(1, Math.round(width * factor));
  const coveredHeight = Math.max(1, Math.round(height * factor));
  const step = 1 / factor;
  const picture = scaled(source, width, height, coveredWidth, coveredHeight, step, step);
  tensor.fill(offset);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < coveredHeight; y++) {
      for (let x = 0; x < coveredWidth; x++) {
        tensor[(c * tensorHeight + y) * tensorWidth + x] =
          picture[4 * (y * coveredWidth + x) + c] * scale + offset;
      }
    }
  }
};
