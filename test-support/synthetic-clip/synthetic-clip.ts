import sharp from 'sharp';
import { findResource } from '../../src-main/base/resource.ts';
import { CANONICAL_VERTICES } from '../../src-main/video/faces/canonical-face.ts';
import { FaceTracker } from '../../src-main/video/faces/tracker.ts';
import type { Frame } from '../../src-main/video/frame.ts';
import { loadPicture } from '../../src-main/video/sources/load-picture.ts';
import { light, occlude, SensorNoise, type Occluder, type SceneLight } from './camera-effects.ts';
import { atRest, Head, positionAt, type HeadMotion } from './head-motion.ts';
import { pictureMesh, surroundFace } from './picture-mesh.ts';
import { warpTriangle, type Corner } from './warp-triangle.ts';

/** A picture of one face and where its vertices are. */
export interface Portrait {
  frame: Frame;
  /** float32 [≥ 468, 3] in the frame's pixels, z smaller when nearer. */
  mesh: Float32Array;
}

export interface SyntheticClipOptions {
  width: number;
  height: number;
  /** The larger side of the face at rest, in frame pixels. */
  faceSize: number;
  /** Where the middle of the face is at rest, as a share of the frame; the middle by default. */
  place?: readonly [x: number, y: number];
  fps?: number;
  /** By default the demo portrait, its mesh found by the tracker. */
  portrait?: Portrait;
  motion?: HeadMotion;
  light?: (seconds: number) => Partial<SceneLight>;
  /** @param vertices float32 [468, 2] of the same moment. */
  occluder?: (seconds: number, vertices: Float32Array) => Occluder | undefined;
  /** Standard deviation of the sensor's noise in levels; 0 by default. */
  noise?: number;
  seed?: number;
}

/** What is known of a frame. */
export interface SyntheticFrame {
  /** Where each canonical vertex is in the picture: float32 [468, 2], the caller's own. */
  vertices: Float32Array;
}

/** A clip of a face whose every vertex is known; each frame can be drawn alone, in any order. */
export interface SyntheticClip {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Draws frame `n` and sets its time. @param target of the clip's size, drawn over whole. */
  frame(n: number, target: Frame): SyntheticFrame;
}

/** What of the picture's brightness is left between wide open lips. */
const OPEN_MOUTH_SHADE = 0.3;

/** NASA's portrait of Eileen Collins with its mesh. */
export async function demoPortrait(): Promise<Portrait> {
  const { frame } = await loadPicture(findResource('assets/demo/astronaut.png')!);
  const tracker = await FaceTracker.open({ maxFaces: 1 });
  try {
    const [{ mesh }] = await tracker.trackStill(frame, 1);
    return { frame, mesh };
  } finally {
    await tracker.close();
  }
}

/**
 * Animates a portrait: the face by its vertices, the picture around it bending along. At rest the
 * frame shows the portrait as it is, only scaled.
 */
export async function createSyntheticClip(options: SyntheticClipOptions): Promise<SyntheticClip> {
  const { width, height, fps = 30, place = [0.5, 0.5], motion = atRest } = options;
  const { picture, head, rest } = await scaledPortrait(
    options.portrait ?? (await demoPortrait()),
    options.faceSize,
  );
  // A whole number of pixels: at rest nothing is interpolated.
  const corner = [
    Math.round(head.centre[0] - place[0] * width),
    Math.round(head.centre[1] - place[1] * height),
  ] as const;

  const mesh = pictureMesh();
  const source = new Float32Array(mesh.vertexCount * 2);
  surroundFace(rest, rest, head.centre, source);
  const moved = new Float32Array(CANONICAL_VERTICES * 3);
  const target = new Float32Array(mesh.vertexCount * 2);
  const noise = options.noise ? new SensorNoise(options.noise, options.seed ?? 1) : undefined;

  return {
    width,
    height,
    fps,
    frame(n, frame) {
      const seconds = n / fps;
      frame.timeMs = seconds * 1000;
      const position = positionAt(motion, seconds);
      head.deform(position, moved);
      surroundFace(rest, moved, head.centre, target);
      const similarity = head.similarityOf(position, corner);
      transform(target, similarity);

      const mouthShade = 1 - (1 - OPEN_MOUTH_SHADE) * position.jaw;
      for (const triangle of backToFront(mesh.triangles, mesh.backgroundTriangles, moved)) {
        const [a, b, c] = cornersOf(mesh.triangles, triangle, target, source);
        warpTriangle(picture, frame, a, b, c, mesh.isMouth[triangle] ? mouthShade : 1);
      }

      const vertices = target.slice(0, CANONICAL_VERTICES * 2);
      const scene = { brightness: 1, fromRight: 0, ...options.light?.(seconds) };
      const centreX =
        similarity[0] * head.centre[0] + similarity[1] * head.centre[1] + similarity[2];
      light(frame, scene, centreX, head.size);
      const occluder = options.occluder?.(seconds, vertices);
      if (occluder) occlude(frame, occluder);
      noise?.add(frame, n);
      return { vertices };
    },
  };
}

/** Brings a portrait to the size it is drawn at once, so that drawing neither blurs nor aliases. */
async function scaledPortrait(
  { frame, mesh }: Portrait,
  faceSize: number,
): Promise<{ picture: Frame; head: Head; rest: Float32Array }> {
  const wanted = faceSize / new Head(mesh).size;
  const width = Math.round(frame.width * wanted);
  const height = Math.round(frame.height * wanted);
  const pixels = await sharp(frame.pixels, {
    raw: { width: frame.width, height: frame.height, channels: 4 },
  })
    .resize({ width, height, fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer();
  const scale = [width / frame.width, height / frame.height, wanted];
  const rest = mesh.slice(0, CANONICAL_VERTICES * 3).map((value, i) => value * scale[i % 3]);
  const picture = { width, height, pixels: new Uint8Array(pixels), timeMs: 0 };
  return { picture, head: new Head(rest), rest };
}

/** @param points [n, 2], in place. @param m 2x3. */
function transform(points: Float32Array, m: Float64Array): void {
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i], points[i + 1]];
    points[i] = m[0] * x + m[1] * y + m[2];
    points[i + 1] = m[3] * x + m[4] * y + m[5];
  }
}

/** The background, then the face's triangles, the far ones first: a turned nose covers the cheek. */
function backToFront(triangles: Uint16Array, background: number, moved: Float32Array): number[] {
  const order = Array.from({ length: triangles.length / 3 }, (_, i) => i);
  const depth = Float32Array.from(order, (i) => {
    if (i < background) return Infinity;
    const [a, b, c] = triangles.subarray(3 * i, 3 * i + 3);
    return moved[3 * a + 2] + moved[3 * b + 2] + moved[3 * c + 2];
  });
  return [
    ...order.slice(0, background),
    ...order.slice(background).sort((a, b) => depth[b] - depth[a]),
  ];
}

function cornersOf(
  triangles: Uint16Array,
  triangle: number,
  target: Float32Array,
  source: Float32Array,
): [Corner, Corner, Corner] {
  const corner = (k: number): Corner => {
    const at = 2 * triangles[3 * triangle + k];
    return { x: target[at], y: target[at + 1], sourceX: source[at], sourceY: source[at + 1] };
  };
  return [corner(0), corner(1), corner(2)];
}
