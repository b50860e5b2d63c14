import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MirageError } from '../../contract/error.ts';
import type { LiveState } from '../../contract/live-state.ts';
import { fakeTerminal } from '../fake-terminal.fixture.ts';
import { attendSession, type AttendedSession } from './attend-session.ts';
import { liveMetrics } from './live-view.fixture.ts';

/** A session without devices: what happens to it is written down, and it ends when it is told to. */
class FakeSession extends EventEmitter implements AttendedSession {
  state: LiveState = 'idle';
  failure: MirageError | undefined;
  readonly calls: string[] = [];
  refusal: MirageError | undefined;

  async start(): Promise<void> {
    this.calls.push('start');
    this.#enter('preparing');
    await Promise.resolve();
    if (this.refusal) throw this.refusal;
    this.#enter('live');
  }

  stop(): Promise<void> {
    if (this.state !== 'stopped' && this.state !== 'failed') this.#enter('stopped');
    return Promise.resolve();
  }

  setPanic(isPanicking: boolean): Promise<void> {
    this.calls.push(`panic ${isPanicking}`);
    return Promise.resolve();
  }

  snapshot = () => liveMetrics();

  fail(failure: MirageError): void {
    this.failure = failure;
    this.#enter('failed');
  }

  #enter(state: LiveState): void {
    this.state = state;
    this.calls.push(state);
    this.emit('state', { state, reason: '' });
  }
}

class FakeKeyboard extends EventEmitter {
  readonly isTTY = true;
  isRaw = false;
  setRawMode(isRaw: boolean): void {
    this.isRaw = isRaw;
  }
  setEncoding = vi.fn();
  resume = vi.fn();
  pause = vi.fn();
}

function attended({ seconds }: { seconds?: number } = {}) {
  const session = new FakeSession();
  const keyboard = new FakeKeyboard();
  const signals = new EventEmitter();
  const abort = new AbortController();
  const { terminal, stderr } = fakeTerminal();
  const attend = (): Promise<void> =>
    attendSession(session, {
      ...{ terminal, keyboard, signals, signal: abort.signal, seconds, isRecording: false },
      interrupt: () => {
        abort.abort();
      },
    });
  return { session, keyboard, signals, abort, stderr, attend };
}

describe('a live session that is attended', () => {
  let desk: ReturnType<typeof attended>;

  beforeEach(() => {
    desk = attended();
  });

  const expectGivenBack = (): void => {
    expect(desk.keyboard.isRaw).toBe(false);
    expect(desk.keyboard.eventNames()).toEqual([]);
    expect(desk.signals.eventNames()).toEqual([]);
  };

  const whenLive = (act: () => void): void => {
    desk.session.on('state', ({ state }: { state: LiveState }) => {
      if (state === 'live') setImmediate(act);
    });
  };

  it.each([
    { name: 'the key q', act: () => desk.keyboard.emit('data', 'q') },
    { name: 'Ctrl-C on the keyboard', act: () => desk.keyboard.emit('data', '\x03') },
    {
      name: 'a signal',
      act: () => {
        desk.abort.abort();
      },
    },
  ])('ends well at $name', async ({ act }) => {
    whenLive(act);

    await desk.attend();

    expect(desk.session.calls).toEqual(['start', 'preparing', 'live', 'stopped']);
    expect(desk.stderr()).toMatch(/Keys: p .*\npreparing, .*\nlive, .*\nstopped, /);
    expectGivenBack();
  });

  it('ends by itself after its time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      desk = attended({ seconds: 5 });
      const end = desk.attend();
      await vi.advanceTimersByTimeAsync(4_999);
      expect(desk.session.state).toBe('live');

      await vi.advanceTimersByTimeAsync(1);
      await end;

      expect(desk.session.state).toBe('stopped');
    } finally {
      vi.useRealTimers();
    }
  });

  it('is blanked and shown again by the key p and by SIGUSR1 alike', async () => {
    whenLive(() => {
      desk.keyboard.emit('data', 'p');
      desk.signals.emit('SIGUSR1');
      desk.keyboard.emit('data', 'q');
    });

    await desk.attend();

    expect(desk.session.calls.slice(3)).toEqual(['panic true', 'panic false', 'stopped']);
    expect(desk.stderr()).toMatch(/^BLANKED, .*\nlive, /m);
  });

  it('may be blanked before it is live', async () => {
    const end = desk.attend();
    desk.signals.emit('SIGUSR1');
    whenLive(() => desk.keyboard.emit('data', 'q'));
    await end;

    expect(desk.session.calls.indexOf('panic true')).toBeLessThan(
      desk.session.calls.indexOf('live'),
    );
  });

  it('passes on what it refuses to start with', async () => {
    const refusal = new MirageError('camera-in-use', { message: 'The camera is in use.' });
    desk.session.refusal = refusal;

    await expect(desk.attend()).rejects.toBe(refusal);

    expect(desk.session.state).toBe('stopped');
    expectGivenBack();
  });

  it('passes on what it fails of', async () => {
    const failure = new MirageError('worker-failed', { message: 'It has stopped.' });
    whenLive(() => {
      desk.session.fail(failure);
    });

    await expect(desk.attend()).rejects.toBe(failure);

    expectGivenBack();
  });

  it('is not started when the end was asked for before', async () => {
    desk.abort.abort();

    await expect(desk.attend()).rejects.toMatchObject({ code: 'interrupted' });

    expect(desk.session.calls).toEqual(['stopped']);
    expectGivenBack();
  });
});
