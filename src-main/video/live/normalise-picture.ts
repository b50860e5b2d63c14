import { nativeAddon, type Rectangle } from '../../base/addon.ts';
import { pictureBytes, type PictureFormat } from '../../base/picture-format.ts';
import { MirageError } from '../../contract/error.ts';
import type { Frame } from '../frame.ts';
import { MjpegDecoder } from './mjpeg-decoder.ts';
import { fitPicture, type PictureFit, type PictureSize } from './picture-fit.ts';

/** The kernels that turn YUV into RGBA. */
const CONVERSIONS = { i420: 'rgbaFromI420', nv12: 'rgbaFromNv12', yuyv: 'rgbaFromYuyv' } as const;

export interface NormalisedPicture extends PictureSize {
  /** Left and right are swapped, as in a mirror. */
  isMirrored: boolean;
}

/**
 * Turns a camera's pictures into RGBA frames of one size: converted, cropped or set between black
 * bars, scaled, mirrored. A picture that has that size already takes one native pass, any other two.
 * No buffer is allocated per picture.
 */
export class PictureNormaliser {
  readonly #format: PictureFormat;
  readonly #output: NormalisedPicture;
  readonly #mjpeg: MjpegDecoder | undefined;
  readonly #fit: PictureFit;
  readonly #bars: readonly Bar[];
  /** The camera's picture as RGBA, where it does not go into the frame as it is. */
  readonly #converted: Uint8Array | undefined;

  /**
   * @throws MirageError `camera-format-unsupported` when JPEG pictures cannot be decoded on this
   *   machine.
   */
  constructor(format: PictureFormat, output: NormalisedPicture) {
    this.#format = format;
    this.#output = output;
    this.#mjpeg = format.pixelFormat === 'mjpeg' ? new MjpegDecoder(format) : undefined;
    this.#fit = fitPicture(format, output);
    this.#bars = barsAround(this.#fit.place, output);
    const isSameSize = format.width === output.width && format.height === output.height;
    const isDirect = isSameSize && !output.isMirrored;
    if (!isDirect && format.pixelFormat !== 'rgba') {
      this.#converted = new Uint8Array(format.width * format.height * 4);
    }
  }

  /**
   * @param picture one picture of the format.
   * @param frame of the output's size; every pixel is written, its time stays.
   * @throws MirageError `camera-picture-damaged` when the picture is cut short or damaged; what the
   *   frame holds then is no picture.
   */
  normalise(picture: Uint8Array, frame: Frame): void {
    const { width, height } = this.#output;
    if (frame.width !== width || frame.height !== height) {
      throw new RangeError(`The frame must have ${width}x${height} pixels.`);
    }
    if (this.#format.pixelFormat === 'rgba') {
      this.#assertWhole(picture);
      this.#place(picture, frame.pixels);
      return;
    }
    this.#convert(picture, this.#converted ?? frame.pixels);
    if (this.#converted) this.#place(this.#converted, frame.pixels);
  }

  #convert(picture: Uint8Array, rgba: Uint8Array): void {
    const { pixelFormat, width, height, matrix, range } = this.#format;
    if (this.#mjpeg) {
      this.#mjpeg.decode(picture, rgba);
      return;
    }
    this.#assertWhole(picture);
    const conversion = CONVERSIONS[pixelFormat as keyof typeof CONVERSIONS];
    nativeAddon()[conversion](picture, width, height, matrix, range, rgba);
  }

  #place(rgba: Uint8Array, target: Uint8Array): void {
    const direction = this.#output.isMirrored ? 'mirrored' : 'straight';
    this.#copy(rgba, this.#format, this.#fit.part, target, this.#fit.place, direction);
    for (const { black, part, place } of this.#bars) {
      this.#copy(black, part, part, target, place, 'straight');
    }
  }

  #copy(
    source: Uint8Array,
    size: PictureSize,
    part: Rectangle,
    target: Uint8Array,
    place: Rectangle,
    direction: 'straight' | 'mirrored',
  ): void {
    const { width, height } = this.#output;
    const from = [source, size.width, size.height, part] as const;
    nativeAddon().placeRgba(...from, target, width, height, place, direction);
  }

  #assertWhole(picture: Uint8Array): void {
    const wanted = pictureBytes(this.#format);
    if (picture.length === wanted) return;
    throw new MirageError('camera-picture-damaged', {
      message: `The camera delivered ${picture.length} bytes of a picture that has ${wanted}.`,
      hint: 'Try another cable or USB port.',
    });
  }
}

/** Black beside the picture. */
interface Bar {
  place: Rectangle;
  /** All of `black`. */
  part: Rectangle;
  /** Opaque black pixels. */
  black: Uint8Array;
}

/** What lies outside a centred part of a picture that reaches two of its edges. */
function barsAround(place: Rectangle, { width, height }: PictureSize): Bar[] {
  const [right, bottom] = [place.x + place.width, place.y + place.height];
  const places: Rectangle[] = [
    { x: 0, y: 0, width: place.x, height },
    { x: right, y: 0, width: width - right, height },
    { x: 0, y: 0, width, height: place.y },
    { x: 0, y: bottom, width, height: height - bottom },
  ];
  return places
    .filter((bar) => bar.width > 0 && bar.height > 0)
    .map((bar) => ({ place: bar, part: { ...bar, x: 0, y: 0 }, black: opaqueBlack(bar) }));
}

function opaqueBlack({ width, height }: PictureSize): Uint8Array {
  return new Uint8Array(width * height * 4).map((_, at) => (at % 4 === 3 ? 255 : 0));
}
