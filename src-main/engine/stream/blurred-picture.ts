import { nativeAddon } from '../../base/addon.ts';
import { pictureBytes } from '../../base/picture-format.ts';
import type { PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import { createFrame, type Frame } from '../../video/frame.ts';
import { writePublished, writeVeil } from '../../video/live/publish-picture.ts';
import { VEIL } from '../../video/live/published-kind.ts';

/**
 * The veil is smoothed at four times its size: there the blur is cheap (9216 pixels, not a million),
 * and the bilinear enlargement that follows finds nothing left to show its corners on.
 */
const SMOOTH = { width: VEIL.width * 4, height: VEIL.height * 4 } as const;

/** Pixels of the smooth picture: a Gaussian of sigma 4.5, a little more than one pixel of the veil. */
const RADIUS = 4;

const CHANNELS = 4;

/**
 * The picture that is shown when the real one may not be: a veil enlarged to soft patches of colour,
 * of which a face is one. It is made when it is asked for, once for each veil.
 */
export class BlurredPicture {
  readonly #format: PublishedFormat;
  readonly #veil = new Uint8Array(VEIL.bytes);
  readonly #smooth = new Uint8Array(SMOOTH.width * SMOOTH.height * CHANNELS);
  readonly #values = new Float32Array(SMOOTH.width * SMOOTH.height * CHANNELS);
  readonly #scratch = new Float32Array(SMOOTH.width * SMOOTH.height * CHANNELS);
  readonly #frame: Frame;
  readonly #published: Uint8Array;
  #isCurrent = false;

  constructor(format: PublishedFormat) {
    this.#format = format;
    this.#frame = createFrame(format.width, format.height);
    this.#published = new Uint8Array(pictureBytes(format));
  }

  /** @param memory begins with the veil, which is copied. */
  setVeil(memory: Uint8Array): void {
    // A loop, because the part of a larger array would be an object more for each veil.
    for (let at = 0; at < VEIL.bytes; at++) this.#veil[at] = memory[at];
    this.#isCurrent = false;
  }

  /** Makes a veil of a picture in the published layout. */
  setPicture(picture: Uint8Array): void {
    const { pixelFormat, width, height } = this.#format;
    const convert = pixelFormat === 'i420' ? 'rgbaFromI420' : 'rgbaFromYuyv';
    nativeAddon()[convert](picture, width, height, 'bt601', 'limited', this.#frame.pixels);
    writeVeil(this.#frame, this.#veil);
    this.#isCurrent = false;
  }

  /** In the published layout; the same memory each time. */
  get picture(): Uint8Array {
    if (!this.#isCurrent) this.#draw();
    this.#isCurrent = true;
    return this.#published;
  }

  #draw(): void {
    const addon = nativeAddon();
    const { pixels, width, height } = this.#frame;
    const [smooth, smoothWidth, smoothHeight] = [this.#smooth, SMOOTH.width, SMOOTH.height];
    addon.scaleRgba(this.#veil, VEIL.width, VEIL.height, smooth, smoothWidth, smoothHeight);
    this.#values.set(smooth);
    addon.blur(this.#values, smoothWidth, smoothHeight, CHANNELS, RADIUS, this.#scratch);
    smooth.set(this.#values);
    addon.scaleRgba(smooth, smoothWidth, smoothHeight, pixels, width, height);
    writePublished(this.#frame, this.#format, this.#published);
  }
}
