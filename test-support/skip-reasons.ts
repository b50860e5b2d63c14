/** Why tests are left out. CI accepts the reasons listed in tools/test/allowed-skips.ts. */
export const SKIPS = {
  signals: 'Windows has no signals between processes.',
  linuxNames: 'Windows has no files named as Linux names them.',
  shellScripts: 'The stand-ins for ffmpeg are shell scripts, which Windows does not run.',
  namedPipe: 'Windows has no named pipes among its files.',
  unreadableFile: 'No file is closed to root, nor made so on Windows.',
  smallDisk: 'Only root on Linux can mount the small memory disk that is to be filled.',
  executableBit: 'Windows tells programs by their extension, not by a permission.',
  ffprobe: 'There is no second prober to compare with: ffprobe is not installed.',
} as const;
