import { extname } from 'node:path';
import { MirageError } from '../../contract/error.ts';

export type VideoCodec = 'h264' | 'mpeg4' | 'vp9' | 'vp8';

/** A container videos are written in. */
export interface Container {
  /** ffmpeg's name. */
  muxer: string;
  /** Options of that muxer. */
  options: readonly string[];
  /** The pictures' codecs, the wanted one first. */
  videoCodecs: readonly VideoCodec[];
  /** Codecs of sound that common players accept in it; other sound is encoded anew. */
  copiedAudio: readonly string[];
  /** Encoders for other sound, the wanted one first. */
  audioEncoders: readonly string[];
}

/** The index before the pictures, so that a player or a web page can start at once. */
const FAST_START = ['-movflags', '+faststart'];

const MP4: Container = {
  muxer: 'mp4',
  options: FAST_START,
  videoCodecs: ['h264', 'mpeg4'],
  copiedAudio: ['aac', 'mp3', 'ac3', 'eac3', 'alac'],
  audioEncoders: ['aac'],
};

const PCM = ['pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s24be', 'pcm_s32le', 'pcm_f32le'];

/** By extension. */
const CONTAINERS: Readonly<Record<string, Container>> = {
  '.mp4': MP4,
  '.m4v': MP4,
  '.mov': { ...MP4, muxer: 'mov', copiedAudio: [...MP4.copiedAudio, ...PCM] },
  '.mkv': {
    muxer: 'matroska',
    options: [],
    videoCodecs: ['h264', 'mpeg4'],
    copiedAudio: [
      ...['aac', 'mp3', 'mp2', 'ac3', 'eac3', 'dts', 'truehd', 'flac', 'alac', 'opus', 'vorbis'],
      ...['pcm_s16le', 'pcm_s24le', 'pcm_s32le', 'pcm_f32le'],
    ],
    audioEncoders: ['aac'],
  },
  '.webm': {
    muxer: 'webm',
    options: [],
    videoCodecs: ['vp9', 'vp8'],
    copiedAudio: ['opus', 'vorbis'],
    audioEncoders: ['libopus', 'libvorbis'],
  },
};

/**
 * The container a file's extension asks for.
 *
 * @throws MirageError `output-unsupported`.
 */
export function containerFor(path: string): Container {
  const extension = extname(path).toLowerCase();
  const container = Object.hasOwn(CONTAINERS, extension) ? CONTAINERS[extension] : undefined;
  if (container) return container;
  throw new MirageError('output-unsupported', {
    message: `Videos are not written as ${extension === '' ? 'files without an extension' : extension}.`,
    hint: `Use one of ${Object.keys(CONTAINERS).join(', ')}.`,
  });
}
