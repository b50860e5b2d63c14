import { describe, expect, it } from 'vitest';
import { createFrame, type Frame } from '../frame.ts';
import { ANNA, BERT, film, ids } from './tracker-scene.fixture.ts';

/** Turns a frame grey, and part of it another grey. */
function shade(frame: Frame, level: number, patch?: { x: number; y: number; side: number }): void {
  frame.pixels.fill(level);
  if (!patch) return;
  for (let y = patch.y; y < patch.y + patch.side; y++) {
    const start = (y * frame.width + patch.x) * 4;
    frame.pixels.fill(level + 80, start, start + patch.side * 4);
  }
}

/** What a tracker knows of faces that are not among its result. */
describe('face tracker in doubt', () => {
  it('tells where a face is that it does not follow, until it has been gone for half a second', async () => {
    const { tracker, shoot } = film({ maxFaces: 1 });
    await shoot(ANNA, BERT);

    expect(tracker.bystanders).toHaveLength(1);
    expect(tracker.bystanders[0].x).toBeCloseTo(BERT.x, 0);

    for (let i = 0; i < 15; i++) await shoot(ANNA);
    expect(tracker.bystanders).toHaveLength(1);
    for (let i = 0; i < 6; i++) await shoot(ANNA);
    expect(tracker.bystanders).toEqual([]);
  });

  it('tells of a face that the detector sees and the mesh does not fit', async () => {
    const { tracker, shoot } = film({ maxFaces: 2 });

    const faces = await shoot(ANNA, { ...BERT, presence: 0.2 });

    expect(ids(faces)).toEqual([1]);
    expect(tracker.bystanders).toHaveLength(1);
  });

  it('tells of no bystander when all are followed', async () => {
    const { tracker, shoot } = film({ maxFaces: 2 });
    for (let i = 0; i < 10; i++) await shoot(ANNA, BERT);
    expect(tracker.bystanders).toEqual([]);
  });

  it('counts a face as missing for half a second, and then remembers its place', async () => {
    const { tracker, shoot } = film({ maxFaces: 2 });
    await shoot(ANNA, BERT);
    const missing: number[] = [];
    for (let i = 0; i < 18; i++) {
      await shoot(ANNA);
      missing.push(tracker.missing);
    }

    expect(missing.slice(0, 15)).toEqual(Array.from({ length: 15 }, () => 1));
    expect(missing.at(-1)).toBe(0);
    expect(tracker.bystanders[0].x).toBeCloseTo(BERT.x, 0);
  });

  it('remembers the place of a face that it has to let go', async () => {
    const { tracker, shoot } = film({ maxFaces: 2 });
    await shoot(ANNA, BERT);
    tracker.configure({ maxFaces: 1 });

    await shoot(ANNA, BERT);

    expect(tracker.bystanders).toHaveLength(1);
    expect(tracker.bystanders[0].x).toBeCloseTo(BERT.x, 0);
  });

  it('takes back a long step of the mesh that the detector does not confirm', async () => {
    const { scene, tracker, shoot } = film();
    for (let i = 0; i < 3; i++) await shoot(ANNA);
    const before = scene.detections;

    // The mesh slips by half a face; the detector sees no face there, nor anywhere.
    const faces = await shoot({ ...ANNA, x: ANNA.x + 95, score: 0 });

    expect(scene.detections).toBe(before + 1);
    expect(faces).toEqual([]);
    expect(tracker.missing).toBe(1);
  });

  it('follows a long step that the detector confirms', async () => {
    const { tracker, shoot } = film();
    for (let i = 0; i < 3; i++) await shoot(ANNA);

    const faces = await shoot({ ...ANNA, x: ANNA.x + 95 });

    expect(ids(faces)).toEqual([1]);
    expect(tracker.missing).toBe(0);
  });

  it('has the detector look at once when something comes into the picture', async () => {
    const { scene, tracker, frame, shoot } = film();
    shade(frame, 90);
    for (let i = 0; i < 2; i++) await shoot(ANNA);
    expect(scene.detections).toBe(1);

    shade(frame, 90, { x: 820, y: 280, side: 160 });
    await shoot(ANNA, BERT);

    expect(scene.detections).toBe(2);
    expect(tracker.bystanders).toHaveLength(1);
  });

  it('follows who is there after a cut at once, under another id', async () => {
    const { frame, shoot } = film();
    shade(frame, 90);
    expect(ids(await shoot(ANNA))).toEqual([1]);

    shade(frame, 200);

    expect(ids(await shoot({ ...BERT, x: 1000 }))).toEqual([2]);
  });

  it('looks again on the next frame when a look failed half-way', async () => {
    const { scene, tracker, frame, shoot } = film({ detectEvery: 100 });
    shade(frame, 90);
    await shoot(ANNA);
    shade(frame, 90, { x: 820, y: 280, side: 160 });
    const detect = scene.detect.bind(scene);
    scene.detect = () => Promise.reject(new Error('broken'));
    await expect(shoot(ANNA, BERT)).rejects.toThrow('broken');
    scene.detect = detect;

    await shoot(ANNA, BERT);

    expect(tracker.bystanders).toHaveLength(1);
  });

  it('keeps the places when the same picture comes in another size', async () => {
    const { tracker, frame, shoot } = film();
    await shoot(ANNA, BERT);
    Object.assign(frame, createFrame(640, 360, frame.timeMs));

    await shoot({ x: 200, y: 180, size: 100 });

    expect(tracker.bystanders).toHaveLength(1);
    expect(tracker.bystanders[0].x).toBeCloseTo(BERT.x / 2, 0);
  });
});
