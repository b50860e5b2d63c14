import { describe, expect, it } from 'vitest';
import { BLAZEFACE_LAYERS, BOX_VALUES, decodeBlazeface, type BlazefaceLayer } from './blazeface.ts';
import type { DetectedFace } from './face.ts';

const SAME = { scale: 1, offsetX: 0, offsetY: 0 };

function silentLayers(): BlazefaceLayer[] {
  return [512, 384].map((anchors) => ({
    scores: new Float32Array(anchors).fill(-100),
    boxes: new Float32Array(anchors * BOX_VALUES),
  }));
}

/** Every anchor's centre, spelt out: rows, columns, anchors of a cell. */
function anchorCentres(): [number, number][] {
  const centres: [number, number][] = [];
  for (const [cells, stride, perCell] of [
    [16, 16, 2],
    [8, 32, 6],
  ]) {
    for (let row = 0; row < cells; row += 1) {
      for (let column = 0; column < cells; column += 1) {
        for (let k = 0; k < perCell; k += 1) {
          centres.push([column * stride + stride / 2, row * stride + stride / 2]);
        }
      }
    }
  }
  return centres;
}

interface NaiveFace {
  score: number;
  edges: [left: number, top: number, right: number, bottom: number];
  points: [number, number][];
}

function naiveDecode(layers: readonly BlazefaceLayer[]): NaiveFace[] {
  const scores = layers.flatMap((layer) => [...layer.scores]);
  const boxes = layers.flatMap((layer) => [...layer.boxes]);
  const faces: NaiveFace[] = [];
  anchorCentres().forEach(([x, y], anchor) => {
    const score = 1 / (1 + Math.exp(-scores[anchor]));
    const [dx, dy, width, height, ...points] = boxes.slice(anchor * 16, anchor * 16 + 16);
    if (score < 0.5 || width <= 0 || height <= 0) return;
    faces.push({
      score,
      edges: [x + dx - width / 2, y + dy - height / 2, x + dx + width / 2, y + dy + height / 2],
      points: [0, 1, 2, 3, 4, 5].map((k) => [points[2 * k] + x, points[2 * k + 1] + y]),
    });
  });
  return faces;
}

function naiveOverlap([l, t, r, b]: NaiveFace['edges'], [L, T, R, B]: NaiveFace['edges']): number {
  const shared =
    Math.max(0, Math.min(r, R) - Math.max(l, L)) * Math.max(0, Math.min(b, B) - Math.max(t, T));
  return shared / ((r - l) * (b - t) + (R - L) * (B - T) - shared);
}

function naiveMerge(faces: NaiveFace[]): NaiveFace[] {
  if (faces.length === 0) return [];
  const best = faces.reduce((a, b) => (b.score > a.score ? b : a));
  const group = faces.filter((face) => face === best || naiveOverlap(best.edges, face.edges) > 0.3);
  const total = group.reduce((sum, face) => sum + face.score, 0);
  const average = (pick: (face: NaiveFace) => number) =>
    group.reduce((sum, face) => sum + pick(face) * face.score, 0) / total;
  return [
    {
      score: best.score,
      edges: [0, 1, 2, 3].map((i) => average((face) => face.edges[i])) as NaiveFace['edges'],
      points: best.points.map((_, k) => [
        average((face) => face.points[k][0]),
        average((face) => face.points[k][1]),
      ]),
    },
    ...naiveMerge(faces.filter((face) => !group.includes(face))),
  ];
}

function area({ edges: [left, top, right, bottom] }: NaiveFace): number {
  return (right - left) * (bottom - top);
}

function numbers(face: DetectedFace): number[] {
  const { x, y, width, height } = face.box;
  return [face.score, x, y, x + width, y + height, ...face.points.flat()];
}

describe('blazeface decoding', () => {
  it('agrees with a naive decoder on random output', () => {
    let state = 11;
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
    for (let round = 0; round < 20; round += 1) {
      const layers = silentLayers();
      for (const { scores, boxes } of layers) {
        scores.forEach((_, i) => (scores[i] = random() * 12 - 11.2));
        boxes.forEach(
          (_, i) =>
            (boxes[i] = i % 16 === 2 || i % 16 === 3 ? random() * 90 - 5 : random() * 60 - 30),
        );
      }

      const faces = decodeBlazeface(layers, SAME);

      const expected = naiveMerge(naiveDecode(layers)).sort((a, b) => area(b) - area(a));
      expect(expected.length).toBeGreaterThan(3);
      expect(faces).toHaveLength(expected.length);
      faces.forEach((face, i) => {
        const naive = expected[i];
        [naive.score, ...naive.edges, ...naive.points.flat()].forEach((value, k) => {
          expect(numbers(face)[k]).toBeCloseTo(value, 2);
        });
      });
    }
  });

  it('places an anchor at the centre of its cell and the result in the picture', () => {
    const layers = silentLayers();
    const cell = 3 * 8 + 5; // row 3, column 5 of the coarse grid
    const anchor = cell * BLAZEFACE_LAYERS[1].anchorsPerCell + 4;
    layers[1].scores[anchor] = 3;
    layers[1].boxes.set([0, 0, 40, 60, -10, -5, 10, -5], anchor * BOX_VALUES);

    const [face] = decodeBlazeface(layers, { scale: 5, offsetX: 100, offsetY: -20 });

    expect(face.score).toBeCloseTo(1 / (1 + Math.exp(-3)), 6);
    expect(face.box).toEqual({ x: 156 * 5 + 100, y: 82 * 5 - 20, width: 200, height: 300 });
    expect(face.points[0]).toEqual([(176 - 10) * 5 + 100, (112 - 5) * 5 - 20]);
    expect(face.points[1]).toEqual([(176 + 10) * 5 + 100, (112 - 5) * 5 - 20]);
  });

  it('finds nothing in silence, in garbage and in boxes without extent', () => {
    expect(decodeBlazeface(silentLayers(), SAME)).toEqual([]);

    const broken = silentLayers();
    broken[0].scores.fill(NaN);
    broken[1].scores.fill(9);
    expect(decodeBlazeface(broken, SAME)).toEqual([]);
  });
});
