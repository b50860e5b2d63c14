import type { Rectangle } from '../../base/addon.ts';
import type { SwapSettings } from '../../contract/swap-settings.ts';
import type { MeshFace, TrackedFace } from '../faces/face.ts';
import type { Frame } from '../frame.ts';

/** A face in a picture that lends its appearance. */
export interface ReferenceFace {
  frame: Frame;
  face: MeshFace;
}

export interface SwapResult {
  /** The part of the frame that was drawn over; empty (width 0) when the face lies outside. */
  rectangle: Rectangle;
  /**
   * How much of the middle of the face, from the brows to the chin, the swap covers, 0..1: less the
   * more lies in front of it and the less the reference shows. The opacity is left out.
   */
  coverage: number;
}

/** How much is computed for a swap; less under load. */
export interface SwapEffort {
  /** Whether objects that come in front of the face are learned and left visible. */
  masksOccluders: boolean;
}

/**
 * Puts an identity on faces of a stream. `Identity` is what one kind of swapper makes of the
 * reference pictures once, before the first frame.
 */
export interface FaceSwapper<Identity> {
  /** Several pictures of one person make one identity. */
  prepare(references: readonly ReferenceFace[]): Promise<Identity>;
  /** Draws the identity over the face, in place. */
  swap(
    frame: Frame,
    face: TrackedFace,
    identity: Identity,
    settings: SwapSettings,
    effort: SwapEffort,
  ): SwapResult;
  /** Drops what is remembered of faces that are no longer followed. */
  forgetAllBut(faces: readonly TrackedFace[]): void;
}
