import { POINT } from './mesh-topology.ts';

/**
 * Left eye, right eye, nose tip, left and right corner of the mouth in a crop of 112 pixels: the
 * template that face recognisers are trained on (InsightFace, `face_align.py`).
 */
const TEMPLATE_112: readonly number[] = [
  38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299, 92.2041,
];

/**
 * The five-point template for a square crop.
 *
 * @param size side of the crop. Multiples of 112 scale the template; multiples of 128 leave a
 *   margin of 8/128 on either side, as the 128-pixel swappers were trained with.
 * @returns x, y of the five points in crop pixels.
 * @throws RangeError for other sizes.
 */
export function alignmentTemplate(size: number): Float64Array {
  if (size > 0 && size % 112 === 0) {
    return Float64Array.from(TEMPLATE_112, (value) => (value * size) / 112);
  }
  if (size > 0 && size % 128 === 0) {
    const ratio = size / 128;
    return Float64Array.from(TEMPLATE_112, (value, i) => (i % 2 === 0 ? value + 8 : value) * ratio);
  }
  throw new RangeError(`alignmentTemplate: ${size} is a multiple of neither 112 nor 128`);
}

/**
 * The same five points of a mesh. The eyes are the middles between their corners, which gaze and
 * lids do not move.
 *
 * @param mesh float32 [478, 3].
 * @returns x, y of the five points in the mesh's unit.
 */
export function fivePoints(mesh: Float32Array): Float64Array {
  const between = (a: number, b: number): [number, number] => [
    (mesh[a * 3] + mesh[b * 3]) / 2,
    (mesh[a * 3 + 1] + mesh[b * 3 + 1]) / 2,
  ];
  return Float64Array.of(
    ...between(POINT.leftEyeOuter, POINT.leftEyeInner),
    ...between(POINT.rightEyeInner, POINT.rightEyeOuter),
    ...between(POINT.noseTip, POINT.noseTip),
    ...between(POINT.mouthLeft, POINT.mouthLeft),
    ...between(POINT.mouthRight, POINT.mouthRight),
  );
}
