import { MirageError } from '../../contract/error.ts';
import type { Frame } from '../frame.ts';
import type { PosedFace } from './face.ts';
import type { FaceIdentity } from './identity.ts';
import { judgeReference, scoreOf, verdictOf, type ReferenceFinding } from './reference-findings.ts';
import { measureReference, type ReferenceMeasurements } from './reference-measurements.ts';

/** What a picture is worth as a reference, and why. */
export interface ReferenceReport {
  /** The face that is used: the largest. */
  face: PosedFace;
  /** float32 [256], length 1. */
  embedding: Float32Array;
  measurements: ReferenceMeasurements;
  /** One for each thing that was looked at, those that are well included. */
  findings: readonly ReferenceFinding[];
  /** 0..100. */
  score: number;
  /** One line. */
  verdict: string;
}

/**
 * Looks at a reference picture the way the swap will, and says what would make it better.
 *
 * @param frame the picture, upright.
 * @param faces all faces found in it, from the tracker's `trackStill`.
 * @throws MirageError `no-face` when there is none, `model-failed`.
 */
export async function analyseReference(
  frame: Frame,
  faces: readonly PosedFace[],
  identity: Pick<FaceIdentity, 'embed'>,
): Promise<ReferenceReport> {
  const [face] = faces.toSorted((a, b) => b.size - a.size);
  if (faces.length === 0) {
    throw new MirageError('no-face', {
      message: 'No face was found in the reference picture.',
      hint: 'Use a picture that shows one face from the front, well lit and not too small.',
    });
  }
  const measurements = measureReference(frame, face, faces.length);
  const findings = judgeReference(measurements);
  return {
    face,
    embedding: await identity.embed(frame, face),
    measurements,
    findings,
    score: scoreOf(findings),
    verdict: verdictOf(findings),
  };
}
