import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { locateFfmpeg } from '../../src-main/video/ffmpeg/locate.ts';

const execute = promisify(execFile);

/** Runs ffmpeg on its own, as a maker of fixtures and a judge beside the code under test. */
export async function ffmpeg(...ffmpegArguments: string[]): Promise<Buffer> {
  const program = (await locateFfmpeg()).ffmpeg;
  const { stdout } = await execute(
    program,
    ['-nostdin', '-hide_banner', '-loglevel', 'error', '-y', ...ffmpegArguments],
    { encoding: 'buffer', maxBuffer: 1 << 30 },
  );
  return stdout;
}

/** Entries of one stream as ffprobe names them. Needs ffprobe. */
export async function ffprobe(
  path: string,
  stream: 'v:0' | 'a:0',
  ...entries: string[]
): Promise<Record<string, string>> {
  const program = (await locateFfmpeg()).ffprobe;
  if (program === undefined) throw new Error('This test needs ffprobe.');
  const { stdout } = await execute(program, [
    ...['-loglevel', 'error', '-select_streams', stream],
    ...['-show_entries', `stream=${entries.join(',')}`, '-print_format', 'json', path],
  ]);
  const { streams } = JSON.parse(stdout) as { streams: Record<string, string>[] };
  return Object.fromEntries(entries.map((entry) => [entry, streams[0][entry]]));
}

/** Every frame of a file as stored: no conversion, no constant rate, no rotation. */
export async function decodeRaw(path: string): Promise<Buffer> {
  return await ffmpeg('-noautorotate', '-i', path, '-map', '0:v:0', '-f', 'rawvideo', 'pipe:1');
}

/** MD5 over the packets of the first sound stream, untouched. */
export async function soundPacketsMd5(path: string): Promise<string> {
  const sum = await ffmpeg('-i', path, '-map', '0:a:0', '-c', 'copy', '-f', 'md5', 'pipe:1');
  return sum.toString().trim();
}

/** When the first loud sample of a file is heard, in seconds from its start. */
export async function soundOnset(path: string): Promise<number> {
  const rate = 48_000;
  const pcm = await ffmpeg(
    ...['-i', path, '-map', '0:a:0', '-af', 'aresample=async=1:first_pts=0'],
    ...['-ac', '1', '-ar', String(rate), '-f', 's16le', 'pipe:1'],
  );
  for (let at = 0; at + 1 < pcm.length; at += 2) {
    if (Math.abs(pcm.readInt16LE(at)) > 2000) return at / 2 / rate;
  }
  return NaN;
}

/** 10 · log10(255² / mean squared error), over all samples of all planes. */
export function psnr(left: Uint8Array, right: Uint8Array): number {
  if (left.length !== right.length) return -Infinity;
  let squares = 0;
  for (let at = 0; at < left.length; at++) squares += (left[at] - right[at]) ** 2;
  return 10 * Math.log10(255 ** 2 / (squares / left.length));
}

/**
 * Marks the first track of an MP4 as turned: sets the matrix in its track header box
 * (ISO/IEC 14496-12, 8.3.2), as a phone held upright does.
 */
export function turnClockwise(path: string): void {
  const file = readFileSync(path);
  const matrixAt = file.indexOf('tkhd') + 44;
  const one = 0x10000;
  [0, one, 0, -one, 0, 0].forEach((value, index) => file.writeInt32BE(value, matrixAt + index * 4));
  writeFileSync(path, file);
}
