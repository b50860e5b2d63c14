import { readFileSync } from 'node:fs';
import { findResource } from '../../base/resource.ts';
import { MirageError } from '../../contract/error.ts';

/** MediaPipe's canonical face: the average face the mesh network's points are numbered by. */
export interface CanonicalFace {
  /** float32 [468, 3] in centimetres; x to the face's left, y up, z toward the camera. */
  vertices: Float32Array;
  /** float32 [468, 2] in 0..1; u to the right, v down. */
  uv: Float32Array;
  /** [898, 3] vertex numbers. */
  triangles: Uint16Array;
}

/** Vertices of the canonical face; the mesh network adds ten for the irises. */
export const CANONICAL_VERTICES = 468;

let loaded: CanonicalFace | undefined;

/**
 * The canonical face, read once per thread.
 *
 * @throws MirageError `model-missing` when the file is not where the program's models are.
 */
export function canonicalFace(): CanonicalFace {
  loaded ??= load();
  return loaded;
}

function load(): CanonicalFace {
  const path = findResource('models/canonical-face-mesh.json');
  if (path === undefined) {
    throw new MirageError('model-missing', {
      message: 'The canonical face mesh is missing from the models folder.',
      hint: 'Install Mirage again, or run: npm run models:build',
    });
  }
  const file = JSON.parse(readFileSync(path, 'utf8')) as Record<
    'vertices' | 'uv' | 'triangles',
    number[][]
  >;
  return {
    vertices: Float32Array.from(file.vertices.flat()),
    uv: Float32Array.from(file.uv.flat()),
    triangles: Uint16Array.from(file.triangles.flat()),
  };
}
