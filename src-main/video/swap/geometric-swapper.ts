import { nativeAddon, type Rectangle } from '../../base/addon.ts';
import type { SwapSettings } from '../../contract/swap-settings.ts';
import { CANONICAL_VERTICES, canonicalFace } from '../faces/canonical-face.ts';
import type { TrackedFace } from '../faces/face.ts';
import { INNER_LIPS } from '../faces/mesh-topology.ts';
import type { Frame } from '../frame.ts';
import { atlasPoints } from './atlas-layout.ts';
import { atlasFields, lidRegion } from './atlas-masks.ts';
import { readBlink } from './blink.ts';
import { assembleLightMap, LIGHT_SIZE, LIVE_SIZE, relight } from './face-light.ts';
import type { FaceSwapper, ReferenceFace, SwapEffort, SwapResult } from './face-swapper.ts';
import { facingWeights } from './facing.ts';
import { readGaze, type Gaze } from './gaze.ts';
import { IdentityBuilder, type GeometricIdentity } from './identity-atlas.ts';
import { LiveFace, LiveFaceLayout } from './live-face.ts';
import { PaintedAtlas, type AtlasLevel } from './painted-atlas.ts';
import { smoothstep } from './polygon-field.ts';
import { ShapeTransfer, shapeTopology } from './shape-transfer.ts';

/** Width of the ramp between the reference's lips and the live mouth, as a share of the face. */
const LIP_FEATHER = 0.022;

const FULL_EFFORT: SwapEffort = { masksOccluders: true };

/** A face unseen for longer than this starts anew, in seconds of the stream. */
const LONGEST_GAP_SECONDS = 1;

interface FaceState {
  live: LiveFace;
  shape: ShapeTransfer;
  timeMs: number;
}

/**
 * The embedded swap: the reference's skin, warped once into an atlas, is relit to the live face and
 * drawn over it by its mesh; eyes and the inside of the mouth stay live. It needs no network beyond
 * the mesh's, so it keeps up with a camera on one processor core.
 */
export class GeometricSwapper implements FaceSwapper<GeometricIdentity> {
  readonly #face = canonicalFace();
  readonly #fields = atlasFields(this.#face);
  readonly #builder = new IdentityBuilder(this.#face, this.#fields);
  readonly #liveLayout = new LiveFaceLayout(this.#face, this.#fields);
  readonly #leftLids = lidRegion(this.#fields, 'leftEye', LIVE_SIZE);
  readonly #rightLids = lidRegion(this.#fields, 'rightEye', LIVE_SIZE);
  readonly #shapeTopology = shapeTopology(this.#face);
  readonly #states = new Map<number, FaceState>();
  readonly #painted = new WeakMap<GeometricIdentity, PaintedAtlas>();
  /** The canonical points in the pixels of each atlas level. */
  readonly #texturePoints = new Map<number, Float32Array>();

  readonly #target = new Float32Array(CANONICAL_VERTICES * 2);
  readonly #source = new Float32Array(CANONICAL_VERTICES * 2);
  readonly #depth = new Float32Array(CANONICAL_VERTICES);
  readonly #weight = new Float32Array(CANONICAL_VERTICES);
  readonly #normals = new Float32Array(CANONICAL_VERTICES * 3);
  readonly #relit = new Float32Array(LIGHT_SIZE * LIGHT_SIZE * 3);
  readonly #coverage = new Float32Array(LIVE_SIZE * LIVE_SIZE);
  readonly #lightMap = new Float32Array(LIVE_SIZE * LIVE_SIZE * 4);
  readonly #lips = new Float32Array(INNER_LIPS.length * 2);
  readonly #liveGaze: Gaze = new Float64Array(4);
  readonly #gazeShift = new Float32Array(4);
  readonly #drawn = new Int32Array(4);
  /** Grown to the largest frame and mouth seen, then reused. */
  #scratch = new Uint8Array(0);
  #mouthMask = new Uint8Array(0);

  prepare(references: readonly ReferenceFace[]): Promise<GeometricIdentity> {
    return this.#builder.build(references);
  }

  swap(
    frame: Frame,
    face: TrackedFace,
    identity: GeometricIdentity,
    settings: SwapSettings,
    { masksOccluders }: SwapEffort = FULL_EFFORT,
  ): SwapResult {
    const state = this.#stateOf(face, frame.timeMs);
    const seconds = (frame.timeMs - state.timeMs) / 1000;
    state.timeMs = frame.timeMs;

    state.live.update(frame, face.mesh, settings.occlusion, seconds, masksOccluders);
    // The shape fades with the swap: at opacity 0 the original is seen, not the original warped.
    const shape = settings.shape * settings.opacity;
    state.shape.apply(identity.shape, face.mesh, shape, seconds, this.#target);
    this.#spreadMesh(face.mesh);
    facingWeights(this.#face, face.mesh, this.#normals, this.#weight);
    this.#light(state.live, identity);
    const coverage = this.#coverageOfCore();
    if (settings.eyes === 'live') this.#uncoverShutEyes(face.mesh);
    assembleLightMap(this.#relit, this.#coverage, this.#lightMap);

    const level = this.#paintedAtlas(identity).level(face.size, settings);
    const mouth = this.#maskMouth(frame, face.size);
    const hasReferenceEyes = settings.eyes === 'reference';
    if (hasReferenceEyes) this.#aimGaze(face.mesh, identity, level);
    if (this.#scratch.length !== frame.pixels.length) {
      this.#scratch = new Uint8Array(frame.pixels.length);
    }
    nativeAddon().renderFace(
      frame.pixels,
      this.#scratch,
      frame.width,
      frame.height,
      this.#target,
      this.#source,
      this.#textureOf(level),
      this.#weight,
      this.#depth,
      this.#face.triangles,
      level.pixels,
      level.size,
      this.#lightMap,
      LIVE_SIZE,
      mouth ? this.#mouthMask : null,
      mouth ?? EMPTY,
      hasReferenceEyes ? level.eyes : null,
      this.#gazeShift,
      settings.opacity,
      this.#drawn,
    );
    const [x, y, width, height] = this.#drawn;
    return { rectangle: { x, y, width, height }, coverage };
  }

  forgetAllBut(faces: readonly TrackedFace[]): void {
    for (const id of this.#states.keys()) {
      if (!faces.some((face) => face.id === id)) this.#states.delete(id);
    }
  }

  #stateOf(face: TrackedFace, timeMs: number): FaceState {
    const known = this.#states.get(face.id);
    if (known && Math.abs(timeMs - known.timeMs) < LONGEST_GAP_SECONDS * 1000) return known;
    const state = {
      live: new LiveFace(this.#liveLayout),
      shape: new ShapeTransfer(this.#shapeTopology),
      timeMs,
    };
    this.#states.set(face.id, state);
    return state;
  }

  #spreadMesh(mesh: Float32Array): void {
    for (let v = 0; v < CANONICAL_VERTICES; v++) {
      this.#source[2 * v] = mesh[3 * v];
      this.#source[2 * v + 1] = mesh[3 * v + 1];
      this.#depth[v] = mesh[3 * v + 2];
    }
  }

  #light(live: LiveFace, identity: GeometricIdentity): void {
    relight(live.light.values, identity.light, this.#relit);
    const coverage = this.#coverage;
    for (let i = 0; i < coverage.length; i++) {
      coverage[i] = live.coverage[i] * identity.validity[i];
    }
  }

  #coverageOfCore(): number {
    const { core } = this.#liveLayout;
    let covered = 0;
    let all = 0;
    for (let i = 0; i < core.length; i++) {
      covered += core[i] * this.#coverage[i];
      all += core[i];
    }
    return covered / all;
  }

  /** A shut eye shows the live lid: the reference's is that of an open one, squeezed to a smudge. */
  #uncoverShutEyes(mesh: Float32Array): void {
    const { left, right } = readBlink(mesh);
    const coverage = this.#coverage;
    if (left === 0 && right === 0) return;
    for (let i = 0; i < coverage.length; i++) {
      coverage[i] *= (1 - left * this.#leftLids[i]) * (1 - right * this.#rightLids[i]);
    }
  }

  #paintedAtlas(identity: GeometricIdentity): PaintedAtlas {
    let painted = this.#painted.get(identity);
    if (!painted) {
      painted = new PaintedAtlas(this.#fields, identity);
      this.#painted.set(identity, painted);
    }
    return painted;
  }

  #textureOf(level: AtlasLevel): Float32Array {
    let points = this.#texturePoints.get(level.size);
    if (!points) {
      points = atlasPoints(this.#face, level.size);
      this.#texturePoints.set(level.size, points);
    }
    return points;
  }

  /**
   * Fills the mouth mask from the drawn inner lips. A closed mouth is narrower than the ramp and so
   * leaves the reference's lips whole.
   *
   * @returns the masked part of the frame, or undefined when it lies outside.
   */
  #maskMouth(frame: Frame, faceSize: number): Rectangle | undefined {
    let left = Infinity;
    let top = Infinity;
    let right = -Infinity;
    let bottom = -Infinity;
    INNER_LIPS.forEach((vertex, i) => {
      const x = this.#target[2 * vertex];
      const y = this.#target[2 * vertex + 1];
      this.#lips[2 * i] = x;
      this.#lips[2 * i + 1] = y;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    });
    const margin = LIP_FEATHER * faceSize;
    const x = Math.max(0, Math.floor(left - margin));
    const y = Math.max(0, Math.floor(top - margin));
    const width = Math.min(frame.width, Math.ceil(right + margin)) - x;
    const height = Math.min(frame.height, Math.ceil(bottom + margin)) - y;
    if (width <= 0 || height <= 0) return undefined;

    if (this.#mouthMask.length < width * height) {
      this.#mouthMask = new Uint8Array(2 * width * height);
    }
    const feather = LIP_FEATHER * faceSize;
    // Closed, the ramp lies inside the outline and the thin opening stays the reference's; open, it
    // moves onto the outline, and nothing of the reference is left between the lips.
    const openness = smoothstep(1, 3, (bottom - top) / feather - 1);
    const inset = (0.5 - 0.6 * openness) * feather;
    const rectangle = { x, y, width, height };
    nativeAddon().fillSoftPolygon(this.#lips, feather, inset, rectangle, this.#mouthMask);
    return rectangle;
  }

  /** Shifts the atlas so that the reference's irises lie where the live ones look. */
  #aimGaze(mesh: Float32Array, identity: GeometricIdentity, level: AtlasLevel): void {
    readGaze(this.#face, mesh, this.#liveGaze);
    for (let k = 0; k < 4; k++) {
      this.#gazeShift[k] = (identity.gaze[k] - this.#liveGaze[k]) * level.size;
    }
  }
}

const EMPTY: Rectangle = { x: 0, y: 0, width: 1, height: 1 };
