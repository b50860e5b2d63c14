import { describe, expect, it } from 'vitest';
import { SessionState } from './session-state.ts';

/** A session's state and all it has told, as "state: reason". */
function recordedState(): { state: SessionState; told: string[] } {
  const told: string[] = [];
  const state = new SessionState((change) => told.push(`${change.state}: ${change.reason}`));
  return { state, told };
}

describe('the state of a session', () => {
  it('is live with the first picture that is published', () => {
    const { state, told } = recordedState();

    state.prepare();
    state.flowing();
    state.flowing();

    expect(told.map((text) => text.split(':')[0])).toEqual(['preparing', 'live']);
  });

  it('recovers until a picture flows again', () => {
    const { state, told } = recordedState();
    state.prepare();
    state.flowing();

    state.lose('camera', 'Webcam is gone.');
    expect(state.state).toBe('recovering');
    expect(state.isLost('camera')).toBe(true);
    state.flowing();

    expect(state.isLost('camera')).toBe(false);
    expect(told.slice(2)).toEqual([
      'recovering: Webcam is gone.',
      'live: Everything runs as asked.',
    ]);
  });

  it('recovers until the virtual camera is back, though pictures flow', () => {
    const { state } = recordedState();
    state.prepare();
    state.flowing();

    state.lose('virtual-camera', 'Mirage Camera is gone.');
    state.flowing();
    expect(state.state).toBe('recovering');

    state.virtualCameraIsBack();
    expect(state.state).toBe('live');
  });

  it('waits for the first picture though a lost virtual camera came back before it', () => {
    const { state } = recordedState();
    state.prepare();

    state.lose('virtual-camera', 'Mirage Camera is gone.');
    state.virtualCameraIsBack();
    expect(state.state).toBe('recovering');

    state.flowing();
    expect(state.state).toBe('live');
  });

  it('is degraded while something is turned down, also after a recovery', () => {
    const { state, told } = recordedState();
    state.prepare();
    state.flowing();

    state.degrade('It was too slow.');
    state.lose('video-worker', 'It has stopped.');
    state.flowing();
    expect(state.state).toBe('degraded');
    state.degrade(undefined);

    expect(told.map((text) => text.split(':')[0])).toEqual([
      ...['preparing', 'live', 'degraded', 'recovering', 'degraded', 'live'],
    ]);
  });

  it('has no way back from its end', () => {
    const { state } = recordedState();
    state.end('stopped', 'As asked.');

    expect(() => {
      state.prepare();
    }).toThrow('The state preparing cannot follow stopped.');
  });
});
