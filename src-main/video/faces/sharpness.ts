import { lumaOf, type FaceCrop } from './skin-map.ts';

/** Length of the averaging filter, as in the paper. */
const FILTER_LENGTH = 9;

/**
 * How blurred a picture is, without another to compare it with: how little an averaging filter
 * changes the differences between neighbouring pixels (Crete et al., "The blur effect: perception
 * and estimation with a new no-reference perceptual blur metric", 2007).
 *
 * @returns 0 (sharp) to 1 (blurred); the worse of the two axes.
 */
export function blurEffect({ pixels, size }: Pick<FaceCrop, 'pixels' | 'size'>): number {
  const luma = new Float32Array(size * size);
  for (let i = 0; i < luma.length; i += 1) {
    luma[i] = lumaOf(pixels[i * 4], pixels[i * 4 + 1], pixels[i * 4 + 2]);
  }
  return Math.max(blurAlong(luma, size, 1, size), blurAlong(luma, size, size, 1));
}

/** @param step distance of neighbours along the axis. @param line distance of one line to the next. */
function blurAlong(luma: Float32Array, size: number, step: number, line: number): number {
  const reach = (FILTER_LENGTH - 1) / 2;
  let before = 0;
  let removed = 0;
  for (let lineStart = 0; lineStart < size * line; lineStart += line) {
    let sum = 0;
    for (let i = 0; i < FILTER_LENGTH; i += 1) sum += luma[lineStart + i * step];
    for (let i = reach + 1; i < size - reach; i += 1) {
      const at = lineStart + i * step;
      const previous = sum;
      sum += luma[at + reach * step] - luma[at - (reach + 1) * step];
      const difference = Math.abs(luma[at] - luma[at - step]);
      before += difference;
      removed += Math.max(0, difference - Math.abs(sum - previous) / FILTER_LENGTH);
    }
  }
  return before === 0 ? 1 : (before - removed) / before;
}
