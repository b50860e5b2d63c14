import { MirageError } from '../../contract/error.ts';
import type { Notice } from '../../contract/notice.ts';
import type { Turns } from '../../video/turns.ts';
import { LiveStatistics } from '../metrics/live-statistics.ts';
import type { MetricsRegistry } from '../metrics/metrics-registry.ts';
import type { SourceChoice } from '../stream/protocol.ts';
import type { GovernorStep } from './governor.ts';
import type { LiveDependencies } from './live-dependencies.ts';
import { LiveFlow } from './live-flow.ts';
import type { LiveSessionOptions } from './live-session-options.ts';
import { LiveStream } from './live-stream.ts';
import { LiveSupervisor } from './live-supervisor.ts';
import { LiveVideo } from './live-video.ts';
import { ladderFor } from './rungs.ts';
import type { SessionState } from './session-state.ts';

/** The identity of swapped faces is not measured live: nobody is shown it, and it costs 1 ms. */
const NEVER = 0;

export interface LivePartsOptions {
  options: LiveSessionOptions;
  dependencies: LiveDependencies;
  registry: MetricsRegistry;
  /** By monotonicMs. */
  startedMs: number;
  state: SessionState;
  turns: Turns;
  /** The camera that is wanted now. */
  camera: () => SourceChoice;
  onNotice: (notice: Notice) => void;
  onStep: (step: GovernorStep) => void;
  onGivenUp: (error: MirageError) => void;
  /** Aborted when the session ends. */
  signal: AbortSignal;
}

/** What a session is made of. */
export interface LiveParts {
  stream: LiveStream;
  video: LiveVideo;
  flow: LiveFlow;
  supervisor: LiveSupervisor;
  statistics: LiveStatistics;
}

/** Makes the parts of a session and lets each hear of what concerns it. Nothing is opened yet. */
export function makeLiveParts(made: LivePartsOptions): LiveParts {
  const { options, dependencies } = made;
  const { output, sinks, settings, maxFaces, isSwapping, workerEntries } = options;
  const { startStreamWorker, startVideoWorker, governorLimits } = dependencies;
  const [rung] = ladderFor(output.fps);
  const { detectEvery, masksOccluders } = rung;

  const statistics = new LiveStatistics(made.registry, made.startedMs, output.fps);
  const stream = new LiveStream({
    startWorker: (worker) => startStreamWorker({ ...worker, entry: workerEntries?.stream }),
    listeners: {
      published: (record) => {
        flow.published(record);
      },
      sourceFailed: (error) => {
        supervisor.lose('camera', MirageError.deserialise(error));
      },
      sinkFailed: (loss) => {
        supervisor.loseSink(loss);
      },
    },
    onFailure: (error) => {
      supervisor.lose('stream-worker', error);
    },
    format: output,
    sinks,
    isSwapping,
  });
  const video = new LiveVideo({
    startWorker: (worker) => startVideoWorker({ ...worker, entry: workerEntries?.video }),
    onLiveFrame: (record) => {
      flow.processed(record);
    },
    onFailure: (error) => {
      supervisor.lose('video-worker', error);
    },
    pipeline: { settings, maxFaces, detectEvery, masksOccluders, measureIdentityEvery: NEVER },
    rung,
  });
  const flow = new LiveFlow({
    ...{ stream, video, statistics, output, governorLimits },
    isMirrored: options.isMirrored,
    onFlow: (seen) => {
      supervisor.observe(seen);
    },
    onStep: made.onStep,
  });
  const supervisor = new LiveSupervisor({ ...made, stream, video, flow });
  return { stream, video, flow, supervisor, statistics };
}
