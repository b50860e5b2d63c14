import { describe, expect, it } from 'vitest';
import {
  judgeReference,
  scoreOf,
  verdictOf,
  type FindingCode,
  type Severity,
} from './reference-findings.ts';
import type { ReferenceMeasurements } from './reference-measurements.ts';
import type { SkinColour, SkinMap } from './skin-map.ts';

const SKIN: SkinColour = { luma: 170, cb: 106, cr: 154, lumaDeviation: 10 };
const EVEN: SkinMap = {
  hairline: SKIN,
  forehead: SKIN,
  leftCheek: SKIN,
  rightCheek: SKIN,
  nose: SKIN,
  chin: SKIN,
};

const GOOD: ReferenceMeasurements = {
  sizePixels: 320,
  pose: { yaw: 3, pitch: -5, roll: 12 },
  mouthOpening: 0.002,
  mouthWidth: 0.38,
  eyeOpening: 0.28,
  blur: 0.4,
  skin: EVEN,
  noseBridgeDip: 0.1,
  people: 1,
};

const withSkin = (change: Partial<SkinMap>) => ({ skin: { ...EVEN, ...change } });
const OUTSIDE: SkinColour = { luma: NaN, cb: NaN, cr: NaN, lumaDeviation: NaN };
const grey = { cb: 128, cr: 128 };

describe('judging a reference picture', () => {
  it('finds nothing to say about a good one', () => {
    const findings = judgeReference(GOOD);
    expect(findings.map(({ severity }) => severity)).toEqual(Array(9).fill('ok'));
    expect(findings.every(({ message, advice }) => message !== '' && advice === '')).toBe(true);
    expect(scoreOf(findings)).toBe(100);
    expect(verdictOf(findings)).toBe('An excellent reference.');
  });

  it.each<[string, FindingCode, Severity, string, Partial<ReferenceMeasurements>]>([
    ['smallish', 'size', 'advice', '120 pixels', { sizePixels: 120 }],
    ['tiny', 'size', 'warning', '50 pixels', { sizePixels: 50 }],
    [
      'turned a little',
      'pose',
      'advice',
      '18° to the right',
      { pose: { yaw: 18, pitch: 0, roll: 0 } },
    ],
    [
      'turned away',
      'pose',
      'warning',
      '41° to the left',
      { pose: { yaw: -41, pitch: 0, roll: 0 } },
    ],
    ['looking down', 'pose', 'advice', '25° down', { pose: { yaw: 0, pitch: -25, roll: 0 } }],
    ['speaking', 'mouth', 'advice', 'mouth is open', { mouthOpening: 0.05 }],
    ['laughing', 'mouth', 'warning', 'smiles', { mouthOpening: 0.1, mouthWidth: 0.47 }],
    ['asleep', 'eyes', 'warning', 'closed', { eyeOpening: 0.1 }],
    [
      'lit from the left',
      'light',
      'advice',
      'right part',
      withSkin({ rightCheek: { ...SKIN, luma: 110 } }),
    ],
    ['half dark', 'light', 'warning', 'left part', withSkin({ leftCheek: { ...SKIN, luma: 60 } })],
    ['lit from above', 'light', 'advice', 'lower part', withSkin({ chin: { ...SKIN, luma: 95 } })],
    ['colourless', 'colour', 'warning', 'no colour', { skin: everywhere({ ...SKIN, ...grey }) }],
    [
      'in blue light',
      'colour',
      'warning',
      'coloured',
      { skin: everywhere({ ...SKIN, cb: 150, cr: 120 }) },
    ],
    [
      'in two lights',
      'colour',
      'advice',
      'different colours',
      withSkin({ leftCheek: { ...SKIN, cb: 114, cr: 165 } }),
    ],
    [
      'with a fringe',
      'covering',
      'warning',
      'the forehead (hair?)',
      withSkin({ forehead: { ...SKIN, lumaDeviation: 60 } }),
    ],
    [
      'with low hair',
      'covering',
      'advice',
      'upper forehead',
      withSkin({ hairline: { ...SKIN, luma: 60 } }),
    ],
    [
      'with a plaster',
      'covering',
      'warning',
      'the left cheek',
      withSkin({ leftCheek: { ...SKIN, ...grey } }),
    ],
    [
      'with a grey beard',
      'covering',
      'warning',
      'the chin',
      withSkin({ chin: { ...SKIN, cb: 125, cr: 133 } }),
    ],
    [
      'cut off at the chin',
      'covering',
      'warning',
      'edge cuts off the chin',
      withSkin({ chin: OUTSIDE }),
    ],
    ['with glasses', 'covering', 'warning', 'glasses', { noseBridgeDip: 0.6 }],
    ['soft', 'sharpness', 'advice', 'blurred', { blur: 0.6 }],
    ['not alone', 'people', 'advice', '3 faces', { people: 3 }],
  ])('of someone %s: %s, %s', (_what, code, severity, words, change) => {
    const findings = judgeReference({ ...GOOD, ...change });

    const [remark, ...others] = findings.filter((finding) => finding.severity !== 'ok');
    expect(others).toEqual([]);
    expect(remark).toMatchObject({ code, severity });
    expect(remark.message).toContain(words);
    expect(remark.advice).not.toBe('');
  });

  it('takes a warm shadow for light, not for a covered cheek', () => {
    const shaded = { ...SKIN, luma: 130, cb: 95, cr: 168 };
    const findings = judgeReference({ ...GOOD, ...withSkin({ rightCheek: shaded }) });
    expect(findings.find(({ code }) => code === 'covering')?.severity).toBe('ok');
  });

  it('does not take a covered cheek for uneven light', () => {
    const bandage = { ...SKIN, ...grey, luma: 250 };
    const findings = judgeReference({ ...GOOD, ...withSkin({ leftCheek: bandage }) });
    expect(findings.find(({ code }) => code === 'light')?.severity).toBe('ok');
  });

  it('scores lower the more there is to say, and says the worst in one line', () => {
    const some = judgeReference({ ...GOOD, sizePixels: 120 });
    const many = judgeReference({
      ...GOOD,
      sizePixels: 50,
      eyeOpening: 0,
      blur: 0.9,
      noseBridgeDip: 1,
      people: 9,
    });

    expect(scoreOf(some)).toBeGreaterThan(80);
    expect(verdictOf(some)).toBe('A good reference.');
    expect(scoreOf(many)).toBe(0);
    expect(verdictOf(many)).toContain('The face is only 50 pixels large.');
  });
});

function everywhere(colour: SkinColour): SkinMap {
  return Object.fromEntries(Object.keys(EVEN).map((region) => [region, colour])) as SkinMap;
}
