import { describe, expect, it } from 'vitest';
import { LIGHT_SIZE, LIVE_SIZE } from './face-light.ts';
import { OccluderModel } from './occluder-model.ts';

const FRAME_SECONDS = 0.04;

type Colour = readonly [number, number, number];
const SKIN: Colour = [200, 150, 130];
const CUP: Colour = [40, 60, 120];

/** A face of skin with a brow, and an object over the given columns of the atlas. */
function face(brightness = 1, object?: { from: number; to: number }): Float32Array {
  const atlas = new Float32Array(LIVE_SIZE * LIVE_SIZE * 4);
  for (let texel = 0; texel < LIVE_SIZE * LIVE_SIZE; texel++) {
    const column = texel % LIVE_SIZE;
    const row = Math.floor(texel / LIVE_SIZE);
    const isCovered = object !== undefined && column >= object.from && column < object.to;
    const own = row >= 30 && row < 36 ? [70, 50, 40] : SKIN;
    atlas.set(isCovered ? CUP : own.map((value) => value * brightness), texel * 4);
    atlas[texel * 4 + 3] = 1;
  }
  return atlas;
}

/** Even light of the skin's own colour. */
function light(brightness = 1): Float32Array {
  const [red, green, blue] = SKIN.map((value) => value * brightness);
  const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
  return Float32Array.from(
    { length: LIGHT_SIZE * LIGHT_SIZE * 3 },
    (_, i) => [luma, blue - luma, red - luma][i % 3],
  );
}

function meanOf(map: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let row = 0; row < LIGHT_SIZE; row++) {
    for (let column = from; column < to; column++) sum += map[row * LIGHT_SIZE + column];
  }
  return sum / (LIGHT_SIZE * (to - from));
}

function learned(): OccluderModel {
  const model = new OccluderModel(new Float32Array(LIGHT_SIZE * LIGHT_SIZE).fill(1));
  for (let n = 0; n < 40; n++) model.update(face(), light(), FRAME_SECONDS);
  return model;
}

describe('occluder model', () => {
  it('takes what belongs to the face, a dark brow included, for the face', () => {
    expect(Math.max(...learned().occlusion)).toBe(0);
  });

  it('sees an object on the first frame that shows it, and where it ends', () => {
    const model = learned();

    model.update(face(1, { from: 64, to: 100 }), light(), FRAME_SECONDS);

    expect(meanOf(model.occlusion, 35, 47)).toBeGreaterThan(0.99);
    expect(meanOf(model.occlusion, 0, 26)).toBe(0);
    expect(meanOf(model.occlusion, 56, 64)).toBeLessThan(0.05);
  });

  it('sees it go again at once', () => {
    const model = learned();
    for (let n = 0; n < 25; n++) model.update(face(1, { from: 64, to: 100 }), light(), 0.04);

    model.update(face(), light(), FRAME_SECONDS);

    expect(Math.max(...model.occlusion)).toBe(0);
  });

  it('fills in from around where an expression may change the face', () => {
    const steady = new Float32Array(LIGHT_SIZE * LIGHT_SIZE).fill(1);
    for (let row = 30; row < 34; row++) steady.fill(0, row * LIGHT_SIZE, (row + 1) * LIGHT_SIZE);
    const model = new OccluderModel(steady);
    for (let n = 0; n < 40; n++) model.update(face(), light(), FRAME_SECONDS);

    model.update(face(1, { from: 64, to: 100 }), light(), FRAME_SECONDS);

    expect(model.occlusion[32 * LIGHT_SIZE + 40]).toBeGreaterThan(0.9);
  });

  it('never uncovers a face because the light has jumped', () => {
    const model = learned();

    model.update(face(0.3), light(), FRAME_SECONDS);

    expect(Math.max(...model.occlusion)).toBe(0);
  });

  it('follows the light when it is told of it', () => {
    const model = learned();
    for (let n = 0; n < 20; n++) model.update(face(0.6), light(0.6), FRAME_SECONDS);

    model.update(face(0.6, { from: 64, to: 100 }), light(0.6), FRAME_SECONDS);

    expect(meanOf(model.occlusion, 35, 47)).toBeGreaterThan(0.99);
    expect(meanOf(model.occlusion, 0, 26)).toBe(0);
  });

  it('judges nothing in the first half second, and nothing in a still', () => {
    const model = new OccluderModel(new Float32Array(LIGHT_SIZE * LIGHT_SIZE).fill(1));
    model.update(face(), light(), Infinity);

    model.update(face(1, { from: 64, to: 100 }), light(), FRAME_SECONDS);

    expect(Math.max(...model.occlusion)).toBe(0);
  });

  it('gets used to what stays, such as a mask put on during a call', () => {
    const model = learned();
    for (let n = 0; n < 1500; n++) model.update(face(1, { from: 64, to: 100 }), light(), 0.04);

    expect(meanOf(model.occlusion, 35, 47)).toBe(0);
  });
});
