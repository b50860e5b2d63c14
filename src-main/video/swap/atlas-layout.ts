import type { CanonicalFace } from '../faces/canonical-face.ts';

/**
 * How the canonical face covers a square atlas: for every texel inside the mesh, the three vertices
 * around it and their barycentric weights. It depends on the size alone, so sampling a face into
 * the atlas needs no rasterising per frame.
 */
export interface AtlasLayout {
  /** Side of the atlas in texels. */
  size: number;
  /** Row-major indices of the covered texels, ascending. */
  texels: Int32Array;
  /** [texels][3] vertex numbers. */
  vertices: Uint16Array;
  /** [texels][3] weights, summing to 1. */
  weights: Float32Array;
}

/** The canonical vertices in atlas texels, [468][2]. */
export function atlasPoints(face: CanonicalFace, size: number): Float32Array {
  return face.uv.map((coordinate) => coordinate * size);
}

/** Rasterises the canonical mesh into an atlas of `size` x `size` texels. */
export function atlasLayout(face: CanonicalFace, size: number): AtlasLayout {
  const points = atlasPoints(face, size);
  const triangleOf = new Int32Array(size * size).fill(-1);
  const weightsOf = new Float32Array(size * size * 3);
  for (let triangle = 0; triangle < face.triangles.length / 3; triangle++) {
    rasterise(points, face.triangles.subarray(triangle * 3, triangle * 3 + 3), size, (texel, w) => {
      triangleOf[texel] = triangle;
      weightsOf.set(w, texel * 3);
    });
  }

  const texels = Int32Array.from(triangleOf.keys()).filter((texel) => triangleOf[texel] >= 0);
  const vertices = new Uint16Array(texels.length * 3);
  const weights = new Float32Array(texels.length * 3);
  texels.forEach((texel, i) => {
    const triangle = triangleOf[texel];
    vertices.set(face.triangles.subarray(triangle * 3, triangle * 3 + 3), i * 3);
    weights.set(weightsOf.subarray(texel * 3, texel * 3 + 3), i * 3);
  });
  return { size, texels, vertices, weights };
}

/** Calls `visit` for each texel whose centre lies in the triangle, with its barycentric weights. */
function rasterise(
  points: Float32Array,
  triangle: Uint16Array,
  size: number,
  visit: (texel: number, weights: readonly [number, number, number]) => void,
): void {
  const [ax, ay, bx, by, cx, cy] = [...triangle].flatMap((v) => [
    points[2 * v],
    points[2 * v + 1],
  ]) as [number, number, number, number, number, number];
  const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
  if (area === 0) return;
  const top = Math.max(0, Math.floor(Math.min(ay, by, cy)));
  const bottom = Math.min(size - 1, Math.ceil(Math.max(ay, by, cy)));
  const left = Math.max(0, Math.floor(Math.min(ax, bx, cx)));
  const right = Math.min(size - 1, Math.ceil(Math.max(ax, bx, cx)));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const px = x + 0.5;
      const py = y + 0.5;
      const wb = ((px - ax) * (cy - ay) - (cx - ax) * (py - ay)) / area;
      const wc = ((bx - ax) * (py - ay) - (px - ax) * (by - ay)) / area;
      const wa = 1 - wb - wc;
      if (wa >= 0 && wb >= 0 && wc >= 0) visit(y * size + x, [wa, wb, wc]);
    }
  }
}
