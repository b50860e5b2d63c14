import { onTestFinished, vi } from 'vitest';
import { DEFAULT_SWAP_SETTINGS } from '../../src-main/contract/swap-settings.ts';
import type { LiveDependencies } from '../../src-main/engine/live/live-dependencies.ts';
import type { LiveSessionOptions } from '../../src-main/engine/live/live-session-options.ts';
import { LiveSession } from '../../src-main/engine/live/live-session.ts';
import { createFrame } from '../../src-main/video/frame.ts';
import { FakeStreamWorker, FakeVideoWorker } from './fake-workers.ts';

const CAMERA_WISH = { width: 64, height: 36, fps: 30 };

/** What is done to each worker as soon as it is started. */
export interface Preparation {
  stream?: (worker: FakeStreamWorker) => void;
  video?: (worker: FakeVideoWorker) => void;
}

/** A session whose workers are fakes, for one test; it is stopped when the test is done. */
export class FakeSession {
  readonly session: LiveSession;
  /** All that were started, the newest last. */
  readonly streams: FakeStreamWorker[] = [];
  readonly videos: FakeVideoWorker[] = [];
  readonly states: string[] = [];
  readonly notices: string[] = [];
  prepare: Preparation = {};
  readonly #watchers = new Set<() => void>();

  constructor(
    options: Partial<LiveSessionOptions> = {},
    dependencies: Partial<LiveDependencies> = {},
  ) {
    this.session = new LiveSession(
      {
        camera: { kind: 'test', wish: CAMERA_WISH },
        references: ['me.png'],
        isSwapping: true,
        settings: DEFAULT_SWAP_SETTINGS,
        maxFaces: 1,
        output: { pixelFormat: 'i420', width: 64, height: 36, fps: 30 },
        isMirrored: false,
        sinks: { virtualCamera: 'Mirage Camera', record: undefined },
        ...options,
      },
      {
        startStreamWorker: (given) => {
          this.streams.push(new FakeStreamWorker(given));
          this.prepare.stream?.(this.stream);
          return this.stream;
        },
        startVideoWorker: (given) => {
          this.videos.push(new FakeVideoWorker(given));
          this.prepare.video?.(this.video);
          return this.video;
        },
        renderPlaceholder: () => Promise.resolve(new Uint8Array(4)),
        loadReference: (path) =>
          Promise.resolve({ frame: createFrame(path.length, 1), notices: [] } as never),
        locateCamera: (camera) => Promise.resolve(camera),
        watchDevices: (onChange) => {
          this.#watchers.add(onChange);
          return { close: () => this.#watchers.delete(onChange) };
        },
        ...dependencies,
      },
    );
    onTestFinished(() => this.session.stop());
    this.session.on('state', ({ state }) => this.states.push(state));
    this.session.on('notice', ({ code }) => this.notices.push(code));
  }

  get stream(): FakeStreamWorker {
    return this.streams[this.streams.length - 1];
  }

  get video(): FakeVideoWorker {
    return this.videos[this.videos.length - 1];
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  /** A picture goes the whole way. */
  flow(): void {
    this.video.process(0);
    this.stream.tick({}, 1);
  }

  /** Something was plugged in or out. */
  changeDevices(): void {
    for (const onChange of this.#watchers) onChange();
  }

  /** Until so many video workers after the first were started, and the last one has its pictures. */
  async untilReplaced(times = 1): Promise<void> {
    await vi.waitUntil(() => this.videos.length > times && this.video.loop, { timeout: 3000 });
  }

  async goLive(): Promise<this> {
    await this.session.start();
    this.flow();
    return this;
  }
}
