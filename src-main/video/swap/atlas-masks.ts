import type { SwapSettings } from '../../contract/swap-settings.ts';
import type { CanonicalFace } from '../faces/canonical-face.ts';
import { FACE_OVAL, INNER_LIPS, LEFT_EYE, RIGHT_EYE } from '../faces/mesh-topology.ts';
import { sampleMap } from './atlas-map.ts';
import { signedDistanceField, smoothstep } from './polygon-field.ts';

/** The fields are smooth: computed this small and interpolated, they cost 60 ms instead of 700. */
const FIELD_SIZE = 128;

/** Width of the rim's fade in atlas units, and how much wider it is across the forehead. */
const RIM_FEATHER = 0.08;
const FOREHEAD_FEATHER = 0.1;

/** The live eye shows through this far beyond the lid edge; inside it is wholly live. */
const LID_INSIDE = 0.006;
const LID_OUTSIDE = 0.004;

/** Rows (v) of the atlas between which the forehead's coverage ends at 0 and at 1. */
const FOREHEAD_LOWEST = 0.34;
const FOREHEAD_HIGHEST = -0.1;
const FOREHEAD_FADE = 0.1;

/** Distances in atlas units, float32 [size, size], positive inside. */
export interface AtlasFields {
  size: number;
  oval: Float32Array;
  rightEye: Float32Array;
  leftEye: Float32Array;
  mouth: Float32Array;
}

export function atlasFields(face: CanonicalFace): AtlasFields {
  const ring = (vertices: readonly number[]): Float32Array =>
    Float32Array.from(vertices.flatMap((v) => [face.uv[2 * v], face.uv[2 * v + 1]]));
  return {
    size: FIELD_SIZE,
    oval: signedDistanceField(ring(FACE_OVAL), FIELD_SIZE),
    rightEye: signedDistanceField(ring(RIGHT_EYE), FIELD_SIZE),
    leftEye: signedDistanceField(ring(LEFT_EYE), FIELD_SIZE),
    mouth: signedDistanceField(ring(INNER_LIPS), FIELD_SIZE),
  };
}

/** Evaluates `value(distances, u, v)` over an atlas of `size` x `size` texels. */
function overAtlas(
  fields: AtlasFields,
  size: number,
  value: (oval: number, eyes: number, mouth: number, v: number) => number,
): Float32Array {
  const out = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    const v = (row + 0.5) / size;
    for (let column = 0; column < size; column++) {
      const u = (column + 0.5) / size;
      const eyes = Math.max(
        sampleMap(fields.rightEye, FIELD_SIZE, u, v),
        sampleMap(fields.leftEye, FIELD_SIZE, u, v),
      );
      out[row * size + column] = value(
        sampleMap(fields.oval, FIELD_SIZE, u, v),
        eyes,
        sampleMap(fields.mouth, FIELD_SIZE, u, v),
        v,
      );
    }
  }
  return out;
}

/**
 * What the atlas covers of a face when nothing is in front of it: 1 in the middle, falling to 0 at
 * the rim, and 0 over the eyes when these stay live.
 *
 * @returns float32 [size, size], 0..1.
 */
export function staticCoverage(
  fields: AtlasFields,
  size: number,
  settings: Pick<SwapSettings, 'feather' | 'foreheadCoverage' | 'eyes'>,
): Float32Array {
  const foreheadEnd =
    FOREHEAD_LOWEST + settings.foreheadCoverage * (FOREHEAD_HIGHEST - FOREHEAD_LOWEST);
  return overAtlas(fields, size, (oval, eyes, _mouth, v) => {
    const feather =
      settings.feather * (RIM_FEATHER + FOREHEAD_FEATHER * (1 - smoothstep(0.16, 0.36, v)));
    const rim = smoothstep(0.004, feather, oval);
    const forehead = smoothstep(foreheadEnd, foreheadEnd + FOREHEAD_FADE, v);
    const lids = settings.eyes === 'live' ? smoothstep(-LID_INSIDE, LID_OUTSIDE, -eyes) : 1;
    return rim * forehead * lids;
  });
}

/** Where the two eyes are, softly: float32 [size, size], 0..1. */
export function eyeCoverage(fields: AtlasFields, size: number): Float32Array {
  return overAtlas(fields, size, (_oval, eyes) => smoothstep(-0.012, 0.002, eyes));
}

/** How far a lid reaches from the lid edge, in atlas units. */
const LID_REACH = 0.05;

/** The lids around one eye, softly, the eye included: float32 [size, size], 0..1. */
export function lidRegion(
  fields: AtlasFields,
  eye: 'leftEye' | 'rightEye',
  size: number,
): Float32Array {
  const out = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const distance = sampleMap(
        fields[eye],
        FIELD_SIZE,
        (column + 0.5) / size,
        (row + 0.5) / size,
      );
      out[row * size + column] = smoothstep(-LID_REACH, -LID_REACH / 4, distance);
    }
  }
  return out;
}

/**
 * Plain skin: inside the outline, away from eyes and mouth. Colour statistics and light are read
 * here. float32 [size, size], 0 or 1.
 */
export function skinRegion(fields: AtlasFields, size: number): Float32Array {
  return overAtlas(fields, size, (oval, eyes, mouth) =>
    oval > 0.06 && eyes < -0.03 && mouth < -0.05 ? 1 : 0,
  );
}

/** Everything inside the outline: float32 [size, size], 0 or 1. */
export function faceRegion(fields: AtlasFields, size: number): Float32Array {
  return overAtlas(fields, size, (oval) => (oval > 0 ? 1 : 0));
}

/** How far the core stays away from the outline, in atlas units. */
const CORE_MARGIN = 0.1;

/**
 * The middle of the face, from the brows to the chin: 1 inside, 0 toward the rim. Here the live
 * face may be uncovered only by what is surely an object in front of it.
 */
export function coreRegion(fields: AtlasFields, size: number): Float32Array {
  const core = overAtlas(
    fields,
    size,
    (oval, _eyes, _mouth, v) =>
      // Off the rim, where a picture that is turned a little shows its background.
      smoothstep(CORE_MARGIN / 4, CORE_MARGIN, oval) * smoothstep(0.21, 0.27, v),
  );
  return core.map((value, i) => {
    const x = ((i % size) + 0.5) / size;
    const y = (Math.floor(i / size) + 0.5) / size;
    // An ellipse fitted by eye to brows, cheekbones and chin of the canonical layout.
    return value * (1 - smoothstep(0.72, 1, Math.hypot((x - 0.5) / 0.4, (y - 0.57) / 0.4)));
  });
}
