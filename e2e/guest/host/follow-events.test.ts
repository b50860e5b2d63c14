import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { EVENTS_FILE, type GuestEvent } from '../events.ts';
import { followEvents } from './follow-events.ts';

const folder = mkdtempSync(join(tmpdir(), 'mirage-events-'));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('tells each event once, and a half-written one when it is whole', () => {
  const events: GuestEvent[] = [];
  const follower = followEvents(folder, (event) => events.push(event));
  try {
    appendFileSync(join(folder, EVENTS_FILE), '{"kind":"planned","scenarios":[]}\n{"kind":');
    follower.readOn();
    follower.readOn();
    expect(events).toEqual([{ kind: 'planned', scenarios: [] }]);

    appendFileSync(join(folder, EVENTS_FILE), '"done"}\n');
    follower.readOn();
    expect(events.slice(1)).toEqual([{ kind: 'done' }]);
  } finally {
    follower.close();
  }
});
