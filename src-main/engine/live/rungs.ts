/** How much is done for each picture. */
export interface Rung {
  /** As people see it. */
  name: string;
  /** The detector looks at every picture of this distance. */
  detectEvery: number;
  /** Hands and hair in front of the face stay visible. */
  masksOccluders: boolean;
  /** Pictures processed a second at most; the published rate stays. */
  maxFps: number;
  /** Longest side, at most, of the picture in which faces are sought and drawn, in pixels. */
  longestSide: number;
}

/** Below this rate a face no longer seems to move; the last of the rates (spec.md section 3). */
const RATES = [45, 30, 24, 20, 15];

/** A rate nearer to the one before spares too little to be worth a step. */
const WORTHWHILE_SHARE = 0.9;

/**
 * Of the picture that is worked on, in pixels, below its own size (spec.md section 3). The first rung
 * draws in the picture as it is published: at 1280x720 that costs 1.5 ms more than 512 pixels do,
 * and faces are as sharp as what is around them.
 */
const SMALLER_SIDES = [512, 384, 256];

/**
 * The ladder: how far work may be reduced, best first. The order is quality, then rate, then size
 * (spec.md section 3): a less exact edge is seen less than a lower rate, a lower rate less than a
 * blurred face.
 *
 * @param fps pictures a second that are wanted and that the camera gives.
 */
export function ladderFor(fps: number): readonly Rung[] {
  const rungs: Rung[] = [
    { name: 'full', detectEvery: 5, masksOccluders: true, maxFps: fps, longestSide: Infinity },
  ];
  const descend = (name: string, change: Partial<Rung>): void => {
    rungs.push({ ...rungs[rungs.length - 1], ...change, name });
  };
  descend('detector less often', { detectEvery: 10 });
  descend('lighter masks', { masksOccluders: false });
  for (const rate of RATES) {
    if (rate <= rungs[rungs.length - 1].maxFps * WORTHWHILE_SHARE) {
      descend(`${rate} fps`, { maxFps: rate });
    }
  }
  for (const side of SMALLER_SIDES) descend(`${side} pixels`, { longestSide: side });
  return rungs;
}
