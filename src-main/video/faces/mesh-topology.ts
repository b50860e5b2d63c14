/**
 * Which of the 478 mesh points is what.
 *
 * The numbers are those of MediaPipe's canonical face mesh (canonical_face_model.obj) and of its
 * attention mesh (tensors_to_face_landmarks_with_attention); they are facts of the trained network
 * and never change. Left and right are the picture's: a person's own right eye is the left one.
 */

/** The outline of the mesh, clockwise on screen from the top of the forehead. */
export const FACE_OVAL: readonly number[] = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148,
  176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];

/** The border of the red of the lips, clockwise from the left corner of the mouth. */
export const OUTER_LIPS: readonly number[] = [
  61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146,
];

/** The opening of the mouth, clockwise from the left corner. */
export const INNER_LIPS: readonly number[] = [
  78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95,
];

/** The lid line of the left eye, clockwise from its outer corner. */
export const LEFT_EYE: readonly number[] = [
  33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7,
];

/** The lid line of the right eye, clockwise from its inner corner. */
export const RIGHT_EYE: readonly number[] = [
  362, 398, 384, 385, 386, 387, 388, 466, 263, 249, 390, 373, 374, 380, 381, 382,
];

/** The left brow, clockwise from its outer end. */
export const LEFT_BROW: readonly number[] = [70, 63, 105, 66, 107, 55, 65, 52, 53, 46];

/** The right brow, clockwise from its inner end. */
export const RIGHT_BROW: readonly number[] = [336, 296, 334, 293, 300, 276, 283, 282, 295, 285];

/** Centre of the left iris, then four points of its rim. */
export const LEFT_IRIS: readonly number[] = [468, 469, 470, 471, 472];

/** Centre of the right iris, then four points of its rim. */
export const RIGHT_IRIS: readonly number[] = [473, 474, 475, 476, 477];

/** Single points that formulas name. */
export const POINT = {
  foreheadTop: 10,
  chin: 152,
  noseTip: 4,
  /** The root of the nose, between the eyes. */
  noseBridge: 168,
  leftEyeOuter: 33,
  leftEyeInner: 133,
  rightEyeInner: 362,
  rightEyeOuter: 263,
  mouthLeft: 61,
  mouthRight: 291,
  innerLipTop: 13,
  innerLipBottom: 14,
  /** In front of the ears. */
  leftTemple: 234,
  rightTemple: 454,
} as const;

/** Which mesh points the network's 80 refined lip points replace, in the order of its output. */
export const LIPS_REFINED: readonly number[] = [
  61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409, 78, 95,
  88, 178, 87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415, 76, 77, 90,
  180, 85, 16, 315, 404, 320, 307, 306, 184, 74, 73, 72, 11, 302, 303, 304, 408, 62, 96, 89, 179,
  86, 15, 316, 403, 319, 325, 292, 183, 42, 41, 38, 12, 268, 271, 272, 407,
];

/** Which mesh points the 71 refined points of the left eye replace: lid line, lids, brow. */
export const LEFT_EYE_REFINED: readonly number[] = [
  33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173, 130, 25, 110, 24, 23,
  22, 26, 112, 243, 247, 30, 29, 27, 28, 56, 190, 226, 31, 228, 229, 230, 231, 232, 233, 244, 113,
  225, 224, 223, 222, 221, 189, 35, 124, 46, 53, 52, 65, 143, 111, 117, 118, 119, 120, 121, 128,
  245, 156, 70, 63, 105, 66, 107, 55, 193,
];

/** Which mesh points the 71 refined points of the right eye replace. */
export const RIGHT_EYE_REFINED: readonly number[] = [
  263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398, 359, 255, 339,
  254, 253, 252, 256, 341, 463, 467, 260, 259, 257, 258, 286, 414, 446, 261, 448, 449, 450, 451,
  452, 453, 464, 342, 445, 444, 443, 442, 441, 413, 265, 353, 276, 283, 282, 295, 372, 340, 346,
  347, 348, 349, 350, 357, 465, 383, 300, 293, 334, 296, 336, 285, 417,
];
