import { LEAST_HIDING_OPACITY } from '../../contract/swap-settings.ts';
import type { HeadPose } from '../faces/face.ts';
import type { SwapResult } from './face-swapper.ts';

/**
 * Turned farther than this to the side, or up or down, in degrees, so much of the face lies beyond
 * the rim of the mesh that it is still its owner's.
 */
const MOST_YAW = 55;
const MOST_PITCH = 45;

/** Less of the middle of the face covered than this leaves enough of its owner to be recognised. */
const LEAST_COVERAGE = 0.5;

/**
 * Whether a swap replaced a face, so that nobody would recognise its owner.
 *
 * @param opacity of the swap, 0..1.
 */
export function isReplaced(
  { yaw, pitch }: HeadPose,
  { rectangle, coverage }: SwapResult,
  opacity: number,
): boolean {
  return (
    rectangle.width > 0 &&
    rectangle.height > 0 &&
    coverage >= LEAST_COVERAGE &&
    opacity >= LEAST_HIDING_OPACITY &&
    Math.abs(yaw) <= MOST_YAW &&
    Math.abs(pitch) <= MOST_PITCH
  );
}
