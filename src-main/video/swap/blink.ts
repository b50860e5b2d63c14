import { POINT } from '../faces/mesh-topology.ts';
import { smoothstep } from './polygon-field.ts';

/** The lids' distance as a share of the eye's width: shut below the first, open from the second. */
const SHUT = 0.09;
const OPEN = 0.17;

/** Middle of the upper and lower lid edge, and the two corners. */
const LEFT_LIDS = [159, 145, POINT.leftEyeOuter, POINT.leftEyeInner] as const;
const RIGHT_LIDS = [386, 374, POINT.rightEyeOuter, POINT.rightEyeInner] as const;

export interface Blink {
  /** 0 open, 1 shut. */
  left: number;
  right: number;
}

/** How far both eyes are shut, from a mesh, float32 [≥ 468, 3]. */
export function readBlink(mesh: Float32Array): Blink {
  return { left: shutBy(mesh, LEFT_LIDS), right: shutBy(mesh, RIGHT_LIDS) };
}

function shutBy(
  mesh: Float32Array,
  [upper, lower, outer, inner]: readonly [number, number, number, number],
): number {
  const distance = (a: number, b: number): number =>
    Math.hypot(mesh[3 * a] - mesh[3 * b], mesh[3 * a + 1] - mesh[3 * b + 1]);
  const width = distance(outer, inner);
  return width === 0 ? 0 : 1 - smoothstep(SHUT, OPEN, distance(upper, lower) / width);
}
