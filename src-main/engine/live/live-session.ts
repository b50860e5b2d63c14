import { EventEmitter } from 'node:events';
import { monotonicMs } from '../../base/monotonic-clock.ts';
import { MirageError } from '../../contract/error.ts';
import type { LiveMetrics, LiveReport, RungChange } from '../../contract/live-metrics.ts';
import type { LiveState } from '../../contract/live-state.ts';
import type { Notice } from '../../contract/notice.ts';
import type { ReferenceReport } from '../../video/faces/reference-analysis.ts';
import type { Frame } from '../../video/frame.ts';
import { Turns } from '../../video/turns.ts';
import { MetricsRegistry } from '../metrics/metrics-registry.ts';
import type { SourceChoice } from '../stream/protocol.ts';
import type { GovernorStep } from './governor.ts';
import { LIVE_DEPENDENCIES, type LiveDependencies } from './live-dependencies.ts';
import { makeLiveParts, type LiveParts } from './live-parts.ts';
import type { OpenedVideo } from './live-video.ts';
import type { LiveChanges, LiveSessionOptions } from './live-session-options.ts';
import { noReference, notRunning, refuseThinSwap, stoppedEarly } from './refusals.ts';
import { SessionState, type StateChange } from './session-state.ts';

export interface LiveSessionEvents {
  state: [change: StateChange];
  notice: [notice: Notice];
  /** What a picture is worth as a reference, once it is in use. */
  reference: [path: string, report: ReferenceReport];
  /** The governor has turned something down or up. */
  rung: [change: RungChange];
}

/**
 * From a camera to the virtual camera, until it is stopped. It opens, watches and brings back what
 * carries the pictures; it never touches a picture, so nothing it does delays one.
 *
 * A session runs once: start it, change it while it runs, stop it.
 */
export class LiveSession extends EventEmitter<LiveSessionEvents> {
  /** Every figure of the session. */
  readonly registry = new MetricsRegistry();

  readonly #options: LiveSessionOptions;
  readonly #dependencies: LiveDependencies;
  readonly #startedMs = monotonicMs();
  readonly #state = new SessionState((change) => this.emit('state', change));
  readonly #turns = new Turns();
  readonly #ending = new AbortController();
  readonly #parts: LiveParts;
  readonly #notices: Notice[] = [];
  readonly #rungChanges: RungChange[] = [];
  #camera: SourceChoice;
  #adjusted: Required<LiveChanges>;
  /** What runs the networks. */
  #provider = 'none';
  #ended: Promise<void> | undefined;
  #endedMs: number | undefined;
  #failure: MirageError | undefined;

  /**
   * @throws MirageError `usage` when faces are to be replaced and there is nobody to show, or the
   *   swap is too thin to hide anybody.
   */
  constructor(options: LiveSessionOptions, dependencies: Partial<LiveDependencies> = {}) {
    super();
    if (options.isSwapping && options.references.length === 0) throw noReference();
    if (options.isSwapping) refuseThinSwap(options.settings);
    this.#options = options;
    this.#dependencies = { ...LIVE_DEPENDENCIES, ...dependencies };
    this.#camera = options.camera;
    this.#adjusted = { ...options.settings, maxFaces: options.maxFaces };
    this.#parts = makeLiveParts({
      options,
      dependencies: this.#dependencies,
      registry: this.registry,
      startedMs: this.#startedMs,
      state: this.#state,
      turns: this.#turns,
      camera: () => this.#camera,
      onNotice: (notice) => {
        this.#note([notice]);
      },
      onStep: (step) => {
        this.#stepped(step);
      },
      onGivenUp: (error) => {
        this.#failure = error;
        void this.#end('failed', error.message);
      },
      signal: this.#ending.signal,
    });
  }

  get state(): LiveState {
    return this.#state.state;
  }

  /** Why the session failed; undefined where it did not. */
  get failure(): MirageError | undefined {
    return this.#failure;
  }

  /**
   * Opens everything. Placeholders are published from early on; the state is `live` with the first
   * picture.
   *
   * @throws MirageError what the camera, a sink, a reference or the networks were refused with, and
   *   `interrupted` when it was stopped before it was open. Nothing stays open then.
   */
  async start(): Promise<void> {
    this.#state.prepare();
    await this.#turns.take(() => this.#open());
  }

  /** Ends the session and completes the recording, in whatever state it is; harmless twice. */
  stop(): Promise<void> {
    return this.#end('stopped', 'Stopped as asked.');
  }

  /** Publishes the placeholder and nothing else, from the next picture on, until it is taken back. */
  async setPanic(isPanicking: boolean): Promise<void> {
    if (!this.#ending.signal.aborted) await this.#parts.stream.setPanic(isPanicking);
  }

  /**
   * Shows another face.
   *
   * @throws MirageError `no-face`, and what loading a picture may throw; the face before stays.
   */
  async setReferences(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) throw noReference();
    const references = await this.#loadReferences(paths);
    const { stream, video, flow } = this.#parts;
    await this.#inTurn(() =>
      flow.excusing(async () => {
        this.#tellVideo(paths, await video.setReferences(references));
        // The shield shows no more of what was captured for the face before.
        await stream.setSwapping(stream.isSwapping);
      }),
    );
  }

  /**
   * Replaces faces or publishes the camera as it is.
   *
   * @throws MirageError `usage` when faces are to be replaced and there is nobody to show.
   */
  async setSwapping(isSwapping: boolean): Promise<void> {
    const { stream, video, flow } = this.#parts;
    await this.#inTurn(async () => {
      if (isSwapping && !video.hasReferences) throw noReference();
      await stream.setSwapping(isSwapping);
      await flow.connect();
    });
  }

  /**
   * Takes the pictures from another camera.
   *
   * @throws MirageError what the camera is refused with; the camera before is opened again.
   */
  async setCamera(camera: SourceChoice): Promise<void> {
    const { stream, flow, supervisor } = this.#parts;
    await this.#inTurn(async () => {
      const before = this.#camera;
      flow.interrupted();
      try {
        await this.#openCamera(camera);
        this.#camera = camera;
      } catch (thrown) {
        await stream.openSource(before).catch((lost: unknown) => {
          supervisor.lose('camera', MirageError.from(lost));
        });
        throw thrown;
      } finally {
        await flow.connect();
      }
    });
  }

  /**
   * Takes effect with the next picture.
   *
   * @throws MirageError `usage` when the swap would be too thin to hide anybody.
   */
  async configure(changes: LiveChanges): Promise<void> {
    await this.#inTurn(async () => {
      refuseThinSwap(changes);
      this.#adjusted = { ...this.#adjusted, ...changes };
      const { maxFaces, ...settings } = this.#adjusted;
      await this.#parts.video.configure({ maxFaces, settings });
    });
  }

  /** The session in figures, now. */
  snapshot(): LiveMetrics {
    const { statistics, flow } = this.#parts;
    const { index, rung, reason, load } = flow.governor;
    return {
      ...statistics.metrics(monotonicMs()),
      rung: { index, name: rung.name, reason },
      load: Math.round(load * 100) / 100,
      provider: this.#provider,
    };
  }

  /** The whole session in figures. */
  report(): LiveReport {
    const { statistics, stream, supervisor } = this.#parts;
    const { width, height, fps } = this.#options.output;
    return {
      camera: stream.sourceName ?? '',
      virtualCamera: stream.virtualCamera ?? null,
      ...{ width, height, fps },
      ...statistics.report(this.#endedMs ?? monotonicMs()),
      rungChanges: [...this.#rungChanges],
      provider: this.#provider,
      recoveries: supervisor.losses,
      notices: [...this.#notices],
    };
  }

  async #open(): Promise<void> {
    // The threads start, read the models, render and open devices side by side.
    const opening = [this.#openStream(), this.#openVideo()];
    try {
      await Promise.all(opening);
      await this.#parts.flow.connect();
    } catch (thrown) {
      const error = this.#ending.signal.aborted ? stoppedEarly() : MirageError.from(thrown);
      if (!this.#ending.signal.aborted) this.#failure = error;
      await this.#end('failed', error.message);
      await Promise.allSettled(opening);
      throw error;
    }
  }

  async #openStream(): Promise<void> {
    const { stream } = this.#parts;
    const placeholder = this.#dependencies.renderPlaceholder(this.#options.output);
    const { notices } = await stream.open(placeholder);
    this.#note(notices);
    await this.#openCamera(this.#camera);
  }

  async #openCamera(camera: SourceChoice): Promise<void> {
    const { notices } = await this.#parts.stream.openSource(camera);
    this.#note(notices);
  }

  async #openVideo(): Promise<void> {
    const { references } = this.#options;
    const pictures = references.length > 0 ? this.#loadReferences(references) : undefined;
    this.#tellVideo(references, await this.#parts.video.open(pictures));
  }

  async #loadReferences(paths: readonly string[]): Promise<Frame[]> {
    const pictures = await Promise.all(paths.map(this.#dependencies.loadReference));
    for (const { notices } of pictures) this.#note(notices);
    return pictures.map(({ frame }) => frame);
  }

  /** @throws MirageError `usage` when the session does not run. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    return this.#turns.take(() => {
      if (this.state === 'idle' || this.#ending.signal.aborted) throw notRunning();
      return work();
    });
  }

  /** The first to ask decides how it ends. */
  #end(state: 'stopped' | 'failed', reason: string): Promise<void> {
    return (this.#ended ??= this.#close().then(() => {
      this.#state.end(state, reason);
    }));
  }

  async #close(): Promise<void> {
    this.#ending.abort();
    this.#endedMs = monotonicMs();
    const { stream, video } = this.#parts;
    const [closing] = await Promise.allSettled([stream.close(), video.close()]);
    if (closing.status === 'fulfilled') this.#note(closing.value);
    else
      this.#note(
        [MirageError.from(closing.reason)].map(({ code, message }) => ({ code, message })),
      );
  }

  #stepped({ from, to, reason }: GovernorStep): void {
    const atMs = Math.round(monotonicMs() - this.#startedMs);
    const change = { atMs, from: from.name, to: to.name, reason };
    this.#rungChanges.push(change);
    this.#state.degrade(this.#parts.flow.governor.index > 0 ? reason : undefined);
    this.emit('rung', change);
  }

  #note(notices: readonly Notice[]): void {
    for (const notice of notices) {
      this.#notices.push(notice);
      this.emit('notice', notice);
    }
  }

  #tellVideo(paths: readonly string[], { networks, reports }: OpenedVideo): void {
    if (networks) {
      this.#provider = networks.provider;
      this.#note(
        networks.rejectedProviders.map(({ provider, reason }) => ({
          code: 'provider-fallback',
          message: `${provider} could not be used: ${reason}`,
        })),
      );
    }
    reports.forEach((report, i) => this.emit('reference', paths[i], report));
  }
}
