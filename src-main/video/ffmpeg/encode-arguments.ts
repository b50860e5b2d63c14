import type { YuvRange } from '../../base/addon.ts';
import type { Container } from './containers.ts';
import { framesPerSecond, type FrameRate } from './frame-rate.ts';
import { inputArguments } from './input-arguments.ts';
import type { AudioStream, ColourTags } from './media-report.ts';
import type { VideoEncoder } from './video-encoders.ts';

/** The frames to be encoded: I420 of an even size. */
export interface EncodedPicture {
  width: number;
  height: number;
  frameRate: FrameRate;
  range: YuvRange;
  colour: ColourTags;
}

/** The first sound track of a file, put beside the pictures. */
export interface SoundSource {
  path: string;
  audio: AudioStream | undefined;
}

export interface EncodeJob {
  picture: EncodedPicture;
  container: Container;
  encoder: VideoEncoder;
  sound: { source: SoundSource; /** 'copy' or an encoder. */ codec: string } | undefined;
  durationLimitMs: number | undefined;
  /** Exists already and is overwritten. */
  path: string;
}

/**
 * Bits for a pixel in one frame at a constant bit rate: 9 Mbit/s at 1920x1080 and 30 frames, about
 * what crf 18 comes to on talking heads.
 */
const BITS_PER_PIXEL = 0.15;

/** ffmpeg's arguments for encoding raw I420 from standard input. */
export function encodeArguments(job: EncodeJob): string[] {
  const { picture, container, sound } = job;
  return [
    ...['-hide_banner', '-loglevel', 'error', '-y'],
    ...rawInput(picture),
    ...(sound ? [...inputArguments(sound.source.path), '-map', '0:v', '-map', '1:a:0'] : []),
    ...['-c:v', job.encoder.name, ...job.encoder.options(bitsPerSecond(picture))],
    ...['-pix_fmt', 'yuv420p', ...colourOptions(picture)],
    ...(sound ? soundOptions(sound.codec) : []),
    // A phone's file names the place it was taken: only picture and sound are carried over.
    ...['-map_metadata', '-1', '-map_chapters', '-1'],
    ...(job.durationLimitMs === undefined ? [] : ['-t', (job.durationLimitMs / 1000).toFixed(6)]),
    ...container.options,
    ...['-f', container.muxer, `file:${job.path}`],
  ];
}

function rawInput(picture: EncodedPicture): string[] {
  const { numerator, denominator } = picture.frameRate;
  return [
    ...['-f', 'rawvideo', '-pix_fmt', 'yuv420p'],
    ...['-video_size', `${picture.width}x${picture.height}`],
    ...['-framerate', `${numerator}/${denominator}`],
    // Tagged on the way in as on the way out: from ffmpeg 7 on, a difference is a conversion.
    ...colourOptions(picture),
    ...['-i', 'pipe:0'],
  ];
}

function colourOptions({ range, colour }: EncodedPicture): string[] {
  const tag = (option: string, value: string | undefined): string[] =>
    value === undefined ? [] : [option, value];
  return [
    ...['-color_range', range === 'full' ? 'pc' : 'tv'],
    ...tag('-colorspace', colour.matrix),
    ...tag('-color_primaries', colour.primaries),
    ...tag('-color_trc', colour.transfer),
  ];
}

function soundOptions(codec: string): string[] {
  if (codec === 'copy') return ['-c:a', 'copy'];
  // libopus refuses the "side" variants of surround that AC-3 and AAC decode to.
  const layouts = 'aformat=channel_layouts=7.1|5.1|stereo|mono';
  return ['-c:a', codec, '-b:a', '192k', '-af', layouts];
}

function bitsPerSecond({ width, height, frameRate }: EncodedPicture): number {
  return Math.round(width * height * framesPerSecond(frameRate) * BITS_PER_PIXEL);
}
