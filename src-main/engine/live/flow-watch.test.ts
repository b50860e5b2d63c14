import { describe, expect, it } from 'vitest';
import type { LiveFrameRecord } from '../../video/worker/protocol.ts';
import type { PublishRecord } from '../stream/protocol.ts';
import { FlowWatch, type Flow } from './flow-watch.ts';

const CONNECTED_MS = 100_000;

/** A watch over a camera that promises so many pictures a second. */
function watching(fps = 30): FlowWatch {
  const watch = new FlowWatch();
  watch.connected(CONNECTED_MS, fps);
  return watch;
}

function tick(watch: FlowWatch, afterMs: number, captured: number): Flow {
  return watch.published({ timeMs: CONNECTED_MS + afterMs, captured } as PublishRecord);
}

function process(watch: FlowWatch, afterMs: number, withheld?: LiveFrameRecord['withheld']): void {
  const readyTimeMs = CONNECTED_MS + afterMs;
  watch.processed({ takenTimeMs: readyTimeMs - 15, readyTimeMs, withheld } as LiveFrameRecord);
}

describe('the watch over the flow of pictures', () => {
  it('sees them flow with the first tick after one was processed', () => {
    const watch = watching();

    expect(tick(watch, 10, 0)).toBe('waiting');
    process(watch, 60);
    expect(tick(watch, 50, 1)).toBe('waiting');
    expect(tick(watch, 83, 2)).toBe('flowing');
  });

  it('takes a picture without a face for flowing, and one that failed not', () => {
    const watch = watching();
    process(watch, 60, 'failed');
    expect(tick(watch, 80, 1)).toBe('waiting');

    process(watch, 90, 'no-face');
    expect(tick(watch, 110, 2)).toBe('flowing');
  });

  it('ignores what was under way before the connection', () => {
    const watch = watching();
    process(watch, 10);

    expect(tick(watch, -5, 7)).toBe('waiting');
    expect(tick(watch, 20, 7)).toBe('waiting');
  });

  it.each([
    { fps: 30, patienceMs: 1000 },
    { fps: 1, patienceMs: 5000 },
  ])('waits $patienceMs ms for the next picture of a camera of $fps fps', ({ fps, patienceMs }) => {
    const watch = watching(fps);
    process(watch, 60);
    tick(watch, 50, 0);
    tick(watch, 100, 1);

    expect(tick(watch, 100 + patienceMs, 1)).toBe('flowing');
    expect(tick(watch, 101 + patienceMs, 1)).toBe('camera-stalled');
  });

  it('waits five seconds for the first picture', () => {
    const watch = watching();
    tick(watch, 50, 12);

    expect(tick(watch, 5000, 12)).toBe('waiting');
    expect(tick(watch, 5001, 12)).toBe('camera-stalled');
  });

  it('tells a worker that hangs from a camera that stalls', () => {
    const watch = watching();
    process(watch, 60);
    for (let second = 0; second <= 10; second++) {
      expect(tick(watch, 60 + second * 1000, second * 30)).toBe('flowing');
    }

    expect(tick(watch, 10_061, 301)).toBe('worker-hangs');
  });

  it('expects nothing while something is being brought back', () => {
    const watch = watching();
    process(watch, 60);
    watch.interrupted();

    expect(tick(watch, 60_000, 1)).toBe('waiting');

    watch.connected(CONNECTED_MS + 60_000, 30);
    process(watch, 60_100);
    expect(tick(watch, 60_120, 3)).toBe('flowing');
  });
});
