import type { SkinColour, SkinMap, SkinRegion } from './skin-map.ts';

/** Chroma distance of a region to the rest of the face; make-up and stubble make up to 12. */
const COVERED_CHROMA = 16;

/** A warm shadow deepens the skin's hue and lies within this of it, in radians … */
const SAME_HUE = 0.35;

/** … and never pales it to less than this share of its strength. */
const SAME_STRENGTH = 0.55;

/** Relative spread of the luma from which the forehead is crossed by strands of hair. */
const COVERED_DEVIATION = 0.25;

/** Linear light relative to the rest of the face below which a forehead is hair. */
const COVERED_LIGHT = 0.3;

/**
 * Regions that look as if they were not skin: of another hue than the face, or, on the forehead,
 * with the dark or the streaks of hair. A hand has the hue of skin and goes unseen. Where the
 * forehead is covered, the hairline above it is not named as well.
 */
export function coveredRegions(skin: SkinMap): ReadonlySet<SkinRegion> {
  const typical = typicalColour(skin);
  const isHair = (colour: SkinColour) =>
    lightRatio(colour, typical) < COVERED_LIGHT || isOtherHue(colour, typical);
  const isStreaked =
    skin.forehead.lumaDeviation / Math.max(1, skin.forehead.luma) > COVERED_DEVIATION;

  const covered = new Set<SkinRegion>();
  if (isStreaked || isHair(skin.forehead)) covered.add('forehead');
  else if (isHair(skin.hairline)) covered.add('hairline');
  for (const region of ['leftCheek', 'rightCheek', 'nose', 'chin'] as const) {
    if (isOtherHue(skin[region], typical)) covered.add(region);
  }
  return covered;
}

/** Regions that lie outside the picture. */
export function cutOffRegions(skin: SkinMap): ReadonlySet<SkinRegion> {
  const regions = Object.keys(skin) as SkinRegion[];
  return new Set(regions.filter((region) => Number.isNaN(skin[region].luma)));
}

function isOtherHue(colour: SkinColour, typical: SkinColour): boolean {
  if (chromaDistance(colour, typical) <= COVERED_CHROMA) return false;
  const [a, b, c, d] = [colour.cb - 128, colour.cr - 128, typical.cb - 128, typical.cr - 128];
  const angle = Math.abs(Math.atan2(a * d - b * c, a * c + b * d));
  return angle > SAME_HUE || Math.hypot(a, b) < SAME_STRENGTH * Math.hypot(c, d);
}

/**
 * The median of the regions in the picture, number by number: one or two covered ones do not move
 * it.
 */
export function typicalColour(skin: SkinMap): SkinColour {
  const regions = [skin.forehead, skin.leftCheek, skin.rightCheek, skin.nose, skin.chin].filter(
    ({ luma }) => !Number.isNaN(luma),
  );
  const median = (pick: (colour: SkinColour) => number) =>
    regions.map(pick).sort((a, b) => a - b)[regions.length >> 1];
  return {
    luma: median(({ luma }) => luma),
    cb: median(({ cb }) => cb),
    cr: median(({ cr }) => cr),
    lumaDeviation: median(({ lumaDeviation }) => lumaDeviation),
  };
}

/** Ratio of linear light: luma is encoded with a gamma of about 2.2. */
export function lightRatio(a: SkinColour, b: SkinColour): number {
  return (Math.max(1, a.luma) / Math.max(1, b.luma)) ** 2.2;
}

/** Distance of two hues, lightness left aside, in steps of 0..255. */
export function chromaDistance(a: SkinColour, b: SkinColour): number {
  return Math.hypot(a.cb - b.cb, a.cr - b.cr);
}
