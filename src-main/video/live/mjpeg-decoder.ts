import { createRequire } from 'node:module';
import { MirageError } from '../../contract/error.ts';
import { hasJpegEnd, readJpegSize } from './jpeg-header.ts';
import type { PictureSize } from './picture-fit.ts';

/**
 * What is used of @julusian/jpeg-turbo. Chosen by measurement: a webcam's JPEG of 1280x720 becomes
 * RGBA in 2.2 ms (4:2:2) or 1.8 ms (4:2:0); sharp takes 15 ms, and ffmpeg as a child 2.1 to 3.2 ms of
 * its own, a pipe of 3.7 MB and a picture of delay.
 */
interface TurboJpeg {
  readonly FORMAT_RGBA: number;
  /** @throws on an error, and on a mere warning too, when the picture has been decoded. */
  decompressSync: (jpeg: Uint8Array, target: Uint8Array, options: { format: number }) => unknown;
}

/** Decodes the JPEG pictures of one camera. libjpeg-turbo brings the tables webcams leave out. */
export class MjpegDecoder {
  readonly #turbo: TurboJpeg;
  readonly #size: PictureSize;
  readonly #options: { format: number };

  /** @throws MirageError `camera-format-unsupported` when this machine lacks the decoder. */
  constructor({ width, height }: PictureSize) {
    this.#turbo = loadTurboJpeg();
    this.#size = { width, height };
    this.#options = { format: this.#turbo.FORMAT_RGBA };
  }

  /**
   * Decodes one picture, on the calling thread.
   *
   * @param rgba width · height · 4 bytes; filled in place.
   * @throws MirageError `camera-picture-damaged` when it is cut short, no JPEG, or of another size;
   *   `rgba` then holds no picture.
   */
  decode(jpeg: Uint8Array, rgba: Uint8Array): void {
    const { width, height } = this.#size;
    if (rgba.length !== width * height * 4) {
      throw new RangeError(`A picture of ${width}x${height} takes ${width * height * 4} bytes.`);
    }
    // Checked here, for the decoder reckons with 32 bits whether the picture fits the target.
    const size = readJpegSize(jpeg);
    if (size?.width !== width || size.height !== height) {
      throw damaged(size ? `It has ${size.width}x${size.height} pixels.` : 'It is no JPEG.');
    }
    const lastAlpha = rgba.length - 1;
    rgba[lastAlpha] = 0;
    try {
      this.#turbo.decompressSync(jpeg, rgba, this.#options);
    } catch (cause) {
      // Many webcams put stray bytes into every picture, and the decoder calls a picture with a
      // warning failed. It is whole when it has an end and the last row was written.
      if (rgba[lastAlpha] !== 255 || !hasJpegEnd(jpeg)) throw damaged('It is cut short.', cause);
    }
  }
}

function loadTurboJpeg(): TurboJpeg {
  try {
    return createRequire(import.meta.url)('@julusian/jpeg-turbo') as TurboJpeg;
  } catch (cause) {
    throw new MirageError('camera-format-unsupported', {
      message: 'JPEG pictures of cameras cannot be decoded on this computer.',
      hint: 'Ask for a smaller size: most cameras send those uncompressed.',
      cause,
    });
  }
}

function damaged(reason: string, cause?: unknown): MirageError {
  return new MirageError('camera-picture-damaged', {
    message: `A picture from the camera cannot be used. ${reason}`,
    hint: 'Try another cable or USB port.',
    cause,
  });
}
