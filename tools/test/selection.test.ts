import { describe, expect, it } from 'vitest';
import { helpText, select } from './selection.ts';
import { SUITES } from './suites.ts';

const namesOf = (args: string[], isCi = false): string[] => {
  const selection = select(args, SUITES, isCi);
  return selection.kind === 'run' ? selection.suites.map(({ name }) => name) : [];
};
const onRequest = SUITES.filter((suite) => suite.onRequest).map(({ name }) => name);

describe('choosing suites', () => {
  it('leaves out what waits to be asked', () => {
    const others = SUITES.map(({ name }) => name).filter((name) => !onRequest.includes(name));

    expect(onRequest).toEqual(['guest', 'node24']);
    expect(namesOf([])).toEqual(others);
  });

  it('takes every suite in CI and with --all', () => {
    const all = SUITES.map(({ name }) => name);

    expect(namesOf([], true)).toEqual(all);
    expect(namesOf(['--all'])).toEqual(all);
  });

  it('takes the suites named, in the order of the table', () => {
    expect(namesOf(['node24', 'unit'])).toEqual(['unit', 'node24']);
  });

  it('shows a single suite live', () => {
    expect(select(['unit'], SUITES, false)).toMatchObject({ isLive: true });
    expect(select(['unit', 'lint'], SUITES, false)).toMatchObject({ isLive: false });
  });

  it.each([['nonsense'], ['--nonsense']])('refuses %s and lists the suites', (argument) => {
    expect(() => select([argument], SUITES, false)).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: expect.stringContaining('nonsense') as string,
        hint: expect.stringContaining('integration') as string,
      }),
    );
  });

  it('has a help page that names every suite', () => {
    for (const { name } of SUITES) expect(helpText(SUITES)).toContain(`  ${name} `);
    expect(select(['--help'], SUITES, false).kind).toBe('help');
  });
});
