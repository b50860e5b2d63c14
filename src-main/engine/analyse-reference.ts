import { DEFAULT_SWAP_SETTINGS } from '../contract/swap-settings.ts';
import type { Notice } from '../contract/notice.ts';
import type { ReferenceReport } from '../video/faces/reference-analysis.ts';
import { loadPicture } from '../video/sources/load-picture.ts';
import { VideoWorker } from '../video/worker/video-worker.ts';

export interface AnalysedReference {
  report: ReferenceReport;
  notices: Notice[];
  provider: string;
}

/**
 * Says what a picture is worth as a reference.
 *
 * @param workerEntry the built worker, where it is not beside this program.
 * @throws MirageError `no-face`, and whatever loading the picture may refuse.
 */
export async function analyseReferencePicture(
  path: string,
  workerEntry?: string,
): Promise<AnalysedReference> {
  const { frame, notices } = await loadPicture(path, { animated: 'first-frame' });
  const worker = new VideoWorker({ entry: workerEntry });
  try {
    const { provider } = await worker.open({
      maxFaces: 1,
      detectEvery: 1,
      settings: DEFAULT_SWAP_SETTINGS,
      measureIdentityEvery: 0,
      masksOccluders: true,
    });
    return { report: await worker.analyse(frame), notices, provider };
  } finally {
    await worker.close();
  }
}
