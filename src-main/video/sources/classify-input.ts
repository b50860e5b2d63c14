import { probeVideo } from '../ffmpeg/probe.ts';
import type { VideoFileInfo } from '../ffmpeg/video-file-info.ts';
import { assertReadableFile, readHead, unsupportedInput } from './input-file.ts';
import { recogniseSignature, SIGNATURE_BYTES } from './signature.ts';

/** A video comes with what probing it, the way to tell, has found out. */
export type ClassifiedInput = { kind: 'picture' } | { kind: 'video'; info: VideoFileInfo };

/**
 * Tells pictures from videos by what they hold, not by their names.
 *
 * @throws MirageError `input-missing`, `input-unreadable`, `input-unsupported`, and for what only
 *   ffmpeg can tell `no-video-stream` and `ffmpeg-missing`.
 */
export async function classifyInput(path: string): Promise<ClassifiedInput> {
  await assertReadableFile(path);
  const signature = recogniseSignature(await readHead(path, SIGNATURE_BYTES));
  if (signature?.kind === 'picture') return { kind: 'picture' };
  if (signature?.kind === 'other') throw unsupportedInput(path, signature.description);
  return { kind: 'video', info: await probeVideo(path) };
}
