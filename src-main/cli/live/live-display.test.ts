import { describe, expect, it } from 'vitest';
import { fakeTerminal } from '../fake-terminal.fixture.ts';
import { showLive } from './live-display.ts';
import { liveMetrics, liveView } from './live-view.fixture.ts';

const at = (seconds: number) => ({ metrics: liveMetrics({ uptimeMs: seconds * 1000 }) });

describe('the display of a live session', () => {
  it('writes a line at each change and every ten seconds where there is no terminal', () => {
    const { terminal, stdout, stderr } = fakeTerminal();
    const display = showLive(terminal);

    display.show(liveView({ ...at(0), state: 'preparing' }));
    for (let seconds = 1; seconds <= 25; seconds += 0.25) display.show(liveView(at(seconds)));
    display.show(liveView({ ...at(26), isPanicking: true }));
    display.show(liveView({ ...at(27), isPanicking: true, state: 'recovering' }));
    display.show(liveView({ ...at(28), state: 'live' }));
    display.close();

    const states = stderr()
      .trim()
      .split('\n')
      .map((line) => line.split(',')[0]);
    expect(states).toEqual(['preparing', 'live', 'live', 'live', 'BLANKED', 'BLANKED', 'live']);
    expect(stderr()).not.toContain('\x1b');
    expect(stdout()).toBe('');
  });

  it('draws one line in place on a terminal, and takes it away at the end', () => {
    const { terminal, stderr } = fakeTerminal({ isTTY: true, columns: 24 });
    const display = showLive(terminal);

    display.show(liveView());
    display.show(liveView({ state: 'recovering' }));
    display.close();

    const drawn = stderr().split('\r\x1b[K');
    expect(drawn).toEqual([
      '',
      expect.stringContaining('live') as string,
      expect.stringContaining('recovering') as string,
      '',
    ]);
    expect(stderr()).not.toContain('\n');
  });
});
