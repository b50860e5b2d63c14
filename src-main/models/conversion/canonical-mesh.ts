import { MirageError } from '../../contract/error.ts';

/** The JSON form of a textured triangle mesh. */
export interface MeshJson {
  /** x, y, z in the unit of the source. */
  vertices: number[][];
  /** u, v per vertex, in 0..1; v points down, as picture rows do. */
  uv: number[][];
  /** Three vertex numbers each, from 0. */
  triangles: number[][];
}

/** Decimals of the source's texture coordinates; 1 - v would bring rounding noise beyond them. */
const UV_DECIMALS = 6;

/**
 * Reads a Wavefront OBJ mesh in which each vertex has one texture coordinate, and numbers the
 * coordinates as the vertices are (OBJ numbers the two apart).
 *
 * @throws MirageError `model-corrupt` when a vertex has no texture coordinate or two of them.
 */
export function meshFromObj(text: string): MeshJson {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  const numbers = (keyword: string): number[][] =>
    lines.filter(([first]) => first === keyword).map(([, ...rest]) => rest.map(Number));

  const vertices = numbers('v');
  const coordinates = numbers('vt').map(([u, v]) => [u, Number((1 - v).toFixed(UV_DECIMALS))]);
  const corners = lines
    .filter(([keyword]) => keyword === 'f')
    .map(([, ...rest]) => rest.map((corner) => corner.split('/').map((part) => Number(part) - 1)));

  const coordinateOf = new Map<number, number>();
  for (const [vertex, coordinate] of corners.flat()) {
    const known = coordinateOf.get(vertex) ?? coordinate;
    if (known !== coordinate) throw notOneCoordinate(vertex);
    coordinateOf.set(vertex, coordinate);
  }
  const uv = vertices.map((_, vertex) => {
    const coordinate = coordinateOf.get(vertex);
    if (coordinate === undefined) throw notOneCoordinate(vertex);
    return coordinates[coordinate];
  });
  return { vertices, uv, triangles: corners.map((triangle) => triangle.map(([vertex]) => vertex)) };
}

function notOneCoordinate(vertex: number): MirageError {
  return new MirageError('model-corrupt', {
    message: `Vertex ${vertex} of the mesh does not have exactly one texture coordinate.`,
  });
}
