import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFrame, type Frame } from '../frame.ts';
import { FaceDetector } from './detector.ts';
import type { DetectedFace } from './face.ts';
import { placeOfDetection } from './matching.ts';
import { astronaut, astronautHead, compose, readClip } from './pictures.fixture.ts';

describe('face detector', () => {
  let detector: FaceDetector;
  let portrait: Frame;

  beforeAll(async () => {
    detector = await FaceDetector.open();
    portrait = await astronaut();
  });

  afterAll(() => detector.close());

  const only = async (frame: Frame): Promise<DetectedFace> => {
    const faces = await detector.detect(frame);
    expect(faces).toHaveLength(1);
    return faces[0];
  };

  it('finds the one face of a portrait, with eyes, nose and mouth in their order', async () => {
    const { score, box, points } = await only(portrait);

    const [leftEye, rightEye, nose, mouth, leftEar, rightEar] = points;
    expect(score).toBeGreaterThan(0.85);
    expect(leftEar[0]).toBeLessThan(leftEye[0]);
    expect(leftEye[0]).toBeLessThan(nose[0]);
    expect(nose[0]).toBeLessThan(rightEye[0]);
    expect(rightEye[0]).toBeLessThan(rightEar[0]);
    expect(leftEye[1]).toBeLessThan(nose[1]);
    expect(nose[1]).toBeLessThan(mouth[1]);
    expect(mouth[1]).toBeLessThan(box.y + box.height);
  });

  it.each([
    { width: 1280, height: 720, scale: 1.2, x: 900, y: 350 },
    { width: 480, height: 640, scale: 0.8, x: 200, y: 420 },
    { width: 333, height: 250, scale: 0.45, x: 120, y: 130 },
  ])(
    'finds it again in a picture of $width x $height, where it was put',
    async ({ width, height, scale, x, y }) => {
      const known = placeOfDetection(await only(portrait));
      const frame = compose(width, height, [{ picture: portrait, placement: { x, y, scale } }]);

      const found = placeOfDetection(await only(frame));

      const expected = { x: x + (known.x - 256) * scale, y: y + (known.y - 256) * scale };
      const error = Math.hypot(found.x - expected.x, found.y - expected.y) / found.size;
      expect(error).toBeLessThan(0.06);
      expect(found.size / (known.size * scale)).toBeGreaterThan(0.85);
      expect(found.size / (known.size * scale)).toBeLessThan(1.15);
    },
  );

  it('lists several faces with the largest first', async () => {
    const picture = await astronautHead();
    const frame = compose(640, 360, [
      { picture, placement: { x: 120, y: 180, scale: 1 } },
      { picture, placement: { x: 320, y: 180, scale: 2 } },
      { picture, placement: { x: 530, y: 180, scale: 1.5 } },
    ]);

    const faces = await detector.detect(frame);

    expect(faces.map(({ box }) => Math.round((box.x + box.width / 2) / 100))).toEqual([3, 5, 1]);
  });

  it('sees the same in a square of a picture as in that square alone', async () => {
    const frame = compose(900, 700, [
      { picture: portrait, placement: { x: 500, y: 400, scale: 1 } },
    ]);
    const alone = placeOfDetection(await only(portrait));

    const [face] = await detector.detectWithin(frame, { x: 500, y: 400, size: 512 });

    const within = placeOfDetection(face);
    expect(Math.abs(within.x - (alone.x + 244))).toBeLessThan(3);
    expect(Math.abs(within.y - (alone.y + 144))).toBeLessThan(3);
  });

  it('finds nobody where nobody is', async () => {
    expect(await detector.detect(createFrame(640, 480))).toEqual([]);
    const map = compose(640, 480, []);
    expect(await detector.detect(map)).toEqual([]);
  });

  it('finds the speaker in every frame of a webcam clip', async () => {
    const frames = readClip('cap12_edit', { width: 400, height: 300, frames: 25, fps: 1 });
    for (const frame of frames) await only(frame);
  });
});
