import { nativeAddon } from '../../base/addon.ts';
import { CANONICAL_VERTICES, type CanonicalFace } from '../faces/canonical-face.ts';
import { POINT } from '../faces/mesh-topology.ts';
import { sampleMap } from './atlas-map.ts';
import { atlasLayout, type AtlasLayout } from './atlas-layout.ts';
import { coreRegion, faceRegion, skinRegion, type AtlasFields } from './atlas-masks.ts';
import { FaceLight, LIVE_SIZE } from './face-light.ts';
import type { ReferenceFace } from './face-swapper.ts';
import { readGaze, type Gaze } from './gaze.ts';
import { joinReferences, meanShape } from './join-references.ts';
import { smoothstep } from './polygon-field.ts';
import { cropReference } from './reference-crop.ts';
import { closeMouth, evenShading, multiply } from './reference-retouch.ts';
import { skinLikelihood } from './skin-likelihood.ts';

/** Side of the reference atlas: a face of 460 pixels, more than a 720p call shows. */
export const ATLAS_SIZE = 512;

/** What the geometric swap knows of a person. */
export interface GeometricIdentity {
  /** R, G, B in 0..255 and coverage: float32 [ATLAS_SIZE, ATLAS_SIZE, 4]. */
  colour: Float32Array;
  /** Where the references show skin and not hair or glasses: float32 [LIVE_SIZE, LIVE_SIZE]. */
  validity: Float32Array;
  /** Light and complexion of the references, see {@link FaceLight}. */
  light: Float32Array;
  /** The mesh of the first reference; of several, their mean laid over it. float32 [468, 3]. */
  shape: Float32Array;
  gaze: Gaze;
}

/** One reference in the atlas, before several are joined. */
interface ReferenceAtlas {
  colour: Float32Array;
  small: Float32Array;
  validity: Float32Array;
  mesh: Float32Array;
  gaze: Gaze;
}

/**
 * A face counts as turned when its halves differ by this share of the width; over the second value
 * the narrow half is wholly taken from the mirrored wide one.
 */
const TURNED_FROM = 0.12;
const TURNED_FULLY = 0.25;

/** Makes identities; holds what depends on the canonical face alone. */
export class IdentityBuilder {
  readonly #face: CanonicalFace;
  readonly #fields: AtlasFields;
  readonly #large: AtlasLayout;
  readonly #small: AtlasLayout;
  readonly #skin: Float32Array;
  readonly #region: Float32Array;
  readonly #core: Float32Array;

  constructor(face: CanonicalFace, fields: AtlasFields) {
    this.#face = face;
    this.#fields = fields;
    this.#large = atlasLayout(face, ATLAS_SIZE);
    this.#small = atlasLayout(face, LIVE_SIZE);
    this.#skin = skinRegion(fields, LIVE_SIZE);
    this.#region = faceRegion(fields, LIVE_SIZE);
    this.#core = coreRegion(fields, LIVE_SIZE);
  }

  /** Joins all references of one person; texel by texel the ones that show skin there count. */
  async build(references: readonly ReferenceFace[]): Promise<GeometricIdentity> {
    const atlases: ReferenceAtlas[] = [];
    for (const reference of references) atlases.push(await this.#read(reference));
    const light = new FaceLight();
    const first = atlases[0];
    if (atlases.length > 1) this.#join(atlases);
    light.update(first.small, this.#skinOf(first.validity), 1);
    return {
      colour: first.colour,
      validity: first.validity,
      light: light.values,
      shape: meanShape(atlases.map(({ mesh }) => mesh)),
      gaze: first.gaze,
    };
  }

  async #read(reference: ReferenceFace): Promise<ReferenceAtlas> {
    const crop = await cropReference(reference);
    const sample = (layout: AtlasLayout): Float32Array => {
      const atlas = new Float32Array(layout.size * layout.size * 4);
      nativeAddon().sampleAtlas(
        crop.frame.pixels,
        crop.frame.width,
        crop.frame.height,
        crop.points,
        layout.texels,
        layout.vertices,
        layout.weights,
        layout.size,
        atlas,
      );
      return atlas;
    };
    const colour = sample(this.#large);
    const small = sample(this.#small);

    const turned = turnedShare(reference.face.mesh);
    mirrorInto(colour, ATLAS_SIZE, (u) => turnedWeight(turned, u));
    mirrorInto(small, LIVE_SIZE, (u) => turnedWeight(turned, u));

    const validity = this.#measureValidity(small);
    const mirroredGap = (u: number, v: number): number => {
      const here = sampleMap(validity, LIVE_SIZE, u, v);
      return (1 - here) * sampleMap(validity, LIVE_SIZE, 1 - u, v);
    };
    // What hair or a hand covers on one side only is taken from the other.
    mirrorInto(colour, ATLAS_SIZE, mirroredGap);
    mirrorInto(small, LIVE_SIZE, mirroredGap);
    const shading = evenShading(small, this.#skinOf(validity));
    multiply(colour, ATLAS_SIZE, shading);
    multiply(small, LIVE_SIZE, shading);
    closeMouth(colour, ATLAS_SIZE, this.#fields.mouth, this.#fields.size);
    const filled = validity.map((value, i) => {
      const u = ((i % LIVE_SIZE) + 0.5) / LIVE_SIZE;
      const v = (Math.floor(i / LIVE_SIZE) + 0.5) / LIVE_SIZE;
      return Math.max(value, mirroredGap(u, v));
    });
    return {
      colour,
      small,
      validity: filled,
      mesh: reference.face.mesh.slice(0, CANONICAL_VERTICES * 3),
      gaze: readGaze(this.#face, reference.face.mesh),
    };
  }

  /** Skin and core, eroded a little and softened, so that no fringe of hair colour remains. */
  #measureValidity(small: Float32Array): Float32Array {
    const middle = new FaceLight();
    middle.update(
      small,
      this.#skin.map((value, i) => value * this.#core[i]),
      1,
    );
    const validity = new Float32Array(LIVE_SIZE * LIVE_SIZE);
    skinLikelihood(small, middle.values, this.#region, 1, validity);
    validity.forEach((value, i) => {
      validity[i] = Math.max(value, this.#core[i]);
    });
    const scratch = new Float32Array(validity.length);
    nativeAddon().blur(validity, LIVE_SIZE, LIVE_SIZE, 1, 2, scratch);
    validity.forEach((value, i) => {
      validity[i] = this.#region[i] * smoothstep(0.25, 0.7, value);
    });
    nativeAddon().blur(validity, LIVE_SIZE, LIVE_SIZE, 1, 4, scratch);
    return validity;
  }

  #skinOf(validity: Float32Array): Float32Array {
    return validity.map((value, i) => value * this.#skin[i]);
  }

  /** Brings all atlases into the first one, each relit to the first one's light. */
  #join(atlases: readonly ReferenceAtlas[]): void {
    const first = atlases[0];
    const lights = atlases.map((atlas) => {
      const light = new FaceLight();
      light.update(atlas.small, this.#skinOf(atlas.validity), 1);
      return light.values;
    });
    const join = (size: number, pick: (atlas: ReferenceAtlas) => Float32Array): void => {
      joinReferences(
        atlases.map((atlas, i) => ({
          atlas: pick(atlas),
          validity: atlas.validity,
          light: lights[i],
        })),
        size,
      );
    };
    join(ATLAS_SIZE, ({ colour }) => colour);
    join(LIVE_SIZE, ({ small }) => small);
    first.validity.forEach((_value, i) => {
      first.validity[i] = Math.max(...atlases.map(({ validity }) => validity[i]));
    });
  }
}

/** The left half's share of the face's width, 0..1; 0.5 is frontal. */
function turnedShare(mesh: Float32Array): number {
  const toNose = (vertex: number): number =>
    Math.hypot(
      mesh[vertex * 3] - mesh[POINT.noseTip * 3],
      mesh[vertex * 3 + 1] - mesh[POINT.noseTip * 3 + 1],
    );
  const left = toNose(POINT.leftTemple);
  const right = toNose(POINT.rightTemple);
  return left / (left + right);
}

/** How much of column u comes from its mirror image when the face is turned. */
function turnedWeight(leftShare: number, u: number): number {
  const turned = Math.abs(leftShare - 0.5);
  if (turned < TURNED_FROM) return 0;
  const intoNarrowHalf = leftShare < 0.5 ? 0.5 - u : u - 0.5;
  return smoothstep(0.06, 0.2, intoNarrowHalf) * smoothstep(TURNED_FROM, TURNED_FULLY, turned);
}

/** Blends each texel toward its mirror image by `weight(u, v)`; the canonical face is symmetric. */
function mirrorInto(
  atlas: Float32Array,
  size: number,
  weight: (u: number, v: number) => number,
): void {
  const original = atlas.slice();
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const w = weight((column + 0.5) / size, (row + 0.5) / size);
      if (w < 0.01) continue;
      const to = (row * size + column) * 4;
      const from = (row * size + size - 1 - column) * 4;
      for (let c = 0; c < 4; c++) {
        atlas[to + c] = original[to + c] + w * (original[from + c] - original[to + c]);
      }
    }
  }
}
