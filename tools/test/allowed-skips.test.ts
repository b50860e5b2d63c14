import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALLOWED_SKIPS } from './allowed-skips.ts';
import { tableUnder } from './markdown-table.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/testing.md'), 'utf8');

describe('the skips CI allows', () => {
  it('are the ones docs/testing.md tells people about', () => {
    const documented = tableUnder(page, 'Skips');

    expect(documented).toEqual(ALLOWED_SKIPS.map(({ reason, because }) => [reason, because]));
  });
});
