import { nativeAddon } from '../../base/addon.ts';
import type { PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';

/** Memory for one published picture as encoders take it. */
export class RecordingPicture {
  readonly #format: PublishedFormat;
  /** I420. */
  readonly pixels: Uint8Array;
  /** What a YUYV picture goes through. */
  readonly #rgba: Uint8Array;

  constructor(format: PublishedFormat) {
    const area = format.width * format.height;
    this.#format = format;
    this.pixels = new Uint8Array((area * 3) / 2);
    this.#rgba = new Uint8Array(format.pixelFormat === 'i420' ? 0 : area * 4);
  }

  /** @param picture in the published layout; copied. */
  fill(picture: Uint8Array): void {
    const { pixelFormat, width, height } = this.#format;
    if (pixelFormat === 'i420') {
      this.pixels.set(picture);
      return;
    }
    const addon = nativeAddon();
    const all = { x: 0, y: 0, width, height };
    addon.rgbaFromYuyv(picture, width, height, 'bt601', 'limited', this.#rgba);
    addon.i420FromRgba(this.#rgba, width, height, 'bt601', 'limited', all, this.pixels);
  }
}
