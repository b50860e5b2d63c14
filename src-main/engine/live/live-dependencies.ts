import { loadPicture, type LoadedPicture } from '../../video/sources/load-picture.ts';
import { VideoWorker, type VideoWorkerOptions } from '../../video/worker/video-worker.ts';
import { watchCameras } from '../../devices/linux/watch-cameras.ts';
import type { PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import type { SourceChoice } from '../stream/protocol.ts';
import { startStreamWorker, type StreamWorkerOptions } from '../stream/stream-worker.ts';
import { locateCamera } from './find-camera.ts';
import { GOVERNOR_LIMITS, type GovernorLimits } from './governor.ts';
import { renderPlaceholder } from './placeholder.ts';

/** The stream worker as a session sees it. */
export type StreamWorkerHandle = Pick<ReturnType<typeof startStreamWorker>, 'ask' | 'end'>;

/** The video worker as a session sees it. */
export type VideoWorkerHandle = Pick<
  VideoWorker,
  'open' | 'configure' | 'setReferences' | 'startLive' | 'tuneLive' | 'close' | 'end'
>;

/** What a session needs of the world; tests replace parts of it. */
export interface LiveDependencies {
  startStreamWorker: (options: StreamWorkerOptions) => StreamWorkerHandle;
  startVideoWorker: (options: VideoWorkerOptions) => VideoWorkerHandle;
  loadReference: (path: string) => Promise<LoadedPicture>;
  /** In the published layout. */
  renderPlaceholder: (format: PublishedFormat) => Promise<Uint8Array>;
  /** Where a camera is now that was plugged in again; the same choice when it was not found. */
  locateCamera: (camera: SourceChoice) => Promise<SourceChoice>;
  /** Tells when a device is attached or detached, until it is closed. */
  watchDevices: (onChange: () => void) => { close: () => void };
  governorLimits: GovernorLimits;
}

/** Elsewhere a device is found again by trying. */
const NO_WATCH = { close: () => undefined };

export const LIVE_DEPENDENCIES: LiveDependencies = {
  startStreamWorker,
  startVideoWorker: (options) => new VideoWorker(options),
  loadReference: (path) => loadPicture(path, { animated: 'first-frame' }),
  renderPlaceholder,
  locateCamera: (camera) => locateCamera(camera),
  watchDevices: (onChange) => (process.platform === 'linux' ? watchCameras(onChange) : NO_WATCH),
  governorLimits: GOVERNOR_LIMITS,
};
