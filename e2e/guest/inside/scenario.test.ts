import { describe, expect, it } from 'vitest';
import { Scene } from './scenario.ts';

const scene = (): Scene => new Scene('/tmp', new AbortController().signal);

describe('a scene', () => {
  it('undoes what was set up, the last first', async () => {
    const undone: string[] = [];
    const opened = scene();
    for (const what of ['driver', 'camera', 'reader']) {
      opened.onEnd(() => {
        undone.push(what);
        return Promise.resolve();
      });
    }

    await opened.close();
    await opened.close();

    expect(undone).toEqual(['reader', 'camera', 'driver']);
  });

  it('undoes the rest when one thing cannot be undone, and says which', async () => {
    const undone: string[] = [];
    const opened = scene();
    opened.onEnd(() => {
      undone.push('driver');
      return Promise.resolve();
    });
    opened.onEnd(() => Promise.reject(new Error('camera is stuck')));

    await expect(opened.close()).rejects.toThrow(/camera is stuck/);

    expect(undone).toEqual(['driver']);
  });
});
