import { describe, expect, it } from 'vitest';
import { GuestConsole } from './console.ts';

describe('the serial console', () => {
  it('tells of a panic that came in pieces', () => {
    const console = new GuestConsole();

    console.append('The guest is up.\r\n[    3.1] Kernel panic - not syn');
    expect(console.panic).toBeUndefined();
    console.append('cing: Attempted to kill init!\r\n[    3.2] CPU: 0\r\n');

    expect(console.panic).toBe('Kernel panic - not syncing: Attempted to kill init!');
  });

  it('keeps the last lines for whoever asks why', () => {
    const console = new GuestConsole();

    for (let line = 1; line <= 100; line++) console.append(`line ${line}\r\n`);

    expect(console.lastLines().split('\n')).toHaveLength(25);
    expect(console.lastLines()).toMatch(/^line 76\n[^]*line 100$/);
  });
});
