import type { ReferenceMeasurements } from './reference-measurements.ts';
import {
  chromaDistance,
  coveredRegions,
  cutOffRegions,
  lightRatio,
  typicalColour,
} from './skin-comparison.ts';
import type { SkinRegion } from './skin-map.ts';

export type FindingCode =
  'size' | 'pose' | 'mouth' | 'eyes' | 'light' | 'colour' | 'covering' | 'sharpness' | 'people';

export type Severity = 'ok' | 'advice' | 'warning';

/** One thing that was looked at in a reference picture, in words for its owner. */
export interface ReferenceFinding {
  code: FindingCode;
  severity: Severity;
  /** What was found. */
  message: string;
  /** What would help; empty when all is well. */
  advice: string;
}

/** From where on a measurement is worth a word, and from where on the swap suffers. */
interface Limits {
  advice: number;
  warning: number;
}

/**
 * Pixels. The likeness outlives much smaller pictures (scaled down to 48 pixels, five portraits keep
 * a similarity of 0.90 to 0.95 to themselves), the skin's detail does not: a face in a call is drawn
 * at 150 to 400 pixels.
 */
const SIZE: Limits = { advice: 160, warning: 64 };

/** Degrees. From 15 on the far cheek loses half its pixels, from 30 on it is invented. */
const YAW: Limits = { advice: 15, warning: 30 };

/** Degrees. Wider than yaw: portraits taken straight on measure anywhere from -18 to 10. */
const PITCH: Limits = { advice: 20, warning: 30 };

/** Over the face's height: closed lips measure up to 0.006, teeth show from about 0.03 on. */
const MOUTH_OPENING: Limits = { advice: 0.02, warning: 0.085 };

/** Over the face's width; at rest 0.33 to 0.42. */
const SMILE_WIDTH = 0.44;

/** Eye aspect ratio: eyes in portraits measure 0.2 to 0.4, in blinks 0.07 to 0.16. */
const EYES_CLOSED = 0.17;

/** Brighter over darker cheek, in linear light: portrait photographers call 2:1 flat, 4:1 dramatic. */
const SIDE_LIGHT: Limits = { advice: 2, warning: 4 };

/** Forehead over chin or the reverse; stubble alone makes 2. */
const TOP_LIGHT: Limits = { advice: 3, warning: 6 };

/** Chroma that skin of all complexions has in white light (Chai and Ngan, 1999). */
const SKIN_CHROMA = { cb: [77, 127], cr: [133, 173] } as const;

/** Chroma steps beyond that range. */
const TINT: Limits = { advice: 1, warning: 8 };

/** Chroma distance of the two cheeks: the same skin under two lights. */
const TWO_LIGHTS: Limits = { advice: 12, warning: 20 };

/** Chroma so near to grey that the picture has none. */
const COLOURLESS = 5;

/** See {@link ReferenceMeasurements.noseBridgeDip}: frowns make up to 0.35. */
const GLASSES_DIP = 0.45;

/** Blur effect: sharp portraits measure 0.25 to 0.5, enlarged video 0.55 to 0.6. */
const BLUR: Limits = { advice: 0.56, warning: 0.66 };

/** What a finding takes off the score of 100. */
const COST: Record<Severity, number> = { ok: 0, advice: 8, warning: 25 };

/** Judges a reference picture, one finding for each thing that was looked at. */
export function judgeReference(measured: ReferenceMeasurements): ReferenceFinding[] {
  return [
    judgeSize(measured),
    judgePose(measured),
    judgeMouth(measured),
    judgeEyes(measured),
    judgeLight(measured),
    judgeColour(measured),
    judgeCovering(measured),
    judgeSharpness(measured),
    judgePeople(measured),
  ];
}

/** 0 (useless) to 100 (nothing to improve). */
export function scoreOf(findings: readonly ReferenceFinding[]): number {
  return Math.max(
    0,
    findings.reduce((score, { severity }) => score - COST[severity], 100),
  );
}

/** The findings in one line. */
export function verdictOf(findings: readonly ReferenceFinding[]): string {
  const worst = findings.find(({ severity }) => severity === 'warning');
  const score = scoreOf(findings);
  if (score === 100) return 'An excellent reference.';
  if (!worst) return score >= 80 ? 'A good reference.' : 'A usable reference that could be better.';
  return score >= 50
    ? `Usable, but the likeness will suffer: ${worst.message}`
    : `Better choose another picture: ${worst.message}`;
}

function judgeSize({ sizePixels }: ReferenceMeasurements): ReferenceFinding {
  const severity: Severity =
    sizePixels < SIZE.warning ? 'warning' : sizePixels < SIZE.advice ? 'advice' : 'ok';
  return finding('size', severity, {
    ok: `The face is ${sizePixels} pixels large.`,
    message: `The face is only ${sizePixels} pixels large.`,
    advice: `Use a closer or larger picture: ${SIZE.advice} pixels from hairline to chin or more.`,
  });
}

function judgePose({ pose: { yaw, pitch } }: ReferenceMeasurements): ReferenceFinding {
  const turned = `${degrees(yaw)} to the ${yaw > 0 ? 'right' : 'left'}`;
  const tilted = `${degrees(pitch)} ${pitch > 0 ? 'up' : 'down'}`;
  const severity = worse(above(Math.abs(yaw), YAW), above(Math.abs(pitch), PITCH));
  const ways = [
    ...(above(Math.abs(yaw), YAW) === 'ok' ? [] : [turned]),
    ...(above(Math.abs(pitch), PITCH) === 'ok' ? [] : [tilted]),
  ];
  return finding('pose', severity, {
    ok: `The face looks into the camera (${turned}, ${tilted}).`,
    message: `The face is turned ${ways.join(' and ')}.`,
    advice: 'Use a picture that looks straight into the camera, so that both cheeks are seen.',
  });
}

function judgeMouth({ mouthOpening, mouthWidth }: ReferenceMeasurements): ReferenceFinding {
  const isSmile = mouthWidth >= SMILE_WIDTH;
  return finding('mouth', above(mouthOpening, MOUTH_OPENING), {
    ok: 'The mouth is closed.',
    message: isSmile ? 'The face smiles with an open mouth.' : 'The mouth is open.',
    advice:
      'Use a picture with closed lips: an open mouth and smile lines stay in the swapped face.',
  });
}

function judgeEyes({ eyeOpening }: ReferenceMeasurements): ReferenceFinding {
  return finding('eyes', eyeOpening < EYES_CLOSED ? 'warning' : 'ok', {
    ok: 'The eyes are open.',
    message: 'The eyes are closed, or nearly so.',
    advice: 'Use a picture with open eyes.',
  });
}

function judgeLight({ skin }: ReferenceMeasurements): ReferenceFinding {
  const isCovered = coveredRegions(skin);
  const ratio = (a: SkinRegion, b: SkinRegion) =>
    isCovered.has(a) || isCovered.has(b) ? 1 : lightRatio(skin[a], skin[b]);
  const side = ratio('leftCheek', 'rightCheek');
  const top = ratio('forehead', 'chin');
  const sideSeverity = above(Math.max(side, 1 / side), SIDE_LIGHT);
  const topSeverity = above(Math.max(top, 1 / top), TOP_LIGHT);
  const darker = [
    ...(sideSeverity === 'ok' ? [] : [side < 1 ? 'left' : 'right']),
    ...(topSeverity === 'ok' ? [] : [top < 1 ? 'upper' : 'lower']),
  ];
  return finding('light', worse(sideSeverity, topSeverity), {
    ok: 'The light is even.',
    message: `The ${darker.join(' ')} part of the face lies in shadow.`,
    advice: 'Use a picture with soft light from the front.',
  });
}

function judgeColour({ skin }: ReferenceMeasurements): ReferenceFinding {
  const { cb, cr } = typicalColour(skin);
  const advice = 'Use a colour picture in daylight or white light.';
  if (Math.hypot(cb - 128, cr - 128) < COLOURLESS) {
    return { code: 'colour', severity: 'warning', message: 'The picture has no colour.', advice };
  }
  const apart = chromaDistance(skin.leftCheek, skin.rightCheek);
  const isCovered = coveredRegions(skin);
  const sides =
    isCovered.has('leftCheek') || isCovered.has('rightCheek') ? 'ok' : above(apart, TWO_LIGHTS);
  const tint = above(Math.max(beyond(cb, SKIN_CHROMA.cb), beyond(cr, SKIN_CHROMA.cr)), TINT);
  return finding('colour', worse(tint, sides), {
    ok: 'The light is white.',
    message:
      tint === 'ok'
        ? 'The two sides of the face are lit in different colours.'
        : 'The light is coloured: the skin is not of a skin’s colour.',
    advice,
  });
}

function judgeCovering({ skin, noseBridgeDip }: ReferenceMeasurements): ReferenceFinding {
  const covered = coveredRegions(skin);
  const cutOff = [...cutOffRegions(skin)].map((region) => REGION_NAMES[region]);
  const hidden = [...covered].map(
    (region) => REGION_NAMES[region] + (HAIRY.has(region) ? ' (hair?)' : ''),
  );
  if (!covered.has('nose') && noseBridgeDip > GLASSES_DIP) hidden.push('the eyes (glasses?)');

  const isOnlyHairline = hidden.length === 1 && covered.has('hairline') && cutOff.length === 0;
  const isFree = hidden.length === 0 && cutOff.length === 0;
  const parts = [
    ...(hidden.length === 0 ? [] : [`something covers ${hidden.join(', ')}`]),
    ...(cutOff.length === 0 ? [] : [`the picture’s edge cuts off ${cutOff.join(', ')}`]),
  ];
  return finding('covering', isFree ? 'ok' : isOnlyHairline ? 'advice' : 'warning', {
    ok: 'Nothing seems to cover the face.',
    message: `By estimate, ${parts.join(', and ')}.`,
    advice:
      'Use a picture of the whole face without hair, glasses or a hand over it: the swap leaves out or draws along what they cover.',
  });
}

function judgeSharpness({ blur }: ReferenceMeasurements): ReferenceFinding {
  return finding('sharpness', above(blur, BLUR), {
    ok: 'The face is sharp.',
    message: 'The face is blurred or short of detail.',
    advice: 'Use a sharp picture that was not enlarged or strongly compressed.',
  });
}

function judgePeople({ people }: ReferenceMeasurements): ReferenceFinding {
  return finding('people', people > 1 ? 'advice' : 'ok', {
    ok: 'One face is in the picture.',
    message: `${people} faces are in the picture; the largest is used.`,
    advice: 'Cut the picture to the face that you mean.',
  });
}

const REGION_NAMES: Record<SkinRegion, string> = {
  hairline: 'the upper forehead',
  forehead: 'the forehead',
  leftCheek: 'the left cheek',
  rightCheek: 'the right cheek',
  nose: 'the nose',
  chin: 'the chin',
};

/** Where a covering is most likely hair. */
const HAIRY: ReadonlySet<SkinRegion> = new Set(['hairline', 'forehead']);

function beyond(value: number, [low, high]: readonly [number, number]): number {
  return Math.max(0, low - value, value - high);
}

function above(value: number, { advice, warning }: Limits): Severity {
  return value >= warning ? 'warning' : value >= advice ? 'advice' : 'ok';
}

function worse(a: Severity, b: Severity): Severity {
  return COST[a] >= COST[b] ? a : b;
}

function degrees(value: number): string {
  return `${Math.round(Math.abs(value))}°`;
}

function finding(
  code: FindingCode,
  severity: Severity,
  words: { ok: string; message: string; advice: string },
): ReferenceFinding {
  return severity === 'ok'
    ? { code, severity, message: words.ok, advice: '' }
    : { code, severity, message: words.message, advice: words.advice };
}
