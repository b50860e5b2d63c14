import { probeVideo } from '../ffmpeg/probe.ts';
import { assertReadableFile, readHead, unsupportedInput } from './input-file.ts';
import { recogniseSignature, SIGNATURE_BYTES } from './signature.ts';

/**
 * Tells pictures from videos by what they hold, not by their names.
 *
 * @throws MirageError `input-missing`, `input-unreadable`, `input-unsupported`, and for what only
 *   ffmpeg can tell `no-video-stream` and `ffmpeg-missing`.
 */
export async function classifyInput(path: string): Promise<'picture' | 'video'> {
  await assertReadableFile(path);
  const signature = recogniseSignature(await readHead(path, SIGNATURE_BYTES));
  if (signature?.kind === 'picture') return 'picture';
  if (signature?.kind === 'other') throw unsupportedInput(path, signature.description);
  await probeVideo(path);
  return 'video';
}
