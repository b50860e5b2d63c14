import type { YuvMatrix, YuvRange } from '../../base/addon.ts';
import type { Notice } from '../../contract/notice.ts';
import { chooseConstantRate, framesPerSecond, type FrameRate } from './frame-rate.ts';
import type { AudioStream, ColourTags, VideoStreamReport } from './media-report.ts';

/** A video file, and the frames it is decoded to. */
export interface VideoFileInfo {
  path: string;
  /** ffmpeg's name, such as h264. */
  codec: string;
  /** ffmpeg's name of the stored pixels, such as yuv420p10le. */
  pixelFormat: string;
  /** As stored, before rotation. */
  sourceWidth: number;
  sourceHeight: number;
  /** Degrees clockwise that set the stored picture upright; decoded frames are upright. */
  rotation: number;
  /** Upright, in square pixels: the picture proper within the decoded frame, from its top left. */
  contentWidth: number;
  contentHeight: number;
  /** Of decoded frames: the content rounded up to even, as 4:2:0 wants it. */
  width: number;
  height: number;
  /** Of decoded frames; always constant. */
  frameRate: FrameRate;
  isVariableFrameRate: boolean;
  /** The container's length, to 10 ms; absent in recordings that were never closed. */
  durationMs: number | undefined;
  /** Decoded frames by the container's length; the file may hold a few more or fewer. */
  estimatedFrames: number | undefined;
  /** How decoded frames are to be turned into RGB. */
  matrix: YuvMatrix;
  range: YuvRange;
  /** What to write into a file made of the decoded frames; unspecified stays unspecified. */
  colour: ColourTags;
  /** Decoding must change the stored matrix, which is neither BT.601 nor BT.709. */
  convertsMatrix: boolean;
  /** The first stream of sound. */
  audio: AudioStream | undefined;
  notices: Notice[];
}

/** ffmpeg's names of matrices with BT.601's coefficients (ITU-T H.273, matrix coefficients 5 and 6). */
const BT601_MATRICES = ['bt470bg', 'smpte170m'];

/** Players take an untagged picture for BT.709 from this many lines on (EBU R 103, mpv, VLC). */
const HD_LINES = 720;

const HIGH_DEPTH = /(?:p010|p012|p016|p210|p216|(?:9|10|12|14|16|48|64)(?:le|be))$|^(?:x2|gray1)/;

/** Interprets a prober's report: what the decoded frames will be, and what the user should know. */
export function describeVideo(
  path: string,
  video: VideoStreamReport,
  audio: readonly AudioStream[],
  durationMs: number | undefined,
): VideoFileInfo {
  const { rate, isVariable } = chooseConstantRate(video.averageRate, video.nominalRate);
  const [contentWidth, contentHeight] = uprightSize(video);
  const [width, height] = [contentWidth + (contentWidth % 2), contentHeight + (contentHeight % 2)];
  const { matrix, convertsMatrix } = interpretMatrix(video);
  const fps = framesPerSecond(rate);
  const notices: Notice[] = [];
  const note = (applies: boolean, code: string, message: string): void => {
    if (applies) notices.push({ code, message });
  };
  note(
    isVariable,
    'variable-frame-rate',
    `The frame rate varies; the video is played at a constant ${round(fps)} frames a second.`,
  );
  note(
    width !== contentWidth || height !== contentHeight,
    'odd-size',
    `The picture of ${contentWidth}x${contentHeight} is extended to ${width}x${height} by repeating its edge, because video sizes are even.`,
  );
  note(
    video.pixelAspect !== 1,
    'pixels-not-square',
    `The pixels are not square; the picture of ${video.width}x${video.height} is scaled to ${contentWidth}x${contentHeight}.`,
  );
  note(
    convertsMatrix,
    'colour-converted',
    `The colours (${video.colour.matrix ?? video.pixelFormat}) are converted to BT.709.`,
  );
  note(
    HIGH_DEPTH.test(video.pixelFormat),
    'depth-reduced',
    'The picture has more than 8 bits per colour; it is reduced to 8.',
  );
  note(
    audio.length > 1,
    'extra-sound',
    `The file has ${audio.length} sound tracks; only the first is used.`,
  );
  return {
    path,
    codec: video.codec,
    pixelFormat: video.pixelFormat,
    sourceWidth: video.width,
    sourceHeight: video.height,
    rotation: video.rotation,
    contentWidth,
    contentHeight,
    width,
    height,
    frameRate: rate,
    isVariableFrameRate: isVariable,
    durationMs,
    estimatedFrames: durationMs === undefined ? undefined : Math.round((durationMs / 1000) * fps),
    matrix,
    range: video.range === 'pc' || isAlwaysFullRange(video.pixelFormat) ? 'full' : 'limited',
    colour: convertsMatrix ? { ...video.colour, matrix: 'bt709' } : video.colour,
    convertsMatrix,
    audio: audio[0],
    notices,
  };
}

function uprightSize({
  width,
  height,
  pixelAspect,
  rotation,
}: VideoStreamReport): [number, number] {
  const squareWidth = Math.max(1, Math.round(width * pixelAspect));
  return rotation === 90 || rotation === 270 ? [height, squareWidth] : [squareWidth, height];
}

function interpretMatrix({ colour, pixelFormat, height }: VideoStreamReport): {
  matrix: YuvMatrix;
  convertsMatrix: boolean;
} {
  if (isRgb(pixelFormat)) return { matrix: 'bt709', convertsMatrix: true };
  if (colour.matrix === undefined) {
    return { matrix: height < HD_LINES ? 'bt601' : 'bt709', convertsMatrix: false };
  }
  if (BT601_MATRICES.includes(colour.matrix)) return { matrix: 'bt601', convertsMatrix: false };
  return { matrix: 'bt709', convertsMatrix: colour.matrix !== 'bt709' };
}

/** RGB in any order and depth, and palettes of it. */
function isRgb(pixelFormat: string): boolean {
  return /^(?:gbr|rgb|bgr|argb|abgr|0rgb|0bgr|pal8|x2rgb|x2bgr|bayer)/.test(pixelFormat);
}

/** ffmpeg's yuvj formats are full range by name. */
function isAlwaysFullRange(pixelFormat: string): boolean {
  return pixelFormat.startsWith('yuvj');
}

function round(fps: number): number {
  return Math.round(fps * 100) / 100;
}
