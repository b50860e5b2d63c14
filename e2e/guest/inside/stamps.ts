import {
  readFrameStamp,
  type FrameStamp,
} from '../../../src-main/video/sources/live/frame-stamp.ts';
import type { Picture } from './pictures.ts';

/** What the test camera wrote into a picture; undefined when it is not to be read. */
export function stampOf({ width, height, pixels }: Picture): FrameStamp | undefined {
  // The stamp is black and white: each channel is as bright as the others.
  const green = new Uint8Array(width * height);
  for (let i = 0; i < green.length; i++) green[i] = pixels[3 * i + 1];
  return readFrameStamp(green, width, height);
}
