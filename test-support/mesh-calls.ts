import { nativeAddon, type Rectangle } from '../src-main/base/addon.ts';
import type { MeshKernels } from './naive/mesh.ts';
import { createRandom, type Random } from './random.ts';

/** The arguments of renderFace, by name and in order. */
export interface RenderCall {
  picture: Uint8Array;
  scratch: Uint8Array;
  width: number;
  height: number;
  target: Float32Array;
  source: Float32Array;
  texture: Float32Array;
  weight: Float32Array;
  depth: Float32Array;
  triangles: Uint16Array;
  atlas: Uint8Array;
  atlasSize: number;
  light: Float32Array;
  lightSize: number;
  hole: Uint8Array | null;
  holeRectangle: Rectangle;
  eyes: Uint8Array | null;
  gaze: Float32Array;
  opacity: number;
  drawn: Int32Array;
}

export interface MeshCallOptions {
  width?: number;
  height?: number;
  /** Vertices along each side of the mesh. */
  side?: number;
  /** Where the mesh lies in the picture, as shares of it. */
  place?: { left: number; top: number; right: number; bottom: number };
}

const ATLAS = 32;
const LIGHT = 8;

/**
 * A mesh of jittered squares over a random picture, in whatever shape `random` gives; all its
 * triangles face the camera and no atlas coordinate is within a texel of the border.
 */
export function renderCall(
  random: Random = createRandom(1),
  {
    width = 40,
    height = 30,
    side = 5,
    place = { left: 0.15, top: 0.1, right: 0.9, bottom: 0.95 },
  }: MeshCallOptions = {},
): RenderCall {
  const count = side * side;
  const jitter = (size: number): number => ((random.next() - 0.5) * 0.5 * size) / side;
  const grid = (left: number, top: number, right: number, bottom: number): Float32Array =>
    Float32Array.from({ length: count * 2 }, (_, i) => {
      const step = (i % 2 === 0 ? (i >> 1) % side : Math.floor((i >> 1) / side)) / (side - 1);
      const [low, high] = i % 2 === 0 ? [left, right] : [top, bottom];
      return low + step * (high - low) + jitter(high - low);
    });
  const inPicture = () =>
    grid(place.left * width, place.top * height, place.right * width, place.bottom * height);
  return {
    picture: random.bytes(width * height * 4),
    scratch: random.bytes(width * height * 4),
    width,
    height,
    target: inPicture(),
    source: inPicture(),
    texture: grid(5, 5, ATLAS - 5, ATLAS - 5),
    weight: random.floats(count, 0, 1),
    depth: random.floats(count, -50, 50),
    triangles: Uint16Array.from(gridTriangles(side)),
    atlas: random.bytes(ATLAS * ATLAS * 4),
    atlasSize: ATLAS,
    light: Float32Array.from({ length: LIGHT * LIGHT * 4 }, (_, i) => {
      if (i % 4 === 0) return 0.4 + 1.4 * random.next();
      return i % 4 === 3 ? random.next() : 0.6 * random.next() - 0.3;
    }),
    lightSize: LIGHT,
    hole: random.bytes(6 * 5),
    holeRectangle: { x: 12, y: 9, width: 6, height: 5 },
    eyes: null,
    gaze: Float32Array.of(1.5, -1, -2, 0.5),
    opacity: 0.9,
    drawn: new Int32Array(4),
  };
}

/** Two triangles a square, counterclockwise on screen. */
function gridTriangles(side: number): number[] {
  const triangles: number[] = [];
  for (let row = 0; row + 1 < side; row++) {
    for (let column = 0; column + 1 < side; column++) {
      const a = row * side + column;
      const [b, c, d] = [a + 1, a + side, a + side + 1];
      triangles.push(a, c, b, b, c, d);
    }
  }
  return triangles;
}

/** Calls in order on an 8x6 picture, for each mesh kernel: arguments by name, in their order. */
export const MESH_CALLS: Record<keyof MeshKernels, () => Record<string, unknown>> = {
  renderFace: () => ({
    ...renderCall(createRandom(1), { width: 8, height: 6, side: 3 }),
    hole: new Uint8Array(6),
    holeRectangle: { x: 2, y: 1, width: 3, height: 2 },
    eyes: new Uint8Array(ATLAS * ATLAS),
  }),
  sampleAtlas: () => ({
    picture: new Uint8Array(8 * 6 * 4).fill(7),
    width: 8,
    height: 6,
    points: Float32Array.of(1, 1, 6, 2, 3, 5),
    texels: Int32Array.of(0, 8),
    vertices: Uint16Array.of(0, 1, 2, 2, 1, 0),
    weights: Float32Array.of(1, 0, 0, 0.2, 0.3, 0.5),
    atlasSize: 3,
    atlas: new Float32Array(3 * 3 * 4),
  }),
  fillSoftPolygon: () => ({
    points: Float32Array.of(1, 1, 6, 2, 3, 5),
    feather: 2,
    inset: 0.5,
    rectangle: { x: 1, y: 1, width: 6, height: 4 },
    mask: new Uint8Array(24),
  }),
};

/** Calls a native mesh kernel with whatever it is given. */
export function invokeMesh(kernel: keyof MeshKernels, values: readonly unknown[]): void {
  (nativeAddon()[kernel] as (...values: unknown[]) => void)(...values);
}

export function render(kernels: MeshKernels, call: RenderCall): void {
  (kernels.renderFace as (...values: unknown[]) => void)(...(Object.values(call) as unknown[]));
}

/** A copy that shares no memory with the call. */
export const copyOf = (call: RenderCall): RenderCall => structuredClone(call);
