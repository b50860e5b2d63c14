import { describe, expect, it } from 'vitest';
import { fakeTerminal } from './fake-terminal.fixture.ts';
import { aligned } from './terminal.ts';

describe('terminal', () => {
  it.each([
    { name: 'a terminal', isTTY: true, environment: {}, hasColours: true },
    { name: 'a pipe', isTTY: false, environment: {}, hasColours: false },
    { name: 'NO_COLOR', isTTY: true, environment: { NO_COLOR: '1' }, hasColours: false },
    { name: 'an empty NO_COLOR', isTTY: true, environment: { NO_COLOR: '' }, hasColours: true },
    { name: 'a dumb terminal', isTTY: true, environment: { TERM: 'dumb' }, hasColours: false },
  ])('paints for $name: $hasColours', ({ isTTY, environment, hasColours }) => {
    const { terminal } = fakeTerminal({ isTTY, environment });

    expect(terminal.paint('red', 'x') !== 'x').toBe(hasColours);
    expect(terminal.paintAside('red', 'x') !== 'x').toBe(hasColours);
  });

  it('keeps the result apart from what is said beside it', () => {
    const { terminal, stdout, stderr } = fakeTerminal();

    terminal.printJson({ frames: 2 });
    terminal.say('Almost done.');

    expect(JSON.parse(stdout())).toEqual({ frames: 2 });
    expect(stderr()).toBe('Almost done.\n');
  });

  it.each([
    [120, 120],
    [0, 80],
  ])('that says it has %i columns is taken to have %i', (said, taken) => {
    expect(fakeTerminal({ columns: said }).terminal.columns).toBe(taken);
  });

  it('aligns columns by what is seen, not by colour codes', () => {
    const rows = [
      ['id', 'state'],
      ['\x1b[31mlong name\x1b[39m', 'ok'],
    ];

    expect(aligned(rows)).toEqual(['id         state', '\x1b[31mlong name\x1b[39m  ok']);
  });
});
