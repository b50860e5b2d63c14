import { nativeAddon } from '../../../base/addon.ts';
import { findResource } from '../../../base/resource.ts';
import { MirageError } from '../../../contract/error.ts';
import { sharp } from '../sharp.ts';

/** Head and shoulders in the demo portrait: left, top, side in its pixels. */
const PORTRAIT = { path: 'assets/demo/astronaut.png', left: 78, top: 0, side: 300 };
/** Of the picture's height; never wider than the picture lets it sway. */
const PORTRAIT_HEIGHT = 0.9;
/** How far it sways to either side, as shares of the picture's width and height. */
const SWAY = { x: 0.06, y: 0.03 };
/** Seconds; no common divisor, so that the way repeats late. At 1280 pixels 2 of them a picture. */
const SWAY_PERIODS = { x: 8, y: 5.3 };
/** The share of the portrait over which it fades into the background, at each side. */
const FADE = 0.12;
/** RGB of the background's top and bottom, near the portrait's own. */
const BACKGROUND = { top: [190, 186, 184], bottom: [122, 119, 120] };

/**
 * A portrait swaying over a calm background, as I420 (BT.601, limited range).
 *
 * It is drawn once, with rows above and below the picture. Since the background is the same along a
 * row, a picture shifted by (x, y) is the same memory read from a place shifted by y rows and x
 * pixels: what leaves a row at one side and enters the next at the other is background. A frame is
 * three copies, 0.1 ms at 1280x720.
 */
export class TestScene {
  readonly #width: number;
  readonly #height: number;
  /** Y, U and V planes of width x (height + 2 · margin). */
  readonly #planes: readonly [Uint8Array, Uint8Array, Uint8Array];
  readonly #reach: { x: number; y: number };
  readonly #margin: number;

  private constructor(width: number, height: number, canvas: Uint8Array) {
    this.#width = width;
    this.#height = height;
    this.#reach = reachIn(width, height);
    this.#margin = marginOf(width, height);
    const rows = height + 2 * this.#margin;
    const i420 = new Uint8Array((width * rows * 3) / 2);
    const everything = { x: 0, y: 0, width, height: rows };
    nativeAddon().i420FromRgba(canvas, width, rows, 'bt601', 'limited', everything, i420);
    const [luma, chroma] = [width * rows, (width * rows) / 4];
    this.#planes = [
      i420.subarray(0, luma),
      i420.subarray(luma, luma + chroma),
      i420.subarray(luma + chroma),
    ];
  }

  /**
   * @param width even, at least 64; height likewise.
   * @throws MirageError `input-missing` when the portrait is not there.
   */
  static async create(width: number, height: number): Promise<TestScene> {
    return new TestScene(width, height, await drawCanvas(width, height));
  }

  /**
   * Draws one picture.
   *
   * @param timeMs of its place on the way.
   * @param i420 filled in place.
   */
  draw(timeMs: number, i420: Uint8Array): void {
    const swing = (period: number): number => Math.sin((timeMs / 1000 / period) * 2 * Math.PI);
    const x = Math.round(this.#reach.x * swing(SWAY_PERIODS.x));
    const y = Math.round(this.#reach.y * swing(SWAY_PERIODS.y));
    const [width, pixels] = [this.#width, this.#width * this.#height];
    const [luma, u, v] = this.#planes;
    const first = (this.#margin + y) * width + x;
    const firstChroma = ((this.#margin + y) >> 1) * (width / 2) + (x >> 1);
    i420.set(luma.subarray(first, first + pixels));
    i420.set(u.subarray(firstChroma, firstChroma + pixels / 4), pixels);
    i420.set(v.subarray(firstChroma, firstChroma + pixels / 4), (pixels * 5) / 4);
  }
}

function reachIn(width: number, height: number): { x: number; y: number } {
  return { x: Math.floor(width * SWAY.x), y: Math.floor(height * SWAY.y) };
}

/** Rows above and below the picture: the sway's, and one more pair that a shift along it reaches. */
function marginOf(width: number, height: number): number {
  const { y } = reachIn(width, height);
  return y + (y % 2) + 2;
}

/** RGBA, width x (height + 2 · margin). Drawn by sharp's threads, for the caller's has a clock to keep. */
async function drawCanvas(width: number, height: number): Promise<Uint8Array> {
  const rows = height + 2 * marginOf(width, height);
  const side = Math.floor(
    Math.min(height * PORTRAIT_HEIGHT, width - 2 * reachIn(width, height).x - 4),
  );
  const gradient = Uint8Array.from([...BACKGROUND.top, ...BACKGROUND.bottom]);
  const portrait = await drawPortrait(side);
  return await sharp(gradient, { raw: { width: 1, height: 2, channels: 3 } })
    .resize(width, rows, { fit: 'fill', kernel: 'linear' })
    .composite([{ input: portrait, raw: { width: side, height: side, channels: 4 } }])
    .ensureAlpha()
    .raw()
    .toBuffer();
}

/** RGBA, square, transparent at the rim. */
async function drawPortrait(side: number): Promise<Buffer> {
  const path = findResource(PORTRAIT.path);
  if (path === undefined) {
    throw new MirageError('input-missing', {
      message: `The test camera's picture ${PORTRAIT.path} is missing.`,
      hint: 'Install Mirage again.',
    });
  }
  const { left, top, side: cropped } = PORTRAIT;
  return await sharp(path)
    .extract({ left, top, width: cropped, height: cropped })
    .resize(side, side)
    .joinChannel(await drawFade(side), { raw: { width: side, height: side, channels: 1 } })
    .raw()
    .toBuffer();
}

/** One byte per pixel: 255 in the middle, falling to 0 at the rim. */
async function drawFade(side: number): Promise<Buffer> {
  const fade = Math.max(1, Math.floor((side * FADE) / 2));
  const inner = side - 4 * fade;
  const white = { width: inner, height: inner, channels: 3, background: 'white' } as const;
  return await sharp({ create: white })
    .extend({
      top: 2 * fade,
      bottom: 2 * fade,
      left: 2 * fade,
      right: 2 * fade,
      background: 'black',
    })
    .blur(fade / 1.5)
    .extractChannel(0)
    .raw()
    .toBuffer();
}
