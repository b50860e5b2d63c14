import type { YuvMatrix, YuvRange } from '../../base/addon.ts';
import type { PictureFormat } from '../../base/picture-format.ts';
import type { SerialisedError } from '../../contract/error.ts';
import type { PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import type { RejectedProvider } from '../../models/inference/providers.ts';
import type { ReferenceReport } from '../faces/reference-analysis.ts';
import type { Frame } from '../frame.ts';
import type { ExchangeHandle } from '../live/frame-exchange.ts';
import type { PublishedKind, WithheldReason } from '../live/published-kind.ts';
import type { FrameResult, FrameTimes, IdentitySample, VideoPipelineOptions } from '../pipeline.ts';

/** A YUV picture whose buffer travels with the message and comes back in the answer. */
export interface TravellingPicture {
  buffer: ArrayBuffer;
  width: number;
  height: number;
  timeMs: number;
}

/** I420: how its values are to be read. */
export interface YuvPicture extends TravellingPicture {
  matrix: YuvMatrix;
  range: YuvRange;
}

export interface WorkerFrameResult extends Omit<FrameResult, 'exposed' | 'rectangles' | 'times'> {
  buffer: ArrayBuffer;
  times: FrameTimes & { convert: number };
}

export interface OpenedPipeline {
  provider: string;
  rejectedProviders: readonly RejectedProvider[];
}

/** How much the live loop does; the governor turns these down under load. */
export interface LiveTuning {
  /** Pictures processed a second at most; the rest is skipped. */
  maxFps: number;
  /** Longest side of the picture in which faces are sought and drawn, in pixels. */
  longestSide: number;
}

export interface LiveLoopOptions {
  captured: ExchangeHandle;
  capturedFormat: PictureFormat;
  published: ExchangeHandle;
  /** What goes into the published exchange. */
  output: PublishedFormat;
  isMirrored: boolean;
  /** Whether faces are to be replaced; if not, pictures pass as they are. */
  isSwapping: boolean;
  tuning: LiveTuning;
}

/** What became of one captured picture. */
export interface LiveFrameRecord {
  sequence: number;
  /** By monotonicMs, like the next two. */
  captureTimeMs: number;
  /** The worker began with it. */
  takenTimeMs: number;
  /** It was handed over. */
  readyTimeMs: number;
  kind: PublishedKind;
  /** Why it was withheld. */
  withheld: WithheldReason | undefined;
  faces: number;
  swapped: number;
  /** Milliseconds; compose is covering, scaling up and conversion to the published layout. */
  times: FrameTimes & { convert: number; compose: number };
  identity: IdentitySample | undefined;
  /** What was thrown, where processing failed. */
  error?: SerialisedError;
}

/** What can be asked of the video worker: arguments and answer of each request. */
export interface VideoRequests {
  open: { input: VideoPipelineOptions; output: OpenedPipeline };
  configure: { input: Partial<VideoPipelineOptions>; output: undefined };
  analyse: { input: Frame; output: ReferenceReport };
  setReferences: { input: readonly Frame[]; output: ReferenceReport[] };
  /** I420, swapped in place. */
  processYuv: { input: YuvPicture; output: WorkerFrameResult };
  /** RGBA, a single picture, swapped in place. */
  processStill: { input: TravellingPicture; output: WorkerFrameResult };
  startLive: { input: LiveLoopOptions; output: undefined };
  tuneLive: { input: Partial<LiveTuning>; output: undefined };
  stopLive: { input: undefined; output: undefined };
  close: { input: undefined; output: undefined };
}

/** What the video worker says by itself. */
export interface VideoEvents {
  liveFrame: LiveFrameRecord;
}
