import { MirageError } from '../../contract/error.ts';
import type { Container, VideoCodec } from './containers.ts';
import { runProgram } from './process.ts';

/** One of ffmpeg's encoders. */
export interface VideoEncoder {
  name: string;
  codec: VideoCodec;
  /** Options for a picture that shows no loss at a glance. */
  options: (bitsPerSecond: number) => string[];
  /** Listed by builds that cannot use it: the hardware, or the library it loads, may be absent. */
  needsTrial: boolean;
}

const atBitrate = (bitsPerSecond: number): string[] => ['-b:v', String(bitsPerSecond)];

/**
 * Best first within a codec. Hardware comes after the software encoders, whose quality is known.
 * crf 18 is what x264's authors call visually lossless; "veryfast" takes about a third of the
 * time of the default preset.
 */
const ENCODERS: readonly VideoEncoder[] = [
  {
    name: 'libx264',
    codec: 'h264',
    options: () => ['-preset', 'veryfast', '-crf', '18'],
    needsTrial: false,
  },
  { name: 'libopenh264', codec: 'h264', options: atBitrate, needsTrial: true },
  { name: 'h264_videotoolbox', codec: 'h264', options: atBitrate, needsTrial: true },
  { name: 'h264_nvenc', codec: 'h264', options: atBitrate, needsTrial: true },
  { name: 'h264_qsv', codec: 'h264', options: atBitrate, needsTrial: true },
  { name: 'h264_amf', codec: 'h264', options: atBitrate, needsTrial: true },
  { name: 'h264_mf', codec: 'h264', options: atBitrate, needsTrial: true },
  { name: 'mpeg4', codec: 'mpeg4', options: () => ['-q:v', '2'], needsTrial: false },
  {
    name: 'libvpx-vp9',
    codec: 'vp9',
    options: () => [
      ...['-crf', '20', '-b:v', '0'],
      ...['-deadline', 'good', '-cpu-used', '5', '-row-mt', '1'],
    ],
    needsTrial: false,
  },
  {
    name: 'libvpx',
    codec: 'vp8',
    options: (bitsPerSecond) => [
      ...['-crf', '8', ...atBitrate(bitsPerSecond * 2)],
      ...['-deadline', 'good', '-cpu-used', '5'],
    ],
    needsTrial: false,
  },
];

/** The encoders a container's files are written with. */
export interface ChosenEncoders {
  video: VideoEncoder;
  /** Whether this is the one that is wanted where everything is there. */
  isFirstChoice: boolean;
  /** For sound that cannot be copied; absent when this ffmpeg has none. */
  audio: string | undefined;
}

/**
 * Picks what this ffmpeg can do.
 *
 * @throws MirageError `output-unsupported` when it has no encoder for the container.
 */
export async function chooseEncoders(
  ffmpeg: string,
  container: Container,
): Promise<ChosenEncoders> {
  const available = await listEncoders(ffmpeg);
  const suitable = container.videoCodecs.flatMap((codec) =>
    ENCODERS.filter((encoder) => encoder.codec === codec),
  );
  const audio = container.audioEncoders.find((name) => available.has(name));
  for (const video of suitable) {
    if (!available.has(video.name)) continue;
    if (video.needsTrial && !(await encodes(ffmpeg, video))) continue;
    return { video, isFirstChoice: video === suitable[0], audio };
  }
  throw new MirageError('output-unsupported', {
    message: `The ffmpeg on this computer cannot write ${container.muxer} videos.`,
    hint: `Install an ffmpeg with ${suitable[0].name}, or choose another kind of file.`,
  });
}

const listed = new Map<string, Promise<ReadonlySet<string>>>();

async function listEncoders(ffmpeg: string): Promise<ReadonlySet<string>> {
  const known = listed.get(ffmpeg) ?? readEncoderList(ffmpeg);
  listed.set(ffmpeg, known);
  return await known;
}

async function readEncoderList(ffmpeg: string): Promise<ReadonlySet<string>> {
  const { stdout } = await runProgram(ffmpeg, ['-hide_banner', '-encoders']);
  // " V....D libx264              libx264 H.264 / AVC / MPEG-4 AVC / MPEG-4 part 10 (codec h264)"
  return new Set(Array.from(stdout.matchAll(/^ [VA][A-Z.]{5} (\S+)/gm), (match) => match[1]));
}

/** A side every hardware encoder accepts. */
const TRIAL_SIDE = 256;

async function encodes(ffmpeg: string, encoder: VideoEncoder): Promise<boolean> {
  const trial = await runProgram(
    ffmpeg,
    [
      ...['-hide_banner', '-loglevel', 'error', '-f', 'rawvideo', '-pix_fmt', 'yuv420p'],
      ...['-video_size', `${TRIAL_SIDE}x${TRIAL_SIDE}`, '-framerate', '30', '-i', 'pipe:0'],
      ...['-frames:v', '1', '-c:v', encoder.name, ...encoder.options(1_000_000), '-f', 'null', '-'],
    ],
    { input: new Uint8Array((TRIAL_SIDE * TRIAL_SIDE * 3) / 2) },
  );
  return trial.code === 0;
}
