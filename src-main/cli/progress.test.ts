import { describe, expect, it } from 'vitest';
import { fakeTerminal } from './fake-terminal.fixture.ts';
import { barLine, duration, plainLine, showProgress } from './progress.ts';

const half = { frames: 125, estimatedFrames: 250, fps: 41.26, etaSeconds: 3.03 };

describe('progress', () => {
  it('is a share, frames, speed and what is left', () => {
    expect(plainLine(half)).toBe('50%, 125 of 250 frames, 41 fps, 3 s left');
  });

  it('of a file without a length is frames and speed', () => {
    const endless = { frames: 40, estimatedFrames: undefined, fps: 4.26, etaSeconds: undefined };

    expect(plainLine(endless)).toBe('40 frames, 4.3 fps');
    expect(barLine(endless, 80)).toBe('40 frames, 4.3 fps');
  });

  it('has no rate before the second frame', () => {
    const first = { frames: 1, estimatedFrames: 250, fps: 0, etaSeconds: undefined };

    expect(plainLine(first)).toBe('0%, 1 of 250 frames');
  });

  it('never passes 100%, however wrong the estimate was', () => {
    const beyond = { frames: 252, estimatedFrames: 250, fps: 40, etaSeconds: 0 };

    expect(plainLine(beyond)).toBe('100%, 252 of 252 frames, 40 fps, 0 s left');
    expect(barLine(beyond, 80)).not.toContain('░');
    expect(plainLine({ ...beyond, estimatedFrames: 0 })).toMatch(/^100%/);
  });

  it('fills the bar as far as the run is', () => {
    const [bar] = barLine(half, 120).split(' ');

    expect(bar).toBe('█'.repeat(20) + '░'.repeat(20));
  });

  it.each([200, 80, 60, 46, 30, 10])('fits into %i columns', (columns) => {
    expect(barLine(half, columns).length).toBeLessThan(columns);
  });

  it.each([
    [0.4, '0 s'],
    [59.4, '59 s'],
    [59.6, '1 min 00 s'],
    [125, '2 min 05 s'],
    [3599.7, '1 h 00 min'],
    [3725, '1 h 02 min'],
  ])('tells %f seconds as %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});

describe('the progress display', () => {
  it('writes a line at each tenth where there is no terminal', () => {
    const { terminal, stdout, stderr } = fakeTerminal();
    const display = showProgress(terminal);

    for (let frames = 1; frames <= 100; frames++) {
      display.show({ frames, estimatedFrames: 100, fps: 40, etaSeconds: 1 });
    }
    display.close();

    const shares = stderr()
      .trim()
      .split('\n')
      .map((line) => line.split(',')[0]);
    expect(shares).toEqual(['10%', '20%', '30%', '40%', '50%', '60%', '70%', '80%', '90%', '100%']);
    expect(stderr()).not.toContain('\x1b');
    expect(stdout()).toBe('');
  });

  it('writes a line every 250 frames where the length is not known', () => {
    const { terminal, stderr } = fakeTerminal();
    const display = showProgress(terminal);

    for (let frames = 1; frames <= 600; frames++) {
      display.show({ frames, estimatedFrames: undefined, fps: 40, etaSeconds: undefined });
    }

    expect(stderr()).toBe('250 frames, 40 fps\n500 frames, 40 fps\n');
  });

  it('draws a bar on a terminal and takes it away at the end', () => {
    const { terminal, stderr } = fakeTerminal({ isTTY: true });
    const display = showProgress(terminal);

    display.show(half);
    display.close();

    expect(stderr()).toContain('░ 50%, 125 of 250 frames, 41 fps, 3 s left');
    expect(stderr().endsWith('\x1b[2K')).toBe(true);
  });

  it('that never had anything to show leaves nothing', () => {
    const { terminal, stderr } = fakeTerminal({ isTTY: true });

    showProgress(terminal).close();

    expect(stderr()).toBe('');
  });
});
