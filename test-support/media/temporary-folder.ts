import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder for one test file, removed when its tests are done. */
export class TemporaryFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'mirage-test-'));

  constructor() {
    afterAll(() => {
      rmSync(this.path, { recursive: true, force: true });
    });
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** Everything in it, hidden files too. */
  list(): string[] {
    return readdirSync(this.path).sort();
  }
}
