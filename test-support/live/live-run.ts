import { onTestFinished } from 'vitest';
import { findResource } from '../../src-main/base/resource.ts';
import type { Notice } from '../../src-main/contract/notice.ts';
import { DEFAULT_SWAP_SETTINGS } from '../../src-main/contract/swap-settings.ts';
import type { LiveDependencies } from '../../src-main/engine/live/live-dependencies.ts';
import type { LiveSessionOptions } from '../../src-main/engine/live/live-session-options.ts';
import { LiveSession } from '../../src-main/engine/live/live-session.ts';
import type { StateChange } from '../../src-main/engine/live/session-state.ts';
import type { PublishRecord } from '../../src-main/engine/stream/protocol.ts';
import { startStreamWorker } from '../../src-main/engine/stream/stream-worker.ts';
import { FaultControl } from './faults.ts';

const WISH = { width: 640, height: 360, fps: 30 };

/**
 * A session of real workers and networks on the test picture, whose parts fail as a test wants it.
 * For one test; it is stopped when the test is done.
 */
export class LiveRun {
  readonly faults = new FaultControl();
  readonly session: LiveSession;
  /** Every tick of the publish clock. */
  readonly records: PublishRecord[] = [];
  readonly states: StateChange[] = [];
  readonly notices: Notice[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(
    options: Partial<LiveSessionOptions> = {},
    dependencies: Partial<LiveDependencies> = {},
  ) {
    this.session = new LiveSession(
      {
        camera: { kind: 'test', wish: WISH },
        references: [builtFile('assets/demo/astronaut.png')],
        isSwapping: true,
        settings: DEFAULT_SWAP_SETTINGS,
        maxFaces: 1,
        output: { pixelFormat: 'i420', ...WISH },
        isMirrored: false,
        sinks: { virtualCamera: 'Mirage Camera', record: undefined },
        workerEntries: {
          video: builtFile('out/tools/faulty-video.worker.mjs'),
          stream: builtFile('out/tools/faulty-stream.worker.mjs'),
        },
        ...options,
      },
      {
        startStreamWorker: ({ listeners, ...worker }) =>
          startStreamWorker({
            ...worker,
            listeners: {
              ...listeners,
              published: (record) => {
                this.records.push(record);
                listeners.published(record);
                this.#look();
              },
            },
          }),
        ...dependencies,
      },
    );
    onTestFinished(() => this.#close());
    this.session.on('state', (change) => {
      this.states.push(change);
      this.#look();
    });
    this.session.on('notice', (notice) => this.notices.push(notice));
  }

  get last(): PublishRecord | undefined {
    return this.records.at(-1);
  }

  /** Until something holds; looked at with every tick and every change of the state. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.session.state === 'failed') throw this.session.failure ?? new Error('It failed.');
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** Until swapped pictures have been published for so long. */
  async untilLiveFor(milliseconds: number): Promise<void> {
    let sinceMs: number | undefined;
    await this.until(() => {
      const isLive = this.session.state === 'live' || this.session.state === 'degraded';
      if (!isLive || this.last?.kind !== 'swapped') sinceMs = undefined;
      else sinceMs ??= this.last.timeMs;
      return sinceMs !== undefined && this.last!.timeMs - sinceMs >= milliseconds;
    });
  }

  async #close(): Promise<void> {
    await this.session.stop();
    this.faults.close();
  }

  #look(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

/** @throws Error when it is not there. */
export function builtFile(path: string): string {
  const file = findResource(path);
  if (file === undefined) throw new Error(`${path} is not built; run: npm run build`);
  return file;
}

/**
 * For how long the same swapped picture was published at most, from its first tick to its last.
 * Blurred pictures and placeholders end it.
 */
export function longestStandstillMs(records: readonly PublishRecord[]): number {
  let longest = 0;
  let firstShownMs: number | undefined;
  for (const { kind, isNew, timeMs } of records) {
    const isPicture = kind === 'swapped' || kind === 'held';
    if (!isPicture) firstShownMs = undefined;
    else if (isNew || firstShownMs === undefined) firstShownMs = timeMs;
    else longest = Math.max(longest, timeMs - firstShownMs);
  }
  return longest;
}
