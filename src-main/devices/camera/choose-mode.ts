import type { PixelFormat } from '../../base/picture-format.ts';
import type { CameraMode, CameraWish } from './camera.ts';

/** One mode of a camera at one of its rates. */
export interface ChosenMode<Layout extends PixelFormat = PixelFormat> {
  pixelFormat: Layout;
  width: number;
  height: number;
  fps: number;
}

/** Cheapest to turn into colours first; a JPEG has to be decoded, and lost something before. */
const PREFERENCE: readonly PixelFormat[] = ['nv12', 'i420', 'yuyv', 'rgba', 'mjpeg'];

/** 29.97 pictures a second are as good as 30. */
const RATE_TOLERANCE = 0.99;

/**
 * Chooses what to ask of a camera: the size first (the wish, else the smallest that holds it, else
 * the largest), then a rate that reaches the wish, then the cheapest layout. Over USB 2 the larger
 * sizes come at full rate as JPEG only.
 *
 * @returns undefined when there is no mode.
 */
export function chooseMode<Layout extends PixelFormat>(
  modes: readonly (CameraMode & { pixelFormat: Layout })[],
  wish: CameraWish,
): ChosenMode<Layout> | undefined {
  const candidates = modes.map(({ rates, ...mode }) => ({ ...mode, fps: chooseRate(rates, wish) }));
  return candidates.sort((a, b) => compare(a, b, wish)).at(0);
}

/** The nearest that reaches the wish, else the highest; the wish where the camera does not say. */
function chooseRate(rates: readonly number[], { fps }: CameraWish): number {
  if (rates.length === 0) return fps;
  const enough = rates.filter((rate) => rate >= fps * RATE_TOLERANCE);
  return enough.length > 0 ? Math.min(...enough) : Math.max(...rates);
}

/** Negative when `a` comes nearer to the wish. */
function compare(a: ChosenMode, b: ChosenMode, wish: CameraWish): number {
  const rateReached = (mode: ChosenMode): number => Math.min(mode.fps, wish.fps * RATE_TOLERANCE);
  return (
    Number(holds(b, wish)) - Number(holds(a, wish)) ||
    // Of those that hold the wish the smallest, of the others the largest.
    (holds(a, wish) ? area(a) - area(b) : area(b) - area(a)) ||
    rateReached(b) - rateReached(a) ||
    PREFERENCE.indexOf(a.pixelFormat) - PREFERENCE.indexOf(b.pixelFormat)
  );
}

function holds({ width, height }: ChosenMode, wish: CameraWish): boolean {
  return width >= wish.width && height >= wish.height;
}

function area({ width, height }: ChosenMode): number {
  return width * height;
}
