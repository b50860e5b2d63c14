import { nativeAddon } from '../../base/addon.ts';
import { pictureBytes, type PictureFormat } from '../../base/picture-format.ts';
import type { PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import type { Frame } from '../frame.ts';
import { VEIL } from './published-kind.ts';

/** Of every published picture. */
const MATRIX = 'bt601';
const RANGE = 'limited';

/**
 * Writes a picture in the published layout.
 *
 * @param frame RGBA, of the published size.
 * @param target begins with the picture when done.
 * @returns the bytes written.
 */
export function writePublished(frame: Frame, format: PublishedFormat, target: Uint8Array): number {
  const { pixels, width, height } = frame;
  const bytes = pictureBytes(format);
  const picture = target.subarray(0, bytes);
  if (format.pixelFormat === 'i420') {
    const whole = { x: 0, y: 0, width, height };
    nativeAddon().i420FromRgba(pixels, width, height, MATRIX, RANGE, whole, picture);
  } else {
    nativeAddon().yuyvFromRgba(pixels, width, height, MATRIX, RANGE, picture);
  }
  return bytes;
}

/** Whether a captured picture is, byte for byte, what is to be published. */
export function isPublishedAsCaptured(
  captured: PictureFormat,
  published: PublishedFormat,
  isMirrored: boolean,
): boolean {
  return (
    !isMirrored &&
    captured.pixelFormat === published.pixelFormat &&
    captured.width === published.width &&
    captured.height === published.height &&
    captured.matrix === MATRIX &&
    captured.range === RANGE
  );
}

/**
 * Writes what is left of a picture that may not be shown.
 *
 * @returns the bytes written.
 */
export function writeVeil({ pixels, width, height }: Frame, target: Uint8Array): number {
  const veil = target.subarray(0, VEIL.bytes);
  nativeAddon().scaleRgba(pixels, width, height, veil, VEIL.width, VEIL.height);
  return VEIL.bytes;
}
