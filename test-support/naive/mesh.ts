import type { NativeAddon } from '../../src-main/base/addon.ts';

/* The mesh kernels in float64, straight from their definitions. */

/** Kernels of the geometric swap. */
export type MeshKernels = Pick<NativeAddon, 'renderFace' | 'sampleAtlas' | 'fillSoftPolygon'>;

const clamp = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, value));

/** A pixel's channels between its four neighbours; (0, 0) is the centre of the first. */
function sample(
  pixels: ArrayLike<number>,
  width: number,
  height: number,
  x: number,
  y: number,
): number[] {
  const [u, v] = [clamp(x, 0, width - 1), clamp(y, 0, height - 1)];
  const [column, row] = [Math.min(width - 2, Math.floor(u)), Math.min(height - 2, Math.floor(v))];
  return [0, 1, 2, 3].map((channel) => {
    let sum = 0;
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ]) {
      const weight = (1 - Math.abs(u - column - dx)) * (1 - Math.abs(v - row - dy));
      sum += weight * pixels[((row + dy) * width + column + dx) * 4 + channel];
    }
    return sum;
  });
}

/** Barycentric weights of (x, y) in a triangle given by its corners' coordinates. */
function barycentric(
  [ax, ay, bx, by, cx, cy]: readonly number[],
  x: number,
  y: number,
): [number, number, number] {
  const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
  const b = ((x - ax) * (cy - ay) - (cx - ax) * (y - ay)) / area;
  const c = ((bx - ax) * (y - ay) - (x - ax) * (by - ay)) / area;
  return [1 - b - c, b, c];
}

/** How much of the reference's own colour detail is kept, and how far colours may go. */
const CHROMA_DETAIL = 0.75;
const CHROMA_KNEE = 75;
const BEYOND_KNEE = 0.3;

/** Relights a texel: R, G, B by luma gain and colour shares [gain, B-Y, R-Y]. */
export function relitTexel(
  [red, green, blue]: readonly number[],
  [gain, blueShare, redShare]: readonly number[],
): [number, number, number] {
  const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
  const lit = luma * gain;
  const compress = (chroma: number): number => {
    const within = clamp(chroma, -CHROMA_KNEE, CHROMA_KNEE);
    return within + BEYOND_KNEE * (chroma - within);
  };
  // The three weighted differences from luma cancel, so green's share follows from the others'.
  const greenShare = -(0.299 * redShare + 0.114 * blueShare) / 0.587;
  const channel = (value: number, share: number): number =>
    lit + compress(CHROMA_DETAIL * gain * (value - luma) + lit * share);
  return [channel(red, redShare), channel(green, greenShare), channel(blue, blueShare)];
}

const renderFace: NativeAddon['renderFace'] = (
  picture,
  scratch,
  width,
  height,
  target,
  source,
  texture,
  weight,
  depth,
  triangles,
  atlas,
  atlasSize,
  light,
  lightSize,
  hole,
  holeRectangle,
  eyes,
  gaze,
  opacity,
  drawn,
) => {
  scratch.set(picture);
  const live = scratch;
  const numbers = Array.from({ length: triangles.length / 3 }, (_, i) => [
    ...triangles.subarray(3 * i, 3 * i + 3),
  ]);
  const depthOf = (vertices: readonly number[]): number =>
    vertices.reduce((sum, vertex) => sum + depth[vertex], 0);
  for (const vertices of numbers.sort((a, b) => depthOf(b) - depthOf(a))) {
    const corners = vertices.flatMap((vertex) => [...target.subarray(2 * vertex, 2 * vertex + 2)]);
    const [ax, ay, bx, by, cx, cy] = corners;
    if ((bx - ax) * (cy - ay) - (cx - ax) * (by - ay) >= 0) continue;
    const mixed = (values: Float32Array, w: readonly number[], stride = 1, axis = 0): number =>
      vertices.reduce((sum, vertex, k) => sum + w[k] * values[stride * vertex + axis], 0);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const w = barycentric(corners, x + 0.5, y + 0.5);
        if (Math.min(...w) < 0) continue;
        const under = sample(
          live,
          width,
          height,
          mixed(source, w, 2, 0) - 0.5,
          mixed(source, w, 2, 1) - 0.5,
        );
        const [u, v] = [mixed(texture, w, 2, 0), mixed(texture, w, 2, 1)];
        const perAtlas = lightSize / atlasSize;
        const lit = sample(light, lightSize, lightSize, u * perAtlas - 0.5, v * perAtlas - 0.5);
        let [texelX, texelY] = [u - 0.5, v - 0.5];
        if (eyes) {
          const amount = eyes[Math.floor(texelY) * atlasSize + Math.floor(texelX)] / 255;
          const side = 2 * Math.floor(texelX) < atlasSize ? 0 : 2;
          texelX += amount * gaze[side];
          texelY += amount * gaze[side + 1];
        }
        const texel = sample(atlas, atlasSize, atlasSize, texelX, texelY);
        const { x: left, y: top, width: wide, height: high } = holeRectangle;
        const isInHole = hole && x >= left && x < left + wide && y >= top && y < top + high;
        const kept = isInHole ? hole[(y - top) * wide + x - left] / 255 : 0;
        const alpha = (texel[3] / 255) * lit[3] * mixed(weight, w) * opacity * (1 - kept);
        relitTexel(texel, lit).forEach((value, c) => {
          const blended = under[c] + (value - under[c]) * alpha;
          picture[(y * width + x) * 4 + c] = Math.round(clamp(blended, 0, 255));
        });
      }
    }
  }
  drawn.set([0, 0, width, height]);
};

const sampleAtlas: NativeAddon['sampleAtlas'] = (
  picture,
  width,
  height,
  points,
  texels,
  vertices,
  weights,
  _atlasSize,
  atlas,
) => {
  texels.forEach((texel, i) => {
    const [x, y] = [0, 1].map((axis) => {
      const corner = (k: number): number =>
        weights[3 * i + k] * points[2 * vertices[3 * i + k] + axis];
      return corner(0) + corner(1) + corner(2) - 0.5;
    });
    const isInside = x > -1 && y > -1 && x < width && y < height;
    const [red, green, blue] = sample(picture, width, height, x, y);
    atlas.set(isInside ? [red, green, blue, 1] : [0, 0, 0, 0], texel * 4);
  });
};

const fillSoftPolygon: NativeAddon['fillSoftPolygon'] = (
  points,
  feather,
  inset,
  rectangle,
  mask,
) => {
  const corners = Array.from({ length: points.length / 2 }, (_, i) => ({
    x: points[2 * i],
    y: points[2 * i + 1],
  }));
  for (let row = 0; row < rectangle.height; row++) {
    for (let column = 0; column < rectangle.width; column++) {
      const x = rectangle.x + column + 0.5;
      const y = rectangle.y + row + 0.5;
      let [nearest, turned] = [Infinity, 0];
      corners.forEach((a, i) => {
        const b = corners[(i + 1) % corners.length];
        const [ex, ey] = [b.x - a.x, b.y - a.y];
        const length = Math.max(ex * ex + ey * ey, Number.MIN_VALUE);
        const along = clamp(((x - a.x) * ex + (y - a.y) * ey) / length, 0, 1);
        nearest = Math.min(nearest, Math.hypot(x - a.x - along * ex, y - a.y - along * ey));
        // The outline winds around a point inside: the angles to its corners add up to a turn.
        const cross = (a.x - x) * (b.y - y) - (a.y - y) * (b.x - x);
        const dot = (a.x - x) * (b.x - x) + (a.y - y) * (b.y - y);
        turned += Math.atan2(cross, dot);
      });
      const depth = (Math.abs(turned) > Math.PI ? nearest : -nearest) - inset;
      const t = clamp(depth / Math.max(feather, 1e-3) + 0.5, 0, 1);
      mask[row * rectangle.width + column] = Math.round(255 * t * t * (3 - 2 * t));
    }
  }
};

/** The mesh kernels' independent judges: float64, slow, and nothing but the definition. */
export const naiveMeshKernels: MeshKernels = { renderFace, sampleAtlas, fillSoftPolygon };
