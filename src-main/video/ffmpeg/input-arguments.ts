import { resolve } from 'node:path';

/**
 * The containers that are opened. Left out on purpose: playlists (hls, concat, dash), which make
 * ffmpeg open other files and addresses that a stranger's file names, and still pictures.
 */
const DEMUXERS = [
  ...['mov', 'matroska', 'avi', 'mpegts', 'mpeg', 'mpegvideo', 'flv', 'asf', 'ogg', 'mxf', 'nut'],
  ...['rm', 'dv', 'wtv', 'ivf', 'h264', 'hevc', 'm4v', 'yuv4mpegpipe'],
  // Sound alone: opened so that the user is told what is missing.
  ...['mp3', 'wav', 'flac', 'aac', 'aiff', 'caf'],
];

/**
 * ffmpeg and ffprobe options that open one local file: a name with a colon, a per cent sign or a
 * leading hyphen is only a name, and nothing the file says makes another file or address open.
 */
export function inputArguments(path: string): string[] {
  return [
    ...['-protocol_whitelist', 'file,pipe', '-format_whitelist', DEMUXERS.join(',')],
    ...['-i', `file:${resolve(path)}`],
  ];
}
