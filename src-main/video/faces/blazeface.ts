import type { DetectedFace } from './face.ts';

/** Side of the detector's input in pixels. */
export const BLAZEFACE_SIZE = 256;

/**
 * The two output grids of blazeface-back and how many anchors share a cell (MediaPipe's
 * face_detection_back.pbtxt: strides 16 and three times 32 merged into one layer).
 */
export const BLAZEFACE_LAYERS = [
  { stride: 16, anchorsPerCell: 2 },
  { stride: 32, anchorsPerCell: 6 },
] as const;

/** Numbers per anchor: centre x, y, width, height, then x, y of six points. */
export const BOX_VALUES = 16;
const POINTS = 6;

/** What the network says about one grid. */
export interface BlazefaceLayer {
  /** float32 [cells · anchorsPerCell]: logits, cells row by row. */
  scores: Float32Array;
  /** float32 [cells · anchorsPerCell, 16]: input pixels relative to the cell's centre. */
  boxes: Float32Array;
}

/** A face in the detector's input pixels, values as BOX_VALUES but absolute. */
interface Candidate {
  score: number;
  values: Float32Array;
}

/**
 * A detection counts from this score on. On 42 webcam frames faces score 0.86 to 0.97, drawn and
 * masked ones from 0.76; tightly cut portraits bring second, inner boxes of 0.57 to 0.82, which the
 * mesh sorts out. MediaPipe's graph has the same bound.
 */
export const MIN_SCORE = 0.5;

/** Boxes that overlap more than this (intersection over union) show one face (MediaPipe: 0.3). */
const SAME_FACE_OVERLAP = 0.3;

/**
 * Turns the network's output into faces, largest first.
 *
 * Overlapping candidates are averaged by their scores instead of all but the best being thrown
 * away, which calms the box from frame to frame (Bazarevsky et al., "BlazeFace", 2019, section 3.4).
 *
 * @param layers in the order of {@link BLAZEFACE_LAYERS}.
 * @param toPicture from input pixels to the picture: x' = scale · x + offsetX.
 */
export function decodeBlazeface(
  layers: readonly BlazefaceLayer[],
  toPicture: { scale: number; offsetX: number; offsetY: number },
): DetectedFace[] {
  const candidates: Candidate[] = [];
  BLAZEFACE_LAYERS.forEach((layout, index) => {
    collectCandidates(layers[index], layout, candidates);
  });
  const { scale, offsetX, offsetY } = toPicture;
  return mergeOverlapping(candidates)
    .map(({ score, values }): DetectedFace => {
      const [x, y, width, height] = values;
      return {
        score,
        box: {
          x: (x - width / 2) * scale + offsetX,
          y: (y - height / 2) * scale + offsetY,
          width: width * scale,
          height: height * scale,
        },
        points: Array.from({ length: POINTS }, (_, point): [number, number] => [
          values[4 + 2 * point] * scale + offsetX,
          values[5 + 2 * point] * scale + offsetY,
        ]),
      };
    })
    .sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height);
}

/** The logit of {@link MIN_SCORE}: comparing it saves the exponential of 896 anchors. */
const MIN_LOGIT = Math.log(MIN_SCORE / (1 - MIN_SCORE));

function collectCandidates(
  { scores, boxes }: BlazefaceLayer,
  { stride, anchorsPerCell }: (typeof BLAZEFACE_LAYERS)[number],
  candidates: Candidate[],
): void {
  const columns = BLAZEFACE_SIZE / stride;
  scores.forEach((logit, anchor) => {
    if (!(logit >= MIN_LOGIT)) return;
    const cell = Math.floor(anchor / anchorsPerCell);
    const centreX = ((cell % columns) + 0.5) * stride;
    const centreY = (Math.floor(cell / columns) + 0.5) * stride;
    const values = boxes.slice(anchor * BOX_VALUES, (anchor + 1) * BOX_VALUES);
    for (let i = 0; i < BOX_VALUES; i += 2) {
      if (i === 2) continue; // width and height
      values[i] += centreX;
      values[i + 1] += centreY;
    }
    if (values[2] > 0 && values[3] > 0) candidates.push({ score: sigmoid(logit), values });
  });
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** Weighted non-maximum suppression: best first, each takes in all that overlap it. */
function mergeOverlapping(candidates: Candidate[]): Candidate[] {
  let open = candidates.sort((a, b) => b.score - a.score);
  const merged: Candidate[] = [];
  while (open.length > 0) {
    const best = open[0];
    const apart: Candidate[] = [];
    const sum = new Float64Array(BOX_VALUES);
    let weight = 0;
    for (const candidate of open) {
      if (candidate !== best && overlap(best.values, candidate.values) <= SAME_FACE_OVERLAP) {
        apart.push(candidate);
        continue;
      }
      weight += candidate.score;
      candidate.values.forEach((value, i) => {
        sum[i] += value * candidate.score;
      });
    }
    merged.push({ score: best.score, values: Float32Array.from(sum, (value) => value / weight) });
    open = apart;
  }
  return merged;
}

/** Intersection over union of two boxes given as centre and size. */
function overlap(a: Float32Array, b: Float32Array): number {
  const width =
    Math.min(a[0] + a[2] / 2, b[0] + b[2] / 2) - Math.max(a[0] - a[2] / 2, b[0] - b[2] / 2);
  const height =
    Math.min(a[1] + a[3] / 2, b[1] + b[3] / 2) - Math.max(a[1] - a[3] / 2, b[1] - b[3] / 2);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  return intersection / (a[2] * a[3] + b[2] * b[3] - intersection);
}
