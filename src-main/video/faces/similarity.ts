import type { AffineMatrix } from '../../base/addon.ts';

/** Scale, then rotation, then translation: to ≈ scale · rotation · from + translation. */
export interface Similarity3d {
  scale: number;
  /** Float64 [3, 3], row by row; a proper rotation (determinant +1). */
  rotation: Float64Array;
  /** Float64 [3]. */
  translation: Float64Array;
}

/**
 * The similarity (rotation, one scale, translation; never a reflection) that brings one set of
 * plane points closest to another in the least-squares sense.
 *
 * Closed form of Umeyama, "Least-squares estimation of transformation parameters between two point
 * patterns" (1991), which in the plane needs no SVD: with the points as complex numbers about
 * their means, scale · rotation = Σ to · conj(from) / Σ |from|².
 *
 * @param from x0, y0, x1, y1 …
 * @param to as many points.
 * @param out filled and returned.
 * @throws RangeError when the counts differ, are below two, or all points of `from` coincide.
 */
export function similarity2d(
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  out: AffineMatrix = new Float64Array(6),
): AffineMatrix {
  if (from.length !== to.length || from.length < 4 || from.length % 2 !== 0) {
    throw new RangeError(`similarity2d: ${from.length} and ${to.length} coordinates do not pair`);
  }
  const count = from.length / 2;
  let fromX = 0;
  let fromY = 0;
  let toX = 0;
  let toY = 0;
  for (let i = 0; i < from.length; i += 2) {
    fromX += from[i] / count;
    fromY += from[i + 1] / count;
    toX += to[i] / count;
    toY += to[i + 1] / count;
  }

  let real = 0;
  let imaginary = 0;
  let spread = 0;
  for (let i = 0; i < from.length; i += 2) {
    const x = from[i] - fromX;
    const y = from[i + 1] - fromY;
    const u = to[i] - toX;
    const v = to[i + 1] - toY;
    real += u * x + v * y;
    imaginary += v * x - u * y;
    spread += x * x + y * y;
  }
  if (!(spread > 0)) throw new RangeError('similarity2d: the points to move from coincide');

  const a = real / spread;
  const b = imaginary / spread;
  out[0] = a;
  out[1] = -b;
  out[2] = toX - a * fromX + b * fromY;
  out[3] = b;
  out[4] = a;
  out[5] = toY - b * fromX - a * fromY;
  return out;
}

/**
 * The same in space.
 *
 * The rotation is Horn's: the unit quaternion that belongs to the largest eigenvalue of a symmetric
 * 4x4 matrix of the cross-covariances ("Closed-form solution of absolute orientation using unit
 * quaternions", 1987); a quaternion cannot express a reflection. The scale is the least-squares one
 * of Umeyama.
 *
 * @param from x0, y0, z0, x1 …
 * @param to at least as many points as `from` or as `points` names.
 * @param points which points count; all of `from` by default.
 * @throws RangeError when fewer than three points are given or all points of `from` coincide.
 */
export function similarity3d(
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  points: readonly number[] = Array.from({ length: from.length / 3 }, (_, index) => index),
): Similarity3d {
  if (points.length < 3 || Math.max(...points) * 3 + 2 >= Math.min(from.length, to.length)) {
    throw new RangeError(`similarity3d: ${points.length} points do not fit the coordinates given`);
  }
  const fromMean = mean(from, points);
  const toMean = mean(to, points);

  const covariance = new Float64Array(9);
  let spread = 0;
  for (const point of points) {
    for (let row = 0; row < 3; row += 1) {
      const a = from[point * 3 + row] - fromMean[row];
      spread += a * a;
      for (let column = 0; column < 3; column += 1) {
        covariance[row * 3 + column] += a * (to[point * 3 + column] - toMean[column]);
      }
    }
  }
  if (!(spread > 0)) throw new RangeError('similarity3d: the points to move from coincide');

  const rotation = rotationFromCovariance(covariance);
  let overlap = 0;
  for (let row = 0; row < 3; row += 1) {
    for (let column = 0; column < 3; column += 1) {
      overlap += rotation[row * 3 + column] * covariance[column * 3 + row];
    }
  }
  const scale = overlap / spread;

  const translation = new Float64Array(3);
  for (let row = 0; row < 3; row += 1) {
    let moved = 0;
    for (let column = 0; column < 3; column += 1) {
      moved += rotation[row * 3 + column] * fromMean[column];
    }
    translation[row] = toMean[row] - scale * moved;
  }
  return { scale, rotation, translation };
}

function mean(values: ArrayLike<number>, points: readonly number[]): Float64Array {
  const sum = new Float64Array(3);
  for (const point of points) {
    for (let axis = 0; axis < 3; axis += 1) {
      sum[axis] += values[point * 3 + axis] / points.length;
    }
  }
  return sum;
}

/** @param s covariance [3, 3] of from (rows) and to (columns), not normalised. */
function rotationFromCovariance(s: Float64Array): Float64Array {
  const [xx, xy, xz, yx, yy, yz, zx, zy, zz] = s;
  // prettier-ignore
  const [w, x, y, z] = dominantEigenvector4(
    Float64Array.of(
      xx + yy + zz, yz - zy, zx - xz, xy - yx,
      yz - zy, xx - yy - zz, xy + yx, zx + xz,
      zx - xz, xy + yx, yy - xx - zz, yz + zy,
      xy - yx, zx + xz, yz + zy, zz - xx - yy,
    ),
  );
  // prettier-ignore
  return Float64Array.of(
    w * w + x * x - y * y - z * z, 2 * (x * y - w * z), 2 * (x * z + w * y),
    2 * (x * y + w * z), w * w - x * x + y * y - z * z, 2 * (y * z - w * x),
    2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z,
  );
}

/** Jacobi converges quadratically; a 4x4 matrix is diagonal to rounding after five or six sweeps. */
const JACOBI_SWEEPS = 10;

/**
 * The unit eigenvector of the largest eigenvalue of a symmetric 4x4 matrix, by Jacobi rotations
 * (Golub and Van Loan, "Matrix Computations", section 8.5). The matrix is used up.
 */
function dominantEigenvector4(matrix: Float64Array): Float64Array {
  const vectors = Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1);
  for (let sweep = 0; sweep < JACOBI_SWEEPS; sweep += 1) {
    for (let p = 0; p < 3; p += 1) {
      for (let q = p + 1; q < 4; q += 1) jacobiRotate(matrix, vectors, p, q);
    }
  }
  let largest = 0;
  for (let i = 1; i < 4; i += 1) {
    if (matrix[i * 5] > matrix[largest * 5]) largest = i;
  }
  return Float64Array.from({ length: 4 }, (_, row) => vectors[row * 4 + largest]);
}

/** Turns the plane of axes p and q so that matrix[p][q] becomes zero. */
function jacobiRotate(matrix: Float64Array, vectors: Float64Array, p: number, q: number): void {
  const offDiagonal = matrix[p * 4 + q];
  if (offDiagonal === 0) return;
  const theta = (matrix[q * 5] - matrix[p * 5]) / (2 * offDiagonal);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cos = 1 / Math.hypot(tangent, 1);
  const sin = tangent * cos;
  for (let k = 0; k < 4; k += 1) {
    const kp = matrix[k * 4 + p];
    const kq = matrix[k * 4 + q];
    matrix[k * 4 + p] = cos * kp - sin * kq;
    matrix[k * 4 + q] = sin * kp + cos * kq;
  }
  for (let k = 0; k < 4; k += 1) {
    const pk = matrix[p * 4 + k];
    const qk = matrix[q * 4 + k];
    matrix[p * 4 + k] = cos * pk - sin * qk;
    matrix[q * 4 + k] = sin * pk + cos * qk;
    const vp = vectors[k * 4 + p];
    const vq = vectors[k * 4 + q];
    vectors[k * 4 + p] = cos * vp - sin * vq;
    vectors[k * 4 + q] = sin * vp + cos * vq;
  }
}
