import { z } from 'zod';

/** A share of one, shown to people as a percentage. */
const share = z.number().min(0).max(1);

/**
 * Through a thinner swap the owner of the face shows: a judge of identity finds a mixture of 0.8 as
 * much like the owner (0.72) as two pictures of one person may be. Live, less is refused.
 */
export const LEAST_HIDING_OPACITY = 0.9;

/** How the geometric swap looks. Every value may change while running. */
export const swapSettingsSchema = z.strictObject({
  /** 1 shows the swap, 0 the original. */
  opacity: share.default(1),
  /** Width of the soft rim, relative to the built-in one. */
  feather: z.number().min(0.25).max(2).default(1),
  /** How far the swap reaches up the forehead: 0 ends above the brows, 1 at the hairline. */
  foreheadCoverage: share.default(0.85),
  /** How far the face's own shape moves toward the reference's. */
  shape: share.default(1),
  /** Whose eyes are seen. The reference's follow the live gaze. */
  eyes: z.enum(['live', 'reference']).default('live'),
  /** How readily hands and hair in front of the face are left visible. */
  occlusion: share.default(0.5),
});

export type SwapSettings = z.output<typeof swapSettingsSchema>;

export const DEFAULT_SWAP_SETTINGS: SwapSettings = swapSettingsSchema.parse({});
