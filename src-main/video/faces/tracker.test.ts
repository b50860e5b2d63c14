import { describe, expect, it } from 'vitest';
import { createFrame } from '../frame.ts';
import { ANNA, BERT, film, ids } from './tracker-scene.fixture.ts';

describe('face tracker', () => {
  it('runs the detector on every fifth frame while a face is followed', async () => {
    const { scene, shoot } = film();
    const ranOn: number[] = [];

    for (let i = 0; i < 23; i += 1) {
      const before = scene.detections;
      await shoot({ ...ANNA, x: ANNA.x + i });
      if (scene.detections > before) ranOn.push(i);
    }

    expect(ranOn).toEqual([0, 5, 10, 15, 20]);
  });

  it('fits one mesh per face and frame, and a second one only to a face it has just found', async () => {
    const { scene, shoot } = film();
    for (let i = 0; i < 10; i += 1) await shoot(ANNA);
    expect(scene.fits).toBe(11);
  });

  it('runs the detector on each frame while there is no face', async () => {
    const { scene, shoot } = film();
    for (let i = 0; i < 4; i += 1) expect(await shoot()).toEqual([]);
    expect(scene.detections).toBe(4);
  });

  it('runs the detector on the frame after a doubtful mesh', async () => {
    const { scene, shoot } = film();
    await shoot(ANNA);
    await shoot({ ...ANNA, presence: 0.69 });
    expect(scene.detections).toBe(1);
    await shoot(ANNA);
    expect(scene.detections).toBe(2);
  });

  it('finds a face that jumped on the very same frame, under the same id', async () => {
    const { scene, shoot } = film();
    await shoot(ANNA);
    const faces = await shoot({ ...ANNA, x: ANNA.x + 150 });

    expect(ids(faces)).toEqual([1]);
    expect(faces[0].region.x).toBeCloseTo(ANNA.x + 150, 0);
    expect(scene.detections).toBe(2);
  });

  it('gives a face its id back when it was covered for less than half a second', async () => {
    const { shoot } = film();
    await shoot(ANNA);
    for (let i = 0; i < 10; i += 1) expect(await shoot()).toEqual([]);
    expect(ids(await shoot({ ...ANNA, x: ANNA.x + 60 }))).toEqual([1]);
  });

  it('gives a face that was away for longer a new id, and never an old one', async () => {
    const { shoot } = film();
    const seen: number[] = [];
    for (let visit = 0; visit < 4; visit += 1) {
      for (let i = 0; i < 20; i += 1) await shoot();
      seen.push(...ids(await shoot(ANNA)));
    }
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it('leaves the id of the one who stays alone when another leaves and returns', async () => {
    const { shoot } = film({ maxFaces: 2 });
    expect(ids(await shoot(ANNA, BERT))).toEqual([1, 2]);
    for (let i = 0; i < 40; i += 1) expect(ids(await shoot(ANNA))).toEqual([1]);
    for (let i = 0; i < 5; i += 1) await shoot(ANNA, BERT);
    expect(ids(await shoot(ANNA, BERT))).toEqual([1, 3]);
  });

  it('keeps both ids when one face passes in front of the other', async () => {
    const { shoot } = film({ maxFaces: 2 });
    const at = (i: number) => ({
      behind: { ...BERT, x: 900 - i * 15 },
      front: { ...ANNA, x: 400 + i * 15 },
    });
    const first = at(0);
    const [front, behind] = await shoot(first.behind, first.front);

    for (let i = 1; i < 34; i += 1) {
      const now = at(i);
      const isHidden = Math.abs(now.behind.x - now.front.x) < 80;
      for (const face of await shoot({ ...now.behind, score: isHidden ? 0 : 0.9 }, now.front)) {
        const actor = face.id === front.id ? now.front : now.behind;
        expect([front.id, behind.id]).toContain(face.id);
        expect(Math.abs(face.region.x - actor.x), `face ${face.id} in frame ${i}`).toBeLessThan(40);
      }
    }
    const last = at(34);
    expect(ids(await shoot(last.behind, last.front)).sort()).toEqual([front.id, behind.id]);
  });

  it('takes a hidden face up from where it was, not from the face that hid it', async () => {
    const { shoot } = film({ maxFaces: 2 });
    for (const x of [590, 650, 710, 770]) await shoot(BERT, { ...ANNA, x });

    expect(ids(await shoot({ ...BERT, score: 0 }, { ...ANNA, x: 830 }))).toEqual([1]);
    const faces = await shoot({ ...BERT, x: 1040 }, { ...ANNA, x: 830 });

    expect(ids(faces)).toEqual([1, 2]);
    expect(faces[1].region.x).toBeCloseTo(1040, 0);
  });

  it('follows a face once, however often the detector sees it', async () => {
    const { scene, shoot } = film({ maxFaces: 3 });
    for (let i = 0; i < 6; i += 1) {
      const faces = await shoot({ ...ANNA, x: ANNA.x + 55, size: 150 }, ANNA);
      expect(faces).toHaveLength(1);
    }
    expect(scene.fits).toBeLessThan(12);
  });

  it('follows the largest faces, the largest first', async () => {
    const { shoot } = film({ maxFaces: 2 });
    const small = { x: 100, y: 100, size: 90 };
    const faces = await shoot(small, BERT, ANNA);
    expect(faces.map(({ size }) => Math.round(size / 10) * 10)).toEqual([200, 160]);
  });

  it('does not hand its one slot to a bystander of the same size', async () => {
    const { shoot } = film();
    await shoot(BERT);
    for (let i = 0; i < 60; i += 1) expect(ids(await shoot(BERT, ANNA))).toEqual([1]);
  });

  it('hands the slot to a clearly larger face that stays for three detections', async () => {
    const { shoot } = film();
    const near = { ...ANNA, size: 320 };
    await shoot(BERT);
    const heads: number[] = [];
    for (let i = 1; i <= 20; i += 1) heads.push(...ids(await shoot(BERT, near)));

    // Detections on frames 5, 10 and 15.
    expect(heads).toEqual([...Array<number>(14).fill(1), ...Array<number>(6).fill(2)]);
  });

  it('keeps a covered face’s slot from a bystander', async () => {
    const { shoot } = film();
    await shoot(ANNA);
    for (let i = 0; i < 10; i += 1) expect(await shoot(BERT)).toEqual([]);
    expect(ids(await shoot(ANNA, BERT))).toEqual([1]);
  });

  it('is stable after three detections of 0.85 or more, and no longer after a miss', async () => {
    const { shoot } = film({ detectEvery: 1 });
    const stable: boolean[] = [];
    for (const score of [0.9, 0.85, 0.95, 0.9, 0, 0.9]) {
      stable.push((await shoot({ ...ANNA, score }))[0].isStable);
    }
    expect(stable).toEqual([false, false, true, true, false, false]);
  });

  it('follows a face that only the mesh sees, but not one that both doubt', async () => {
    const { shoot } = film();
    await shoot(ANNA);
    for (let i = 0; i < 20; i += 1) expect(await shoot({ ...ANNA, score: 0 })).toHaveLength(1);
    expect(await shoot({ ...ANNA, score: 0, presence: 0.65 })).toEqual([]);
  });

  it('loses a mesh that is not a number', async () => {
    const { scene, shoot } = film();
    await shoot(ANNA);
    scene.fit = (_frame, _region, mesh) => {
      mesh.fill(NaN);
      return Promise.resolve(0.99);
    };
    expect(await shoot(ANNA)).toEqual([]);
  });

  it('leaves the previous frame’s mesh readable', async () => {
    const { shoot } = film();
    const [first] = await shoot(ANNA);
    const before = Float32Array.from(first.mesh);
    const [second] = await shoot({ ...ANNA, x: ANNA.x + 20 });
    const [third] = await shoot({ ...ANNA, x: ANNA.x + 40 });

    expect(second.mesh).not.toBe(first.mesh);
    expect(third.mesh).toBe(first.mesh);
    expect(before).not.toEqual(third.mesh);
  });

  it('starts anew when the picture changes its size', async () => {
    const { frame, shoot } = film();
    await shoot(ANNA);
    Object.assign(frame, createFrame(640, 480, frame.timeMs));
    expect(ids(await shoot({ x: 300, y: 200, size: 150 }))).toEqual([2]);
  });

  it('lets the smallest go when it may follow fewer', async () => {
    const { tracker, shoot } = film({ maxFaces: 2 });
    await shoot(ANNA, BERT);
    tracker.configure({ maxFaces: 1 });
    expect(ids(await shoot(ANNA, BERT))).toEqual([1]);
  });

  it('says what detecting and tracking cost', async () => {
    const { tracker, shoot } = film();
    await shoot(ANNA);
    expect(tracker.last.detectMs).toBeGreaterThan(0);
    await shoot(ANNA);
    expect(tracker.last.detectMs).toBe(0);
    expect(tracker.last.trackMs).toBeGreaterThan(0);
  });

  it('closes both networks', async () => {
    const { scene, tracker } = film();
    await tracker.close();
    expect(scene.closed).toBe(2);
  });
});
