import type { SwapReport } from '../contract/swap-report.ts';
import { framesPerSecond } from '../video/ffmpeg/frame-rate.ts';
import type { VideoFileInfo } from '../video/ffmpeg/video-file-info.ts';
import { VideoFileWriter } from '../video/sinks/video-file-writer.ts';
import { VideoFileReader } from '../video/sources/video-file-reader.ts';
import type { WorkerFrameResult } from '../video/worker/protocol.ts';
import { noFaceFound, throwIfInterrupted, type SwapProgress, type SwapRun } from './swap-run.ts';

/** One frame in work and one that waits, so that the worker never idles between two. */
const FRAMES_AT_WORKER = 2;

/** Replaces the faces of a video, frame by frame; the sound is carried over. */
export async function swapVideo(
  run: SwapRun,
  info: VideoFileInfo,
): Promise<Pick<SwapReport['input'], 'width' | 'height' | 'fps'>> {
  const { input, output, references } = run.options;
  run.note(info.notices);
  const writer =
    output === undefined
      ? undefined
      : await VideoFileWriter.create(output, {
          ...info,
          audioFrom: info,
          inputs: [input, ...references],
        });
  try {
    if (writer) run.note(writer.notices);
    await swapFrames(run, info, writer);
    throwIfInterrupted(run.options.signal);
    if (run.statistics.swapped === 0) throw noFaceFound(input);
    await writer?.finish();
  } catch (thrown) {
    await writer?.abort();
    throw thrown;
  }
  return {
    width: info.contentWidth,
    height: info.contentHeight,
    fps: framesPerSecond(info.frameRate),
  };
}

async function swapFrames(
  run: SwapRun,
  info: VideoFileInfo,
  writer: VideoFileWriter | undefined,
): Promise<void> {
  const { worker, statistics } = run;
  const { signal } = run.options;
  const reader = await VideoFileReader.open(info);
  const frameMs = 1000 / framesPerSecond(info.frameRate);
  const free: ArrayBuffer[] = [];
  const atWorker: Promise<WorkerFrameResult>[] = [];
  let writing: Promise<void> = Promise.resolve();

  /** Hands the oldest frame on; while it is encoded the next ones are read and swapped. */
  const passOn = async (): Promise<void> => {
    const result = await atWorker[0];
    void atWorker.shift();
    statistics.addResult(result, performance.now());
    run.options.onProgress?.(progressOf(run, info));
    const started = performance.now();
    await writing;
    writing = encode(writer, result.buffer, free);
    // A failed write is thrown when the next frame comes, or at the end.
    writing.catch(() => undefined);
    if (writer) statistics.addEncode(performance.now() - started);
  };

  const stopReading = (): void => void reader.close();
  signal?.addEventListener('abort', stopReading);
  try {
    for (let index = 0; !signal?.aborted; index++) {
      const buffer = free.pop() ?? new ArrayBuffer(reader.frameBytes);
      const started = performance.now();
      if (!(await reader.read(new Uint8Array(buffer)))) break;
      statistics.addDecode(performance.now() - started);
      const { width, height, matrix, range } = info;
      const timeMs = index * frameMs;
      atWorker.push(worker.processYuv({ buffer, width, height, matrix, range, timeMs }));
      if (atWorker.length === FRAMES_AT_WORKER) await passOn();
    }
    while (atWorker.length > 0) await passOn();
    await writing;
    // Stopped half way, the reader takes the rest for missing.
    if (!signal?.aborted) run.note(reader.notices.slice(info.notices.length));
  } finally {
    signal?.removeEventListener('abort', stopReading);
    await Promise.allSettled([...atWorker, writing]);
    await reader.close();
  }
}

async function encode(
  writer: VideoFileWriter | undefined,
  buffer: ArrayBuffer,
  free: ArrayBuffer[],
): Promise<void> {
  await writer?.write(new Uint8Array(buffer));
  free.push(buffer);
}

function progressOf({ statistics }: SwapRun, { estimatedFrames }: VideoFileInfo): SwapProgress {
  const { total: frames, fps } = statistics;
  const left = estimatedFrames === undefined ? undefined : Math.max(0, estimatedFrames - frames);
  const etaSeconds = left === undefined || fps === 0 ? undefined : left / fps;
  return { frames, estimatedFrames, fps, etaSeconds };
}
