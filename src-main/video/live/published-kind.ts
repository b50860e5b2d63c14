/**
 * What a slot of the published exchange holds, and so what may be shown:
 * - swapped: every face that was found is replaced or covered.
 * - clear: no swap is asked for; the picture is as it came.
 * - withheld: the picture may show a face as it is. The slot holds a {@link VEIL} in its place, never
 *   the picture.
 */
export type PublishedKind = 'swapped' | 'clear' | 'withheld';

const KINDS: readonly PublishedKind[] = ['withheld', 'swapped', 'clear'];

/** The number that stands for a kind in a slot's header; 0, what memory begins with, is withheld. */
export function kindNumber(kind: PublishedKind): number {
  return KINDS.indexOf(kind);
}

/** @returns `withheld` for a number that stands for nothing. */
export function kindOf(number: number): PublishedKind {
  return KINDS[number] ?? 'withheld';
}

/** Why a picture may not be shown. */
export type WithheldReason =
  /** None was found where one is expected; it may be there all the same. */
  | 'no-face'
  /** One was found that was not replaced. */
  | 'unswapped-face'
  /** Processing failed. */
  | 'failed'
  /** No reference has been set yet. */
  | 'no-reference';

/**
 * What is left of a withheld picture: RGBA, so few pixels that a face is a spot. Scaled up it is the
 * blurred picture.
 */
export const VEIL = { width: 32, height: 18, bytes: 32 * 18 * 4 } as const;
