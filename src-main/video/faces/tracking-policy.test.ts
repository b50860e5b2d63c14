import { describe, expect, it } from 'vitest';
import {
  isDetectionDue,
  isLost,
  orderBySize,
  StabilityCounter,
  TakeoverRule,
  type DetectionState,
} from './tracking-policy.ts';

const CALM: DetectionState = {
  framesSinceDetection: 1,
  interval: 5,
  followed: 1,
  missing: 0,
  lowestConfidence: 0.9,
  hasSceneChanged: false,
};

describe('when the detector runs', () => {
  it.each<[string, Partial<DetectionState>, boolean]>([
    ['not between its turns', { framesSinceDetection: 4 }, false],
    ['on its turn', { framesSinceDetection: 5 }, true],
    [
      'on the first frame',
      { framesSinceDetection: Infinity, followed: 0, lowestConfidence: 1 },
      true,
    ],
    ['on each frame while no face is followed', { followed: 0, lowestConfidence: 1 }, true],
    ['on each frame while a face is missing', { missing: 1 }, true],
    ['at once when the scene changed', { hasSceneChanged: true }, true],
    ['at once below a confidence of 0.70', { lowestConfidence: 0.699 }, true],
    ['not at a confidence of 0.70', { lowestConfidence: 0.7 }, false],
    ['on every frame at an interval of 1', { interval: 1 }, true],
  ])('%s', (_when, change, expected) => {
    expect(isDetectionDue({ ...CALM, ...change })).toBe(expected);
  });
});

describe('when a face is lost', () => {
  it.each([
    { presence: 0.99, isMissedByDetector: true, expected: false },
    { presence: 0.5, isMissedByDetector: false, expected: false },
    { presence: 0.49, isMissedByDetector: false, expected: true },
    { presence: 0.69, isMissedByDetector: true, expected: true },
    { presence: NaN, isMissedByDetector: false, expected: true },
  ])(
    'presence $presence, missed by the detector: $isMissedByDetector → lost: $expected',
    ({ presence, isMissedByDetector, expected }) => {
      expect(isLost(presence, isMissedByDetector)).toBe(expected);
    },
  );
});

describe('stability', () => {
  it.each([
    ['three good detections', [0.85, 0.9, 0.99], true],
    ['two good detections', [0.9, 0.9], false],
    ['a weak one between', [0.9, 0.9, 0.84, 0.9, 0.9], false],
    ['a missed one after', [0.9, 0.9, 0.9, 0], false],
    ['good ones again', [0.9, 0, 0.9, 0.9, 0.9], true],
  ])('after %s', (_what, scores, expected) => {
    const counter = new StabilityCounter();
    for (const score of scores) counter.observe(score);
    expect(counter.isStable).toBe(expected);
  });
});

describe('taking over a slot', () => {
  const near = { x: 400, y: 300, size: 200 };
  const far = { x: 900, y: 300, size: 120 };

  it('needs a clearly larger face in three detections running', () => {
    const rule = new TakeoverRule();

    const decisions = [1, 2, 3].map(() => rule.observe([far, near], 100));

    expect(decisions).toEqual([undefined, undefined, 1]);
  });

  it('is refused to a face of nearly the same size', () => {
    const rule = new TakeoverRule();
    for (let i = 0; i < 10; i += 1) expect(rule.observe([near], 160)).toBeUndefined();
  });

  it.each([
    ['disappears', []],
    ['is another one', [{ ...near, x: 100 }]],
  ])('starts again when the challenger %s', (_what, interruption) => {
    const rule = new TakeoverRule();
    rule.observe([near], 100);
    rule.observe([near], 100);
    rule.observe(interruption, 100);

    expect(rule.observe([near], 100)).toBeUndefined();
    expect(rule.observe([near], 100)).toBeUndefined();
    expect(rule.observe([near], 100)).toBe(0);
  });
});

describe('order by size', () => {
  it.each([
    ['puts the clearly larger first', [100, 200, 150], [200, 150, 100]],
    ['leaves nearly equal faces where they are', [100, 110, 114], [100, 110, 114]],
    ['keeps a sorted list', [300, 200, 100], [300, 200, 100]],
    ['takes an empty list', [], []],
  ])('%s', (_what, before, after) => {
    const faces = before.map((size) => ({ size }));
    orderBySize(faces);
    expect(faces.map(({ size }) => size)).toEqual(after);
  });
});
