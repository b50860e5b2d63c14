import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFrame, type Frame } from '../frame.ts';
import { CANONICAL_VERTICES } from './canonical-face.ts';
import { FaceDetector } from './detector.ts';
import type { MeshFace, PosedFace } from './face.ts';
import { FaceMeshNetwork } from './mesh.ts';
import {
  astronaut,
  astronautHead,
  compose,
  cut,
  placePoint,
  readClip,
  type Placement,
} from './pictures.fixture.ts';
import { FaceTracker, type FaceTrackerOptions } from './tracker.ts';

const FRAME_MS = 1000 / 30;

/** Mean distance of a mesh's points from where a known change of the picture took them. */
function errorOf(
  found: MeshFace,
  original: MeshFace,
  picture: Frame,
  placement: Placement,
): number {
  let sum = 0;
  for (let i = 0; i < CANONICAL_VERTICES * 3; i += 3) {
    const point = [original.mesh[i], original.mesh[i + 1]] as const;
    const [x, y] = placePoint(picture, placement, point);
    sum += Math.hypot(found.mesh[i] - x, found.mesh[i + 1] - y);
  }
  return sum / CANONICAL_VERTICES / found.size;
}

function mirrored(picture: Frame): Frame {
  const result = createFrame(picture.width, picture.height);
  for (let y = 0; y < picture.height; y += 1) {
    for (let x = 0; x < picture.width; x += 1) {
      const from = (y * picture.width + picture.width - 1 - x) * 4;
      result.pixels.set(picture.pixels.subarray(from, from + 4), (y * picture.width + x) * 4);
    }
  }
  return result;
}

describe('face tracking on real pictures', () => {
  let portrait: Frame;
  let original: PosedFace;
  let tracker: FaceTracker;

  const open = async (options?: Partial<FaceTrackerOptions>) => {
    tracker = await FaceTracker.open(options);
    return tracker;
  };

  beforeAll(async () => {
    portrait = await astronaut();
    await open();
    [original] = await tracker.trackStill(portrait, 1);
    await tracker.close();
  });

  afterEach(() => tracker.close());

  it.each<Placement>([
    { x: 260, y: 262, scale: 1 },
    { x: 620, y: 420, scale: 2, angle: 0.3 },
    { x: 300, y: 400, scale: 0.6, angle: -0.3 },
    { x: 700, y: 700, scale: 3 },
    { x: 640, y: 300, scale: 1.2, angle: 1.2 },
  ])(
    'lays the mesh of a picture where it was moved to: $x, $y, x$scale, $angle',
    async (placement) => {
      const frame = compose(1280, 720, [{ picture: portrait, placement }]);
      await open();

      const [face] = await tracker.trackStill(frame, 1);

      expect(errorOf(face, original, portrait, placement)).toBeLessThan(0.015);
      const turned = ((placement.angle ?? 0) * 180) / Math.PI;
      expect(Math.abs(face.pose.roll - original.pose.roll - turned)).toBeLessThan(2);
    },
  );

  it('follows a head within 1.5% of its size while the whole room moves with it', async () => {
    await open();
    const errors: number[] = [];
    for (let i = 0; i < 40; i += 1) {
      const t = i / 30;
      const placement = {
        x: 640 + 150 * Math.sin(t * 2),
        y: 420 + 40 * Math.sin(t * 3),
        scale: 1.6 + 0.3 * Math.sin(t * 1.5),
        angle: 0.25 * Math.sin(t * 2.2),
      };
      const layers = [{ picture: portrait, placement }];
      const frame = compose(1280, 720, layers, i * FRAME_MS);

      const faces = await tracker.process(frame);

      expect(faces.map(({ id }) => id)).toEqual([1]);
      errors.push(errorOf(faces[0], original, portrait, placement));
    }
    expect(errors.reduce((sum, error) => sum + error) / errors.length).toBeLessThan(0.015);
  });

  it('keeps the ids of two heads that pass each other, one behind the other', async () => {
    await open({ maxFaces: 2 });
    const picture = await astronautHead();
    for (let i = 0; i < 50; i += 1) {
      const behind = { x: 750 - i * 11, y: 270, scale: 1.4 };
      const front = { x: 200 + i * 11, y: 290, scale: 1.9 };
      const layers = [behind, front].map((placement) => ({ picture, placement }));
      const faces = await tracker.process(compose(960, 540, layers, i * FRAME_MS));

      const isApart = Math.abs(front.x - behind.x) > 130;
      if (isApart) expect(faces, `frame ${i}`).toHaveLength(2);
      for (const { id, region } of faces) {
        const { x } = id === 1 ? front : behind;
        expect([1, 2]).toContain(id);
        expect(Math.abs(region.x - x), `face ${id} in frame ${i}`).toBeLessThan(25);
      }
    }
  });

  it('keeps one id and calm points through a webcam clip, with a look every fifth frame', async () => {
    const [detector, mesh] = [await FaceDetector.open(), await FaceMeshNetwork.open()];
    const raw: Float32Array[] = [];
    const smooth: Float32Array[] = [];
    let looks = 0;
    tracker = new FaceTracker({
      detector,
      mesh: {
        fit: async (frame, region, points) => {
          const presence = await mesh.fit(frame, region, points);
          raw.push(Float32Array.from(points));
          return presence;
        },
        close: () => mesh.close(),
      },
    });

    for (const frame of readClip('cap12_edit', { width: 640, height: 480, frames: 75 })) {
      const faces = await tracker.process(frame);
      expect(faces.map(({ id }) => id)).toEqual([1]);
      smooth.push(Float32Array.from(faces[0].mesh));
      if (tracker.last.detectMs > 0) looks += 1;
    }

    expect(looks).toBe(75 / 5);
    expect(jitter(smooth)).toBeLessThan(jitter(raw.slice(1)) / 2.5);
  });

  it('reads a mirrored portrait as the mirrored pose', async () => {
    await open();
    const [face] = await tracker.trackStill(mirrored(portrait), 1);
    expect(face.pose.yaw).toBeCloseTo(-original.pose.yaw, -1);
    expect(face.pose.pitch).toBeCloseTo(original.pose.pitch, -1);
    expect(Math.abs(face.pose.roll + original.pose.roll)).toBeLessThan(2);
  });

  describe('in single pictures', () => {
    it('finds a small face in a large one', async () => {
      const placement = { x: 300, y: 300, scale: 0.25 };
      await open();
      const frame = compose(1920, 1080, [{ picture: portrait, placement }]);

      const faces = await tracker.trackStill(frame, 3);

      expect(faces).toHaveLength(1);
      expect(errorOf(faces[0], original, portrait, placement)).toBeLessThan(0.06);
    });

    it.each([0.9, 0.7])('finds a face of which %f of its size fills the picture', async (share) => {
      await open();
      const side = Math.round(original.size * share);
      const x = Math.round(original.region.x - side / 2);
      const y = Math.round(original.region.y - side / 2);
      const close = cut(portrait, x, y, side, side);
      const placement = { x: 500, y: 500, scale: 1000 / side };
      const frame = compose(1000, 1000, [{ picture: close, placement }]);

      const faces = await tracker.trackStill(frame, 3);

      expect(faces).toHaveLength(1);
      const shifted = original.mesh.map((value, i) => value - [x, y, 0][i % 3]);
      expect(errorOf(faces[0], { ...original, mesh: shifted }, close, placement)).toBeLessThan(
        0.08,
      );
    });

    it('lists several, the largest first, as many as asked for', async () => {
      await open();
      const picture = await astronautHead();
      const frame = compose(640, 360, [
        { picture, placement: { x: 120, y: 180, scale: 1 } },
        { picture, placement: { x: 320, y: 180, scale: 2 } },
        { picture, placement: { x: 530, y: 180, scale: 1.5 } },
      ]);

      const faces = await tracker.trackStill(frame, 2);

      expect(faces.map(({ region }) => Math.round(region.x / 100))).toEqual([3, 5]);
    });

    it('finds nobody where nobody is', async () => {
      await open();
      expect(await tracker.trackStill(compose(640, 480, []), 1)).toEqual([]);
    });
  });
});

/** Mean second difference of the points over the face's size. */
function jitter(meshes: readonly Float32Array[]): number {
  let sum = 0;
  for (let n = 2; n < meshes.length; n += 1) {
    const [a, b, c] = meshes.slice(n - 2, n + 1);
    const size = Math.hypot(c[10 * 3] - c[152 * 3], c[10 * 3 + 1] - c[152 * 3 + 1]);
    for (let i = 0; i < CANONICAL_VERTICES * 3; i += 3) {
      sum += Math.hypot(a[i] - 2 * b[i] + c[i], a[i + 1] - 2 * b[i + 1] + c[i + 1]) / size;
    }
  }
  return sum / CANONICAL_VERTICES / (meshes.length - 2);
}
