import type { CanonicalFace } from '../faces/canonical-face.ts';
import { LEFT_EYE, LEFT_IRIS, RIGHT_EYE, RIGHT_IRIS } from '../faces/mesh-topology.ts';

/** Where both irises are in the canonical atlas: left u, v and right u, v, in 0..1. */
export type Gaze = Float64Array;

/**
 * Reads the gaze off a mesh: the affine map that best brings each eye's lid ring onto the canonical
 * one (least squares) carries the iris's centre into the atlas.
 *
 * @param mesh float32 [478, 3].
 * @param out filled and returned.
 */
export function readGaze(
  face: CanonicalFace,
  mesh: Float32Array,
  out: Gaze = new Float64Array(4),
): Gaze {
  placeIris(face, mesh, LEFT_EYE, LEFT_IRIS[0], out, 0);
  placeIris(face, mesh, RIGHT_EYE, RIGHT_IRIS[0], out, 2);
  return out;
}

function placeIris(
  face: CanonicalFace,
  mesh: Float32Array,
  ring: readonly number[],
  iris: number,
  out: Gaze,
  at: number,
): void {
  const count = ring.length;
  let meanX = 0,
    meanY = 0,
    meanU = 0,
    meanV = 0;
  for (const v of ring) {
    meanX += mesh[3 * v] / count;
    meanY += mesh[3 * v + 1] / count;
    meanU += face.uv[2 * v] / count;
    meanV += face.uv[2 * v + 1] / count;
  }
  let xx = 0,
    xy = 0,
    yy = 0,
    xu = 0,
    yu = 0,
    xv = 0,
    yv = 0;
  for (const vertex of ring) {
    const x = mesh[3 * vertex] - meanX;
    const y = mesh[3 * vertex + 1] - meanY;
    const u = face.uv[2 * vertex] - meanU;
    const v = face.uv[2 * vertex + 1] - meanV;
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xu += x * u;
    yu += y * u;
    xv += x * v;
    yv += y * v;
  }
  const determinant = xx * yy - xy * xy;
  const x = mesh[3 * iris] - meanX;
  const y = mesh[3 * iris + 1] - meanY;
  // A closed eye's ring lies on a line: its gaze is the middle.
  const inverse = determinant > 1e-3 * xx * xx ? 1 / determinant : 0;
  out[at] = meanU + inverse * (x * (yy * xu - xy * yu) + y * (xx * yu - xy * xu));
  out[at + 1] = meanV + inverse * (x * (yy * xv - xy * yv) + y * (xx * yv - xy * xv));
}
