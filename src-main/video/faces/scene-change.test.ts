import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../test-support/random.ts';
import { createFrame, type Frame } from '../frame.ts';
import { SceneChange } from './scene-change.ts';

const WIDTH = 640;
const HEIGHT = 360;
const FOLLOWED = { x: 200, y: 180, size: 120 };

interface Patch {
  x: number;
  y: number;
  size: number;
  level: number;
}

/** A room under a sensor's noise of up to six levels, with square patches in it. */
function room(patches: readonly Patch[] = [], { level = 90, seed = 1 } = {}): Frame {
  const random = createRandom(seed);
  const frame = createFrame(WIDTH, HEIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const patch = patches.findLast(
        (each) => Math.max(Math.abs(x - each.x), Math.abs(y - each.y)) < each.size / 2,
      );
      const shade = (patch?.level ?? level) + random.whole(-6, 6);
      frame.pixels.set([shade, shade, shade, 255], (y * WIDTH + x) * 4);
    }
  }
  return frame;
}

/** A scene that was looked at once. */
function looked(frame = room()): SceneChange {
  const scene = new SceneChange();
  scene.compare(frame, []);
  scene.noteLook([]);
  return scene;
}

describe('scene change', () => {
  it('sees none in the noise of a sensor', () => {
    const scene = looked();

    for (let seed = 2; seed < 12; seed++) {
      expect(scene.compare(room([], { seed }), [FOLLOWED])).toBe('same');
    }
  });

  it.each([
    ['in the middle of cells', 430],
    ['across cells', 440],
    ['at the edge', 610],
  ])('sees the smallest face that the detector finds come in %s', (_where, x) => {
    const face = { x, y: 150, size: 64, level: 150 };

    expect(looked().compare(room([face]), [FOLLOWED])).toBe('changed');
  });

  it('lets a followed face move in its place, and not beyond it', () => {
    const face = { ...FOLLOWED, level: 160 };
    const scene = looked(room([face]));

    const moved = room([{ ...face, x: face.x + 20 }]);
    const elsewhere = room([face, { ...face, x: face.x + 200 }]);

    expect(scene.compare(moved, [FOLLOWED])).toBe('same');
    expect(scene.compare(elsewhere, [FOLLOWED])).toBe('changed');
  });

  it('lets a followed face leave its place', () => {
    const face = { ...FOLLOWED, level: 160 };
    const scene = new SceneChange();
    scene.compare(room([face]), []);
    scene.noteLook([FOLLOWED]);

    const now = { ...FOLLOWED, x: FOLLOWED.x + 100 };

    expect(scene.compare(room([{ ...now, level: 160 }]), [now])).toBe('same');
  });

  it('adds up what comes in slowly, until it has been looked at', () => {
    const scene = looked();
    const at = (level: number): Frame => room([{ x: 450, y: 150, size: 80, level }]);

    expect([100, 110, 120].map((level) => scene.compare(at(level), []))).toEqual([
      'same',
      'changed',
      'changed',
    ]);
    scene.noteLook([]);
    expect(scene.compare(at(120), [])).toBe('same');
  });

  it('calls another picture a cut, and a lamp beside the camera too', () => {
    const scene = looked();

    expect(scene.compare(room([], { level: 150 }), [FOLLOWED])).toBe('cut');
    expect(scene.compare(room([], { level: 150, seed: 2 }), [FOLLOWED])).toBe('changed');
  });

  it('calls the first picture and one of another size a cut', () => {
    const scene = new SceneChange();

    expect(scene.compare(room(), [])).toBe('cut');
    expect(scene.compare(createFrame(360, 640), [])).toBe('cut');
  });
});
