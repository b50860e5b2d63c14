import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countCheck, countReported } from './count.ts';
import type { Machine } from './machine.ts';
import { runAll } from './run-all.ts';
import type { Suite } from './suites.ts';

const ROOT = join(import.meta.dirname, '../..');
const MACHINE: Machine = {
  platform: process.platform,
  arch: process.arch,
  nodeMajor: 20,
  isCi: false,
  isDebian: false,
  canInstall: false,
};

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mirage-runner-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A suite that is a line of JavaScript. */
function scriptSuite(name: string, script: string, changes: Partial<Suite> = {}): Suite {
  return {
    name,
    describes: name,
    needs: [],
    onRequest: false,
    overlaps: false,
    limitMinutes: 1,
    skipReason: () => undefined,
    command: () => ({ program: process.execPath, args: ['-e', script] }),
    count: countCheck,
    ...changes,
  };
}

/** A suite that is vitest on files in the test's folder. */
function vitestSuite(files: Record<string, string>): Suite {
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const reporter = join(import.meta.dirname, 'count-reporter.ts');
  mkdirSync(join(folder, 'tests'));
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, 'tests', name), text);
  const args = ['run', '--globals', `--root=${folder}`, `--reporter=${reporter}`];
  return scriptSuite('tests', '', {
    command: () => ({ program: process.execPath, args: [vitest, ...args, '--reporter=default'] }),
    count: countReported,
  });
}

async function run(suites: Suite[], changes: { machine?: Machine; signal?: AbortSignal } = {}) {
  const printed: string[] = [];
  const succeeded = await runAll(
    suites,
    {
      root: folder,
      machine: MACHINE,
      hasProgram: () => false,
      signal: new AbortController().signal,
      ...changes,
    },
    (text) => printed.push(text),
  );
  return { succeeded, text: printed.join('\n'), lastLine: printed.at(-1) };
}

describe('a run of suites', () => {
  it('shows a line for a suite that passes and keeps its log', async () => {
    const { succeeded, text, lastLine } = await run([scriptSuite('calm', "console.log('fine')")]);

    expect(succeeded).toBe(true);
    expect(text).toMatch(/^✓ calm +\d+\.\d s {2}1 passed\n/);
    expect(text).not.toContain('fine');
    expect(readFileSync(join(folder, 'out/test/calm.log'), 'utf8')).toBe('fine\n');
    expect(lastLine).toBe('1 passed, 0 failed, 0 skipped');
  });

  it('prints all that a failing suite said and goes on with the next', async () => {
    const { succeeded, text, lastLine } = await run([
      scriptSuite('broken', "console.log('why'); console.error('where'); process.exit(3)"),
      scriptSuite('calm', ''),
    ]);

    expect(succeeded).toBe(false);
    expect(text).toMatch(/✗ broken .*\n {4}why\n {4}where\n✓ calm/);
    expect(lastLine).toBe('1 passed, 1 failed, 0 skipped');
  });

  it('fails a suite whose program cannot be started', async () => {
    const missing = scriptSuite('missing', '', {
      command: () => ({ program: join(folder, 'no-such-program'), args: [] }),
    });

    const { text, lastLine } = await run([missing]);

    expect(text).toContain('no-such-program');
    expect(lastLine).toBe('0 passed, 1 failed, 0 skipped');
  });

  it('stops a suite at its time limit, with the programs it started', async () => {
    const grandchild = `require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })`;

    const { text, lastLine } = await run([
      scriptSuite('stuck', grandchild, { limitMinutes: 0.02 }),
    ]);

    expect(text).toContain('Stopped: the time limit was reached.');
    expect(lastLine).toBe('0 passed, 1 failed, 0 skipped');
  });

  it('starts nothing once interrupted', async () => {
    const { lastLine } = await run([scriptSuite('calm', '')], { signal: AbortSignal.abort() });

    expect(lastLine).toBe('0 passed, 0 failed, 0 skipped');
  });
});

describe('a suite that cannot run', () => {
  const camera = { name: 'a camera', programs: ['camera'], debianPackages: ['camera'] };

  it('is skipped with its reason', async () => {
    const { succeeded, text, lastLine } = await run([scriptSuite('live', '', { needs: [camera] })]);

    expect(succeeded).toBe(true);
    expect(text).toContain('Not installed: a camera.');
    expect(lastLine).toBe('0 passed, 0 failed, 1 skipped');
  });

  it('is a failure in CI', async () => {
    const machine = { ...MACHINE, isCi: true };

    const { succeeded, text, lastLine } = await run(
      [scriptSuite('live', '', { needs: [camera] })],
      { machine },
    );

    expect(succeeded).toBe(false);
    expect(text).toContain('skipped without an allowed reason: live (Not installed: a camera.)');
    expect(lastLine).toBe('0 passed, 1 failed, 0 skipped');
  });
});

describe('a vitest suite', () => {
  it('counts its tests and shows why one was skipped', async () => {
    const suite = vitestSuite({
      'a.test.ts': `
        it('adds', () => { expect(1 + 1).toBe(2); });
        it('sees', (context) => { context.skip('No camera is attached.'); });
        it.skip('hears', () => {});
      `,
    });

    const { text, lastLine } = await run([suite]);

    expect(text).toContain('skipped: sees (No camera is attached.)');
    expect(text).toContain('skipped: hears (no reason given)');
    expect(lastLine).toBe('1 passed, 0 failed, 2 skipped');
  });

  it('counts a failed test, a file that does not load and a set-up that throws', async () => {
    const suite = vitestSuite({
      'a.test.ts': "it('fails', () => { expect(1).toBe(2); }); it('passes', () => {});",
      'b.test.ts': "throw new Error('does not load');",
      'c.test.ts': `describe('group', () => {
        beforeAll(() => { throw new Error('no set-up'); });
        it('waits for its set-up', () => {});
      });`,
    });

    const { lastLine } = await run([suite]);

    expect(lastLine).toBe('1 passed, 3 failed, 1 skipped');
  });

  it('fails when it has no tests', async () => {
    const { lastLine } = await run([vitestSuite({})]);

    expect(lastLine).toBe('0 passed, 1 failed, 0 skipped');
  });
});
