import { inputArguments } from './input-arguments.ts';
import type { VideoFileInfo } from './video-file-info.ts';

/**
 * ffmpeg's arguments for decoding to raw I420 of the content's size on standard output. An odd
 * size has chroma planes of (n + 1) / 2.
 */
export function decodeArguments(info: VideoFileInfo): string[] {
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error'],
    ...inputArguments(info.path),
    // V leaves cover art out.
    ...['-map', '0:V:0', '-vf', decodeFilters(info), '-f', 'rawvideo', 'pipe:1'],
  ];
}

/** The filter graph; ffmpeg itself sets the picture upright before it. */
function decodeFilters(info: VideoFileInfo): string {
  const { numerator, denominator } = info.frameRate;
  return [
    // Counting from the file's start, not the picture's, keeps picture and sound together.
    `fps=fps=${numerator}/${denominator}:start_time=0`,
    scaleFilter(info),
    // Both names of 8-bit 4:2:0, so that a full-range picture is not converted to limited range.
    'format=pix_fmts=yuv420p|yuvj420p',
  ].join(',');
}

/** swscale's roundings are off by up to two steps without these. */
const EXACT = 'bicubic+accurate_rnd+full_chroma_int+full_chroma_inp';

/** Costs nothing where the frame has the right shape already, and holds it if that changes midway. */
function scaleFilter(info: VideoFileInfo): string {
  const size = `scale=w=${info.contentWidth}:h=${info.contentHeight}`;
  if (/^yuvj?420p$/.test(info.pixelFormat) && !info.convertsMatrix) return size;
  const range = info.range === 'full' ? 'pc' : 'tv';
  const matrix = info.convertsMatrix ? ':out_color_matrix=bt709' : '';
  return `${size}:out_range=${range}${matrix}:flags=${EXACT}`;
}
