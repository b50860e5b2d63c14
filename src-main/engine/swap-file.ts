import type { Notice } from '../contract/notice.ts';
import type { SwapReport } from '../contract/swap-report.ts';
import { containerFor } from '../video/ffmpeg/containers.ts';
import { OutputFile } from '../video/sinks/output-file.ts';
import { assertPictureExtension } from '../video/sinks/save-picture.ts';
import { classifyInput } from '../video/sources/classify-input.ts';
import { loadPicture } from '../video/sources/load-picture.ts';
import { VideoWorker } from '../video/worker/video-worker.ts';
import { RunStatistics } from './run-statistics.ts';
import { swapPicture } from './swap-picture.ts';
import { throwIfInterrupted, type SwapFileOptions, type SwapRun } from './swap-run.ts';
import { swapVideo } from './swap-video.ts';

/** The identity is measured on every tenth frame: enough for a median, at a cost of one per cent. */
const MEASURE_EVERY = 10;

/** Frames from one look of the detector to the next; the mesh follows the face in between. */
const DETECT_EVERY = 5;

/**
 * Replaces the faces of a picture or a video file.
 *
 * @throws MirageError for everything a file, a disk or a machine can refuse, and `no-face` when the
 *   reference or the whole input shows none. The output is whole or absent.
 */
export async function swapFile(options: SwapFileOptions): Promise<SwapReport> {
  const statistics = new RunStatistics(performance.now());
  const notices: Notice[] = [];
  const note = (found: readonly Notice[]): void => {
    for (const notice of found) {
      notices.push(notice);
      options.onNotice?.(notice);
    }
  };
  const input = await classifyInput(options.input);
  if (options.output !== undefined) await assertOutput(input.kind, options.output, options);

  const worker = new VideoWorker({ entry: options.workerEntry });
  try {
    const { provider, rejectedProviders } = await worker.open({
      maxFaces: options.maxFaces,
      detectEvery: DETECT_EVERY,
      settings: options.settings,
      measureIdentityEvery: MEASURE_EVERY,
      masksOccluders: true,
    });
    note(
      rejectedProviders.map((rejected) => ({
        code: 'provider-fallback',
        message: `${rejected.provider} could not be used: ${rejected.reason}`,
      })),
    );
    await setReferences(worker, options, note);
    throwIfInterrupted(options.signal);

    const run: SwapRun = { options, worker, statistics, note };
    const seen =
      input.kind === 'picture' ? await swapPicture(run) : await swapVideo(run, input.info);
    return statistics.report(seen, provider, notices);
  } finally {
    await worker.close();
  }
}

/** Finds out before the networks are loaded whether the result could be written. */
async function assertOutput(
  kind: 'picture' | 'video',
  output: string,
  { input, references }: SwapFileOptions,
): Promise<void> {
  const file = await OutputFile.prepare(output, [input, ...references]);
  await file.discard();
  if (kind === 'picture') assertPictureExtension(output);
  else containerFor(output);
}

async function setReferences(
  worker: VideoWorker,
  { references, onReference }: SwapFileOptions,
  note: SwapRun['note'],
): Promise<void> {
  const pictures = await Promise.all(
    references.map((path) => loadPicture(path, { animated: 'first-frame' })),
  );
  for (const picture of pictures) note(picture.notices);
  const reports = await worker.setReferences(pictures.map(({ frame }) => frame));
  reports.forEach((report, i) => onReference?.(references[i], report));
}
