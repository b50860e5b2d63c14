import type { YuvMatrix, YuvRange } from '../../base/addon.ts';
import type { SerialisedError } from '../../contract/error.ts';
import type { RejectedProvider } from '../../models/inference/providers.ts';
import type { ReferenceReport } from '../faces/reference-analysis.ts';
import type { Frame } from '../frame.ts';
import type { FrameResult, FrameTimes, VideoPipelineOptions } from '../pipeline.ts';

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

export interface WorkerFrameResult extends Omit<FrameResult, 'rectangles' | 'times'> {
  buffer: ArrayBuffer;
  times: FrameTimes & { convert: number };
}

export interface OpenedPipeline {
  provider: string;
  rejectedProviders: readonly RejectedProvider[];
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
  close: { input: undefined; output: undefined };
}

export type VideoRequestName = keyof VideoRequests;

export interface RequestMessage<Name extends VideoRequestName = VideoRequestName> {
  id: number;
  name: Name;
  input: VideoRequests[Name]['input'];
}

export type AnswerMessage =
  | { id: number; output: VideoRequests[VideoRequestName]['output'] }
  | { id: number; error: SerialisedError };
