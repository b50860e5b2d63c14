import { CANONICAL_VERTICES, type CanonicalFace } from '../faces/canonical-face.ts';
import { smoothstep } from './polygon-field.ts';

/**
 * Cosines between a vertex's normal and the line of sight at which the swap begins and is full.
 * Seen at a smaller angle the texture is stretched, and a hard rim line shows at the temples.
 */
const EDGE_ON = 0.1;
const FACING = 0.38;

/**
 * How squarely each vertex faces the camera.
 *
 * @param mesh float32 [≥ 468, 3] in frame pixels, z toward the picture.
 * @param normals float32 [468, 3], overwritten.
 * @param out float32 [468], 0..1, filled in place.
 */
export function facingWeights(
  face: CanonicalFace,
  mesh: Float32Array,
  normals: Float32Array,
  out: Float32Array,
): void {
  normals.fill(0);
  const { triangles } = face;
  for (let i = 0; i < triangles.length; i += 3) {
    const a = triangles[i] * 3;
    const b = triangles[i + 1] * 3;
    const c = triangles[i + 2] * 3;
    const abX = mesh[b] - mesh[a];
    const abY = mesh[b + 1] - mesh[a + 1];
    const abZ = mesh[b + 2] - mesh[a + 2];
    const acX = mesh[c] - mesh[a];
    const acY = mesh[c + 1] - mesh[a + 1];
    const acZ = mesh[c + 2] - mesh[a + 2];
    const x = abY * acZ - abZ * acY;
    const y = abZ * acX - abX * acZ;
    const z = abX * acY - abY * acX;
    for (let k = 0; k < 3; k++) {
      const vertex = triangles[i + k] * 3;
      normals[vertex] += x;
      normals[vertex + 1] += y;
      normals[vertex + 2] += z;
    }
  }
  for (let v = 0; v < CANONICAL_VERTICES; v++) {
    const x = normals[3 * v];
    const y = normals[3 * v + 1];
    const z = normals[3 * v + 2];
    // Math.hypot allocates: 25 KB a frame here.
    const length = Math.sqrt(x * x + y * y + z * z);
    out[v] = length === 0 ? 0 : smoothstep(EDGE_ON, FACING, Math.abs(z) / length);
  }
}
