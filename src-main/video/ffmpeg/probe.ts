import { MirageError } from '../../contract/error.ts';
import { assertReadableFile } from '../sources/input-file.ts';
import { readFfmpegReport } from './ffmpeg-report.ts';
import { FFPROBE_ARGUMENTS, readFfprobeReport } from './ffprobe-report.ts';
import { inputArguments } from './input-arguments.ts';
import { locateFfmpeg, type FfmpegPrograms } from './locate.ts';
import type { MediaReport } from './media-report.ts';
import { runProgram } from './process.ts';
import { describeVideo, type VideoFileInfo } from './video-file-info.ts';

/**
 * Looks into a video file without decoding it: with ffprobe, or by what ffmpeg prints where
 * ffprobe is absent. Both see the same file the same way.
 *
 * @throws MirageError `input-missing`, `input-unreadable`, `input-unsupported`, `no-video-stream`,
 *   `ffmpeg-missing`.
 */
export async function probeVideo(path: string, programs?: FfmpegPrograms): Promise<VideoFileInfo> {
  await assertReadableFile(path);
  const report = await reportOn(path, programs ?? (await locateFfmpeg()));
  if (!report.video) {
    throw new MirageError('no-video-stream', {
      message: `${path} has ${report.audio.length > 0 ? 'sound but no' : 'no'} moving picture.`,
      hint: 'Choose a file with a video in it.',
    });
  }
  if (report.video.width === 0 || report.video.height === 0) {
    throw unreadable(path, new Error(`The ${report.video.codec} stream names no picture size.`));
  }
  return describeVideo(path, report.video, report.audio, report.durationMs);
}

async function reportOn(path: string, programs: FfmpegPrograms): Promise<MediaReport> {
  if (programs.ffprobe !== undefined) {
    const probe = await runProgram(programs.ffprobe, [
      ...FFPROBE_ARGUMENTS,
      ...inputArguments(path),
    ]);
    if (probe.code !== 0) throw refusal(path, probe.stderr, probe.startError);
    return readFfprobeReport(probe.stdout);
  }
  // Without an output ffmpeg prints what it sees and ends with code 1, whatever it saw.
  const probe = await runProgram(programs.ffmpeg, ['-hide_banner', ...inputArguments(path)]);
  if (!/^Input #0, /m.test(probe.stderr)) throw refusal(path, probe.stderr, probe.startError);
  return readFfmpegReport(probe.stderr);
}

/** What ffmpeg says of a container it does not know, or that is not on the list. */
const UNKNOWN_CONTAINER = /not (?:on|in) whitelist|not on whitelist|Unknown input format/i;

function refusal(path: string, printed: string, startError: Error | undefined): MirageError {
  const cause = startError ?? new Error(printed);
  if (!UNKNOWN_CONTAINER.test(printed)) return unreadable(path, cause);
  return new MirageError('input-unsupported', {
    message: `${path} is not a video file that Mirage can open.`,
    hint: 'MP4, MOV, MKV, WebM and AVI files are the usual choice.',
    cause,
  });
}

function unreadable(path: string, cause: Error): MirageError {
  return new MirageError('input-unreadable', {
    message: `${path} cannot be read as a video: it is damaged, cut short, or no video at all.`,
    hint: 'Check that it plays in a video player, or make the file again.',
    cause,
  });
}
