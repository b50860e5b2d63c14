import { CANONICAL_VERTICES, canonicalFace } from '../../src-main/video/faces/canonical-face.ts';
import { FACE_OVAL, INNER_LIPS } from '../../src-main/video/faces/mesh-topology.ts';

/** How far each ring around the face lies from the centre, relative to the face's outline. */
const RINGS = [1.2, 1.45, 1.75, 2.1, 2.5, 3] as const;

/** The last ring, beyond any frame; only what lies inside the frame is drawn. */
const OUTERMOST = 400;

/** Triangles of one surface over a whole picture: the face, and rings of background around it. */
export interface PictureMesh {
  /** Face vertices, then ring by ring one for each vertex of the outline. */
  vertexCount: number;
  /** The background's triangles first. [triangles, 3] */
  triangles: Uint16Array;
  backgroundTriangles: number;
  /** 1 for the face's triangles between the lips, else 0; by position among `triangles`. */
  isMouth: Uint8Array;
}

const ROWS = [...RINGS, OUTERMOST];

/** The triangles; they depend on the canonical face alone. */
export function pictureMesh(): PictureMesh {
  const face = canonicalFace().triangles;
  const count = FACE_OVAL.length;
  const vertex = (row: number, column: number): number =>
    row === 0
      ? FACE_OVAL[column % count]
      : CANONICAL_VERTICES + (row - 1) * count + (column % count);
  const background: number[] = [];
  for (let row = 0; row < ROWS.length; row++) {
    for (let column = 0; column < count; column++) {
      const [a, b] = [vertex(row, column), vertex(row, column + 1)];
      const [c, d] = [vertex(row + 1, column), vertex(row + 1, column + 1)];
      background.push(a, b, c, b, d, c);
    }
  }
  const triangles = Uint16Array.from([...background, ...face]);
  return {
    vertexCount: CANONICAL_VERTICES + ROWS.length * count,
    triangles,
    backgroundTriangles: background.length / 3,
    isMouth: Uint8Array.from({ length: triangles.length / 3 }, (_, i) =>
      Number(triangles.subarray(3 * i, 3 * i + 3).every((v) => INNER_LIPS.includes(v))),
    ),
  };
}

/**
 * Places the rings around a face: at rest they are scaled copies of its outline; when the outline
 * moves they follow, the farther the less, so that the background bends and never tears.
 *
 * @param rest float32 [468, 3], the face in the picture. @param moved the same face as it is drawn.
 * @param out float32 [vertexCount, 2]: `moved` and its rings, in the same pixels, filled in place.
 */
export function surroundFace(
  rest: Float32Array,
  moved: Float32Array,
  [centreX, centreY]: readonly [x: number, y: number, ...unknown[]],
  out: Float32Array,
): void {
  for (let i = 0; i < CANONICAL_VERTICES; i++) {
    out[2 * i] = moved[3 * i];
    out[2 * i + 1] = moved[3 * i + 1];
  }
  let at = 2 * CANONICAL_VERTICES;
  for (const factor of ROWS) {
    const share = Math.max(0, (RINGS[RINGS.length - 1] - factor) / (RINGS[RINGS.length - 1] - 1));
    // Smooth at both ends, so that no ring shows as a bend.
    const follow = share * share * (3 - 2 * share);
    for (const vertex of FACE_OVAL) {
      const x = rest[3 * vertex];
      const y = rest[3 * vertex + 1];
      out[at++] = centreX + factor * (x - centreX) + follow * (moved[3 * vertex] - x);
      out[at++] = centreY + factor * (y - centreY) + follow * (moved[3 * vertex + 1] - y);
    }
  }
}
