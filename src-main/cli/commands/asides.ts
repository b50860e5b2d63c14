import type { Notice } from '../../contract/notice.ts';
import type { Terminal } from '../terminal.ts';
import { referenceLines, type ToldReference } from './reference-lines.ts';

/** Tells a notice beside the result. */
export function sayNotice(terminal: Terminal, { message }: Pick<Notice, 'message'>): void {
  terminal.say(`${terminal.paintAside('yellow', 'Note:')} ${message}`);
}

/** Tells beside the result what a reference is worth, and what would be better. */
export function sayReference(terminal: Terminal, path: string, reference: ToldReference): void {
  for (const line of referenceLines(path, reference, terminal.paintAside, { isBrief: true })) {
    terminal.say(line);
  }
}
