import { MirageError } from '../../src-main/contract/error.ts';
import { containerFor } from '../../src-main/video/ffmpeg/containers.ts';
import { locateFfmpeg } from '../../src-main/video/ffmpeg/locate.ts';
import { runProgram } from '../../src-main/video/ffmpeg/process.ts';
import { chooseEncoders } from '../../src-main/video/ffmpeg/video-encoders.ts';

/** A part of a video. */
export interface Stretch {
  startSeconds: number;
  seconds: number;
}

/** Generous for the small clip that is cut: the cut itself must not add flicker. */
const BITS_PER_SECOND = 4_000_000;

/**
 * Cuts a stretch out of a video, at the same size and rate.
 *
 * @throws MirageError `ffmpeg-missing`, `ffmpeg-failed`.
 */
export async function cutClip(
  from: string,
  { startSeconds, seconds }: Stretch,
  to: string,
): Promise<void> {
  const { ffmpeg } = await locateFfmpeg();
  const { video } = await chooseEncoders(ffmpeg, containerFor(to));
  const cut = await runProgram(ffmpeg, [
    ...['-hide_banner', '-loglevel', 'error', '-y'],
    ...['-ss', String(startSeconds), '-i', from, '-t', String(seconds)],
    ...['-c:v', video.name, ...video.options(BITS_PER_SECOND), '-pix_fmt', 'yuv420p', to],
  ]);
  if (cut.code !== 0) {
    throw new MirageError('ffmpeg-failed', {
      message: `ffmpeg could not cut ${from}.`,
      hint: cut.stderr,
      cause: cut.startError,
    });
  }
}
