import { readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENTS_FILE, type GuestEvent } from '../events.ts';

/** The events of a guest, as they come. */
export interface EventFollower {
  /** Tells what has come and was not noticed yet. */
  readOn: () => void;
  close: () => void;
}

/** Tells each event once, when its line is whole. @param results the folder shared with the guest. */
export function followEvents(results: string, onEvent: (event: GuestEvent) => void): EventFollower {
  const path = join(results, EVENTS_FILE);
  writeFileSync(path, '');
  let seen = 0;
  const readOn = (): void => {
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    for (const line of lines.slice(seen)) onEvent(JSON.parse(line) as GuestEvent);
    seen = lines.length;
  };
  const watcher = watch(path, readOn);
  return {
    readOn,
    close: () => {
      watcher.close();
    },
  };
}
