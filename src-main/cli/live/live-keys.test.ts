import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { listenToKeys, type KeyInput } from './live-keys.ts';

class FakeTerminalInput extends EventEmitter implements KeyInput {
  readonly isTTY: boolean;
  isRaw = false;
  isFlowing = false;

  constructor(isTTY = true) {
    super();
    this.isTTY = isTTY;
  }
  setRawMode(isRaw: boolean): void {
    this.isRaw = isRaw;
  }
  setEncoding(): void {
    // Text is what the tests send.
  }
  resume(): void {
    this.isFlowing = true;
  }
  pause(): void {
    this.isFlowing = false;
  }
}

function listening() {
  const input = new FakeTerminalInput();
  const done: string[] = [];
  const keys = listenToKeys(input, {
    togglePanic: () => done.push('panic'),
    quit: () => done.push('quit'),
    interrupt: () => done.push('interrupt'),
  });
  return { input, done, keys };
}

describe('keys', () => {
  it.each([
    { name: 'p', text: 'p', does: ['panic'] },
    { name: 'P', text: 'P', does: ['panic'] },
    { name: 'q', text: 'q', does: ['quit'] },
    { name: 'p and q at once', text: 'pq', does: ['panic', 'quit'] },
    { name: 'Ctrl-C', text: '\x03', does: ['interrupt'] },
    { name: 'Ctrl-D', text: '\x04', does: ['quit'] },
    { name: 'another key', text: 'x', does: [] },
    { name: 'a key of the keypad that ends in p', text: '\x1bOp', does: [] },
  ])('$name: $does', ({ text, does }) => {
    const { input, done } = listening();

    input.emit('data', text);

    expect(done).toEqual(does);
  });

  it('are read one by one, until the terminal is given back', () => {
    const { input, done, keys } = listening();
    expect([input.isRaw, input.isFlowing]).toEqual([true, true]);

    keys!.close();
    input.emit('data', 'q');

    expect([input.isRaw, input.isFlowing]).toEqual([false, false]);
    expect(done).toEqual([]);
    expect(input.eventNames()).toEqual([]);
  });

  it('are left alone where the input is no terminal', () => {
    const input = new FakeTerminalInput(false);
    const nothing = (): void => undefined;

    const keys = listenToKeys(input, { togglePanic: nothing, quit: nothing, interrupt: nothing });

    expect(keys).toBeUndefined();
    expect([input.isRaw, input.isFlowing, input.eventNames()]).toEqual([false, false, []]);
  });
});
