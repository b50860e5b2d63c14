import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../test-support/difference.ts';
import { copyOf, render, renderCall, type RenderCall } from '../../test-support/mesh-calls.ts';
import { naiveMeshKernels } from '../../test-support/naive/mesh.ts';
import { createRandom } from '../../test-support/random.ts';
import { nativeAddon } from './addon.ts';

const addon = nativeAddon();

/** The pixels of both renders, side by side: how many differ by more than a level, and of how many. */
function disagreement(call: RenderCall): { pixels: number; drawn: number } {
  const [native, naive] = [copyOf(call), copyOf(call)];
  render(addon, native);
  render(naiveMeshKernels, naive);
  const count = { pixels: 0, drawn: 0 };
  for (let i = 0; i < call.picture.length; i += 4) {
    const channels = [i, i + 1, i + 2];
    const isOff = (at: number): boolean => Math.abs(native.picture[at] - naive.picture[at]) > 1;
    if (channels.some(isOff)) count.pixels += 1;
    if (channels.some((at) => naive.picture[at] !== call.picture[at])) count.drawn += 1;
  }
  return count;
}

describe('renderFace', () => {
  it('agrees with the float64 reference over meshes of any shape, with holes and half opacity', () => {
    const random = createRandom(1);
    for (let trial = 0; trial < 25; trial++) {
      const width = random.whole(30, 70);
      const call = renderCall(random, { width, height: random.whole(30, 50) });
      call.opacity = random.next();

      const { pixels, drawn } = disagreement(call);

      // A pixel centre on an edge may fall to either side of it.
      expect(pixels, `trial ${trial}`).toBeLessThanOrEqual(1);
      expect(drawn).toBeGreaterThan(300);
    }
  });

  it('agrees where the mesh reaches over the picture’s edges', () => {
    const random = createRandom(2);
    for (const place of [
      { left: -0.6, top: 0.2, right: 0.4, bottom: 0.8 },
      { left: 0.5, top: -0.7, right: 1.8, bottom: 0.5 },
      { left: -1, top: -1, right: 2, bottom: 2 },
    ]) {
      const call = renderCall(random, { place });
      // Outside the picture the live pixels repeat its border, which the kernel reads at its last
      // hundredth of a pixel; a uniform picture makes no difference of that.
      call.picture.fill(90);

      expect(disagreement(call).pixels, JSON.stringify(place)).toBeLessThanOrEqual(1);
    }
  });

  it('agrees where eyes are moved by the gaze, each by its own', () => {
    const call = renderCall(createRandom(3));
    call.eyes = new Uint8Array(call.atlasSize ** 2).fill(255);

    expect(disagreement(call).pixels).toBeLessThanOrEqual(1);
    const still = { ...copyOf(call), eyes: null };
    const moved = copyOf(call);
    render(addon, still);
    render(addon, moved);
    expect(largestDifference(still.picture, moved.picture)).toBeGreaterThan(20);
  });

  it('draws the nearer of two overlapping triangles last', () => {
    const call = renderCall(createRandom(4), { side: 2 });
    const corners = [2, 2, 2, 28, 36, 28];
    call.target = Float32Array.of(...corners, ...corners);
    call.source = call.target;
    // The first triangle takes its colour from the atlas's left, the second from its right.
    call.texture = Float32Array.of(6, 6, 6, 8, 8, 8, 24, 6, 24, 8, 26, 8);
    call.weight = new Float32Array(6).fill(1);
    call.triangles = Uint16Array.of(0, 1, 2, 3, 4, 5);
    call.opacity = 1;
    call.hole = null;
    call.atlas = Uint8Array.from(call.atlas, (_, i) => ((i >> 2) % 32 < 16 ? 50 : 200) | 0);
    for (let i = 3; i < call.atlas.length; i += 4) call.atlas[i] = 255;
    call.light = Float32Array.from(call.light, (_, i) => [1, 0, 0, 1][i % 4]);
    const inside = (22 * call.width + 8) * 4;

    for (const [nearer, shade] of [
      ['first', 50],
      ['second', 200],
    ] as const) {
      const near = nearer === 'first' ? [1, 1, 1, 9, 9, 9] : [9, 9, 9, 1, 1, 1];
      const drawn = { ...copyOf(call), depth: Float32Array.from(near) };
      render(addon, drawn);
      expect(drawn.picture[inside], `the ${nearer} in front`).toBe(shade);
    }
  });

  it('leaves out triangles that are turned away', () => {
    const call = renderCall(createRandom(5));
    const turned = copyOf(call);
    for (let i = 0; i < turned.triangles.length; i += 3) {
      turned.triangles.subarray(i, i + 2).reverse();
    }

    render(addon, turned);

    expect(turned.picture).toEqual(call.picture);
  });

  it('draws nothing but the live picture, moved, at an opacity of 0', () => {
    const place = { left: 0.2, top: 0.2, right: 0.8, bottom: 0.8 };
    const call = { ...renderCall(createRandom(6), { place }), opacity: 0 };
    const still = { ...copyOf(call), source: call.target.slice() };
    const shifted = { ...copyOf(call), source: call.target.map((value, i) => value + (i % 2)) };

    render(addon, still);
    render(addon, shifted);

    expect(still.picture).toEqual(call.picture);
    const [x, y] = [20, 15];
    const below = ((y + 1) * call.width + x) * 4;
    const at = (y * call.width + x) * 4;
    expect([...shifted.picture.subarray(at, at + 3)]).toEqual([
      ...call.picture.subarray(below, below + 3),
    ]);
  });

  it('leaves no gap between its triangles', () => {
    const call = renderCall(createRandom(7), { side: 9, width: 80, height: 60 });
    call.picture.fill(10);
    call.weight.fill(1);
    call.opacity = 1;
    call.hole = null;
    call.atlas.fill(255);
    call.light = Float32Array.from(call.light, (_, i) => [1, 0, 0, 1][i % 4]);

    render(addon, call);

    // Well inside the mesh's ragged border.
    for (let y = 12; y < 50; y++) {
      for (let x = 16; x < 66; x++) {
        expect(call.picture[(y * 80 + x) * 4], `at ${x}, ${y}`).toBe(255);
      }
    }
  });

  it('reports what it may have changed, and changes nothing else', () => {
    const random = createRandom(8);
    for (let trial = 0; trial < 20; trial++) {
      const [left, top] = [random.next() * 1.6 - 0.6, random.next() * 1.6 - 0.6];
      const call = renderCall(random, {
        place: { left, top, right: left + 0.5, bottom: top + 0.5 },
      });
      const before = call.picture.slice();

      render(addon, call);

      const [x, y, width, height] = call.drawn;
      before.forEach((value, i) => {
        const column = (i >> 2) % call.width;
        const row = Math.floor((i >> 2) / call.width);
        const isInside = column >= x && column < x + width && row >= y && row < y + height;
        if (!isInside) expect(call.picture[i]).toBe(value);
      });
    }
  });

  it('says so when nothing of the mesh lies in the picture', () => {
    const call = renderCall(createRandom(9), {
      place: { left: 40, top: 40, right: 41, bottom: 41 },
    });
    const before = call.picture.slice();

    render(addon, call);

    expect([...call.drawn]).toEqual([0, 0, 0, 0]);
    expect(call.picture).toEqual(before);
  });

  it('gives the same picture whatever was left in the scratch buffer', () => {
    const call = renderCall(createRandom(10), {
      place: { left: 0.7, top: 0.7, right: 1.4, bottom: 1.4 },
    });
    const dirty = { ...copyOf(call), scratch: new Uint8Array(call.scratch.length).fill(255) };

    render(addon, call);
    render(addon, dirty);

    expect(dirty.picture).toEqual(call.picture);
  });

  it('keeps the picture’s alpha', () => {
    const call = renderCall(createRandom(11));
    const alphas = call.picture.filter((_, i) => i % 4 === 3);

    render(addon, call);

    expect(call.picture.filter((_, i) => i % 4 === 3)).toEqual(alphas);
  });
});
