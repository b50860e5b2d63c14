import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Frame } from '../frame.ts';
import { cosineSimilarity, FaceIdentity } from './identity.ts';
import { astronaut, compose, readClip } from './pictures.fixture.ts';
import { FaceTracker } from './tracker.ts';

describe('face identity', () => {
  let tracker: FaceTracker;
  let identity: FaceIdentity;

  beforeAll(async () => {
    tracker = await FaceTracker.open();
    identity = await FaceIdentity.open();
  });

  afterAll(() => Promise.all([tracker.close(), identity.close()]));

  const embed = async (frame: Frame): Promise<Float32Array> => {
    const [face] = await tracker.trackStill(frame, 1);
    return identity.embed(frame, face);
  };

  it('knows people apart over webcam clips and a portrait', async () => {
    const clip = { width: 640, height: 480, frames: 4, fps: 0.5 };
    const people = {
      speaker: [...readClip('cap12_edit', clip), ...readClip('cap13_edit2', clip)],
      actor: readClip('franck', clip),
      astronaut: [await astronaut()],
    };
    const embeddings: { person: string; embedding: Float32Array }[] = [];
    for (const [person, frames] of Object.entries(people)) {
      for (const frame of frames) embeddings.push({ person, embedding: await embed(frame) });
    }

    embeddings.forEach((a, i) => {
      for (const b of embeddings.slice(0, i)) {
        const similarity = cosineSimilarity(a.embedding, b.embedding);
        const pair = `${a.person} and ${b.person}`;
        if (a.person === b.person) expect(similarity, pair).toBeGreaterThan(0.45);
        else expect(similarity, pair).toBeLessThan(0.35);
      }
    });
  });

  it('knows a face again that is moved, turned and scaled', async () => {
    const picture = await astronaut();
    const placement = { x: 500, y: 420, scale: 1.4, angle: 0.4 };
    const moved = compose(1280, 720, [{ picture, placement }]);

    expect(cosineSimilarity(await embed(picture), await embed(moved))).toBeGreaterThan(0.95);
  });

  it('gives directions of length one that stay the caller’s own', async () => {
    const first = await embed(await astronaut());
    const copy = Float32Array.from(first);
    await embed(readClip('franck', { width: 360, height: 288, frames: 1 })[0]);

    expect(first).toHaveLength(256);
    expect(Math.hypot(...first)).toBeCloseTo(1, 5);
    expect(first).toEqual(copy);
  });
});
