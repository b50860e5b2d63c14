import { nativeAddon } from '../../base/addon.ts';
import type { SwapSettings } from '../../contract/swap-settings.ts';
import { eyeCoverage, staticCoverage, type AtlasFields } from './atlas-masks.ts';
import { ATLAS_SIZE, type GeometricIdentity } from './identity-atlas.ts';

/** One resolution of the atlas, ready for the render. */
export interface AtlasLevel {
  size: number;
  /** RGBA; alpha is the static coverage. */
  pixels: Uint8Array;
  /** One byte per texel: where the eyes are. */
  eyes: Uint8Array;
}

/** Sides of the levels, largest first. */
const LEVEL_SIZES = [ATLAS_SIZE, ATLAS_SIZE / 2, ATLAS_SIZE / 4] as const;

/** A level is used until the face falls below this share of its side; less shimmers. */
const SMALLEST_FACE = 0.45;

/** The atlas of an identity with the coverage that the settings ask for, in falling resolutions. */
export class PaintedAtlas {
  readonly #fields: AtlasFields;
  readonly #identity: GeometricIdentity;
  #settings: Pick<SwapSettings, 'feather' | 'foreheadCoverage' | 'eyes'> | undefined;
  #levels: readonly AtlasLevel[] = [];

  constructor(fields: AtlasFields, identity: GeometricIdentity) {
    this.#fields = fields;
    this.#identity = identity;
  }

  /**
   * The level that suits a face, so that neighbouring pixels never skip texels (which would
   * flicker as the face moves).
   *
   * @param faceSize larger side of the face in frame pixels.
   */
  level(faceSize: number, settings: SwapSettings): AtlasLevel {
    const painted = this.#settings;
    if (
      painted?.feather !== settings.feather ||
      painted.foreheadCoverage !== settings.foreheadCoverage ||
      painted.eyes !== settings.eyes
    ) {
      this.#paint(settings);
    }
    const fitting = this.#levels.find(({ size }) => faceSize >= size * SMALLEST_FACE);
    return fitting ?? this.#levels[this.#levels.length - 1];
  }

  #paint(settings: SwapSettings): void {
    const { colour } = this.#identity;
    const coverage = staticCoverage(this.#fields, ATLAS_SIZE, settings);
    const full = new Uint8Array(ATLAS_SIZE * ATLAS_SIZE * 4);
    for (let texel = 0; texel < coverage.length; texel++) {
      const p = texel * 4;
      full[p] = Math.round(colour[p]);
      full[p + 1] = Math.round(colour[p + 1]);
      full[p + 2] = Math.round(colour[p + 2]);
      full[p + 3] = Math.round(255 * coverage[texel] * Math.min(1, colour[p + 3]));
    }
    this.#levels = LEVEL_SIZES.map((size) => ({
      size,
      pixels: size === ATLAS_SIZE ? full : scaled(full, size),
      eyes: Uint8Array.from(eyeCoverage(this.#fields, size), (value) => Math.round(255 * value)),
    }));
    this.#settings = { ...settings };
  }
}

function scaled(full: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size * size * 4);
  nativeAddon().scaleRgba(full, ATLAS_SIZE, ATLAS_SIZE, out, size, size);
  return out;
}
