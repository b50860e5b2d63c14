import { createFrame, type Frame } from '../frame.ts';
import { canonicalFace } from './canonical-face.ts';
import type { DetectedFace, FaceRegion, TrackedFace } from './face.ts';
import { FaceTracker, type FaceTrackerOptions } from './tracker.ts';

/** A face in an imagined scene: what a perfect detector and mesh network would see of it. */
export interface Actor {
  x: number;
  y: number;
  size: number;
  /** Detector score; 0 hides the face from the detector. */
  score?: number;
  /** Presence in the mesh network's crop. */
  presence?: number;
}

/**
 * Stands in for both networks: the detector sees the actors, the mesh network sees the one in front
 * (the last) whose centre is within a third of the region, and draws the canonical face on it.
 */
export class Scene {
  actors: readonly Actor[] = [];
  detections = 0;
  fits = 0;
  closed = 0;

  detect(): Promise<DetectedFace[]> {
    this.detections += 1;
    return Promise.resolve(
      this.actors
        .filter(({ score = 0.9 }) => score > 0)
        .map(({ x, y, size, score = 0.9 }) => ({
          score,
          box: { x: x - size * 0.44, y: y - size * 0.4, width: size * 0.88, height: size * 0.88 },
          points: [
            [x - size * 0.2, y - size * 0.14],
            [x + size * 0.2, y - size * 0.14],
            [x, y],
            [x, y + size * 0.2],
            [x, y],
            [x, y],
          ] as const,
        }))
        .sort((a, b) => b.box.width - a.box.width),
    );
  }

  detectWithin(): Promise<DetectedFace[]> {
    return Promise.resolve([]);
  }

  fit(_frame: Frame, region: FaceRegion, mesh: Float32Array): Promise<number> {
    this.fits += 1;
    const seen = this.actors.findLast(
      ({ x, y, size }) =>
        Math.hypot(x - region.x, y - region.y) < region.size / 3 && size > region.size / 4,
    );
    mesh.fill(0);
    if (!seen) return Promise.resolve(0.01);
    const { vertices } = canonicalFace();
    // The canonical face is 17.6 cm high.
    const scale = seen.size / 17.6;
    for (let i = 0; i < vertices.length; i += 3) {
      mesh[i] = seen.x + vertices[i] * scale;
      mesh[i + 1] = seen.y - vertices[i + 1] * scale;
      mesh[i + 2] = -vertices[i + 2] * scale;
    }
    return Promise.resolve(seen.presence ?? 0.99);
  }

  close(): Promise<void> {
    this.closed += 1;
    return Promise.resolve();
  }
}

const FRAME_MS = 33;

/** Runs a tracker over imagined frames. */
export function film(options: Partial<FaceTrackerOptions> = {}) {
  const scene = new Scene();
  const tracker = new FaceTracker({ detector: scene, mesh: scene }, options);
  const frame = createFrame(1280, 720);
  const shoot = async (...actors: Actor[]): Promise<readonly TrackedFace[]> => {
    scene.actors = actors;
    const faces = await tracker.process(frame);
    frame.timeMs += FRAME_MS;
    return faces;
  };
  return { scene, tracker, frame, shoot };
}

export const ids = (faces: readonly TrackedFace[]) => faces.map(({ id }) => id);
export const ANNA: Actor = { x: 400, y: 360, size: 200 };
export const BERT: Actor = { x: 900, y: 360, size: 160 };
