import type { FrameResult } from '../pipeline.ts';
import type { WithheldReason } from './published-kind.ts';

/**
 * Why a processed picture may not be shown, if so. It may be when at least one face was replaced and
 * no other can be recognised: a picture without a face is one in which the face was not found.
 */
export function reasonToWithhold({
  swapped,
  exposed,
}: Pick<FrameResult, 'swapped' | 'exposed'>): WithheldReason | undefined {
  if (exposed > 0) return 'unswapped-face';
  return swapped === 0 ? 'no-face' : undefined;
}
