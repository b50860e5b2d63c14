import type { Rectangle } from '../../base/addon.ts';

export interface PictureSize {
  width: number;
  height: number;
}

/** Which part of a picture is shown, and where. */
export interface PictureFit {
  /** Of the source. */
  part: Rectangle;
  /** Of the target; what lies outside is bars. */
  place: Rectangle;
}

/**
 * A picture of another shape is cropped while that costs at most this share of it, and shown between
 * bars beyond. 1/4 is what a 4:3 camera loses in 16:9: the head and shoulders of a person stay.
 */
const LARGEST_CROP = { numerator: 1, denominator: 4 };

/** Fits a picture of one shape into one of another, centred, without distortion beyond rounding. */
export function fitPicture(source: PictureSize, target: PictureSize): PictureFit {
  const isWider = source.width * target.height > target.width * source.height;
  const cropped: PictureSize = isWider
    ? { width: proportional(target.width, source.height, target.height), height: source.height }
    : { width: source.width, height: proportional(target.height, source.width, target.width) };
  const lost = source.width * source.height - cropped.width * cropped.height;
  if (lost * LARGEST_CROP.denominator <= source.width * source.height * LARGEST_CROP.numerator) {
    return { part: centred(cropped, source), place: whole(target) };
  }
  const reduced: PictureSize = isWider
    ? { width: target.width, height: proportional(source.height, target.width, source.width) }
    : { width: proportional(source.width, target.height, source.height), height: target.height };
  return { part: whole(source), place: centred(reduced, target) };
}

/** side · numerator / denominator in whole pixels, at least one. */
function proportional(side: number, numerator: number, denominator: number): number {
  return Math.max(1, Math.round((side * numerator) / denominator));
}

function whole({ width, height }: PictureSize): Rectangle {
  return { x: 0, y: 0, width, height };
}

function centred(inner: PictureSize, outer: PictureSize): Rectangle {
  return {
    x: Math.floor((outer.width - inner.width) / 2),
    y: Math.floor((outer.height - inner.height) / 2),
    ...inner,
  };
}
