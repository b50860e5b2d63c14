import { monotonicMs } from '../../base/monotonic-clock.ts';
import { MirageError, type SerialisedError } from '../../contract/error.ts';
import type { LiveReport } from '../../contract/live-metrics.ts';
import type { Notice } from '../../contract/notice.ts';
import type { Turns } from '../../video/turns.ts';
import type { SinkName, SourceChoice } from '../stream/protocol.ts';
import type { Flow } from './flow-watch.ts';
import type { LiveDependencies } from './live-dependencies.ts';
import type { LiveFlow } from './live-flow.ts';
import type { LiveStream } from './live-stream.ts';
import type { LiveVideo } from './live-video.ts';
import { Recovery } from './recovery.ts';
import {
  DEVICE_RECOVERY,
  RecoveryPolicy,
  WORKER_RECOVERY,
  type RecoveryLimits,
} from './recovery-policy.ts';
import { PARTS_OF_THE_FLOW, type LivePart, type SessionState } from './session-state.ts';

export interface LiveSupervisorOptions {
  stream: LiveStream;
  video: LiveVideo;
  flow: LiveFlow;
  state: SessionState;
  /** Commands and attempts to bring something back take turns. */
  turns: Turns;
  /** The camera that is wanted now. */
  camera: () => SourceChoice;
  dependencies: Pick<LiveDependencies, 'locateCamera' | 'watchDevices'>;
  onNotice: (notice: Notice) => void;
  /** A part will not come back. */
  onGivenUp: (error: MirageError) => void;
  /** Aborted when the session ends. */
  signal: AbortSignal;
}

/** Notices what is lost while a session runs, and brings it back. */
export class LiveSupervisor {
  readonly #options: LiveSupervisorOptions;
  readonly #recoveries: Readonly<Record<LivePart, Recovery>>;
  readonly #losses: Record<LivePart, number> = {
    camera: 0,
    'video-worker': 0,
    'stream-worker': 0,
    'virtual-camera': 0,
  };
  /** What was last told of a part that is lost, so that the same is not told with every attempt. */
  readonly #told = new Map<LivePart, string>();

  constructor(options: LiveSupervisorOptions) {
    this.#options = options;
    this.#recoveries = {
      camera: this.#device('camera', () => this.#reopenCamera()),
      'virtual-camera': this.#device('virtual-camera', () => this.#reopenVirtualCamera()),
      'video-worker': this.#worker('video-worker', () => this.#replaceVideo()),
      'stream-worker': this.#worker('stream-worker', () => this.#replaceStream()),
    };
  }

  /** Times a part was lost so far. */
  get losses(): LiveReport['recoveries'] {
    return {
      worker: this.#losses['video-worker'] + this.#losses['stream-worker'],
      camera: this.#losses.camera,
      virtualCamera: this.#losses['virtual-camera'],
    };
  }

  /** Told with every tick of the publish clock. */
  readonly observe = (flow: Flow): void => {
    if (this.#options.signal.aborted) return;
    if (flow === 'flowing') this.#flowing();
    else if (flow === 'camera-stalled') this.lose('camera', this.#stalled());
    else if (flow === 'worker-hangs') this.lose('video-worker', hanging());
  };

  /** A sink was lost. */
  readonly loseSink = ({ sink, error }: { sink: SinkName; error: SerialisedError }): void => {
    const { code, message } = error;
    if (sink === 'record') this.#options.onNotice({ code, message });
    else this.lose('virtual-camera', MirageError.deserialise(error));
  };

  /** Brings the part back, for as long as that takes. */
  lose(part: LivePart, error: MirageError): void {
    const { state, stream, flow, signal, onGivenUp } = this.#options;
    const recovery = this.#recoveries[part];
    if (signal.aborted || recovery.isRunning) return;
    this.#losses[part] += 1;
    if (part !== 'virtual-camera') flow.interrupted();
    if (part === 'camera' || part === 'stream-worker') stream.sourceLost();
    state.lose(part, error.message);
    this.#tell(part, error);
    recovery.run(error).catch((thrown: unknown) => {
      onGivenUp(MirageError.from(thrown));
    });
  }

  #flowing(): void {
    const nowMs = monotonicMs();
    for (const part of PARTS_OF_THE_FLOW) {
      this.#recoveries[part].working(nowMs);
      this.#tellReturn(part);
    }
    this.#options.state.flowing();
  }

  #device(part: LivePart, attempt: () => Promise<void>): Recovery {
    const { watchDevices } = this.#options.dependencies;
    return this.#recovery(part, attempt, { limits: DEVICE_RECOVERY, watch: watchDevices });
  }

  #worker(part: LivePart, attempt: () => Promise<void>): Recovery {
    return this.#recovery(part, attempt, { limits: WORKER_RECOVERY });
  }

  #recovery(
    part: LivePart,
    attempt: () => Promise<void>,
    { limits, watch }: { limits: RecoveryLimits; watch?: LiveDependencies['watchDevices'] },
  ): Recovery {
    const { turns, signal } = this.#options;
    return new Recovery({
      policy: new RecoveryPolicy(limits),
      attempt: () => turns.take(attempt),
      signal,
      onRefused: (error) => {
        this.#tell(part, error);
      },
      ...(watch && { watch }),
    });
  }

  async #reopenCamera(): Promise<void> {
    const { stream, flow, camera, dependencies } = this.#options;
    // A command, or the return of the stream worker, may have opened it meanwhile.
    if (!stream.source) await stream.openSource(await dependencies.locateCamera(camera()));
    await flow.connect();
  }

  async #reopenVirtualCamera(): Promise<void> {
    await this.#options.stream.reopenVirtualCamera();
    this.#virtualCameraIsBack();
  }

  async #replaceVideo(): Promise<void> {
    await this.#options.video.replace();
    await this.#options.flow.connect();
  }

  async #replaceStream(): Promise<void> {
    const { stream } = this.#options;
    if (stream.isRecording) this.#options.onNotice(RECORDING_LOST);
    await stream.replace();
    this.#virtualCameraIsBack();
    try {
      await this.#reopenCamera();
    } catch (thrown) {
      this.lose('camera', MirageError.from(thrown));
    }
  }

  #virtualCameraIsBack(): void {
    this.#recoveries['virtual-camera'].working(monotonicMs());
    this.#tellReturn('virtual-camera');
    this.#options.state.virtualCameraIsBack();
  }

  #tell(part: LivePart, { code, message }: MirageError): void {
    if (this.#told.get(part) === code) return;
    this.#told.set(part, code);
    this.#options.onNotice({ code, message });
  }

  #tellReturn(part: LivePart): void {
    if (!this.#told.delete(part)) return;
    this.#options.onNotice({ code: `${part}-back`, message: `${this.#nameOf(part)} is back.` });
  }

  #nameOf(part: LivePart): string {
    const { stream } = this.#options;
    if (part === 'camera') return stream.sourceName ?? 'The camera';
    if (part === 'virtual-camera') return stream.virtualCamera ?? 'The virtual camera';
    return part === 'video-worker' ? 'The processing of pictures' : 'The publishing of pictures';
  }

  #stalled(): MirageError {
    return new MirageError('camera-lost', {
      message: `${this.#nameOf('camera')} gives no pictures any more.`,
      hint: 'Mirage tries to open it again; check its cable and its cover.',
    });
  }
}

const RECORDING_LOST: Notice = {
  code: 'recording-lost',
  message: 'The recording ended, because the part of Mirage that writes it has stopped.',
};

function hanging(): MirageError {
  return new MirageError('worker-failed', {
    message: 'The part of Mirage that processes the picture does not answer any more.',
    hint: 'Mirage starts it again; if it happens again, run: mirage doctor',
  });
}
