import type { SwapReport } from '../contract/swap-report.ts';
import { savePicture } from '../video/sinks/save-picture.ts';
import { loadPicture } from '../video/sources/load-picture.ts';
import { noFaceFound, throwIfInterrupted, type SwapRun } from './swap-run.ts';

/** Replaces the faces of a single picture. */
export async function swapPicture({
  options: { input, output, references, signal },
  worker,
  statistics,
  note,
}: SwapRun): Promise<Pick<SwapReport['input'], 'width' | 'height' | 'fps'>> {
  const decodeStarted = performance.now();
  const { frame, hasAlpha, notices } = await loadPicture(input);
  statistics.addDecode(performance.now() - decodeStarted);
  note(notices);
  const { width, height, timeMs } = frame;

  // A copy, because sharp's memory belongs to sharp: newer Node refuses to hand it to a thread.
  const { buffer } = frame.pixels.slice();
  const result = await worker.processStill({ buffer, width, height, timeMs });
  statistics.addResult(result, performance.now());
  throwIfInterrupted(signal);
  if (result.swapped === 0) throw noFaceFound(input);

  if (output !== undefined) {
    const encodeStarted = performance.now();
    await savePicture({ ...frame, pixels: new Uint8Array(result.buffer) }, output, {
      keepAlpha: hasAlpha,
      inputs: [input, ...references],
    });
    statistics.addEncode(performance.now() - encodeStarted);
  }
  return { width, height, fps: 0 };
}
