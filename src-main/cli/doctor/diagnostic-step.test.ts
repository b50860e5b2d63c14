import { describe, expect, it } from 'vitest';
import { MirageError } from '../../contract/error.ts';
import { isReady, runSteps, type DiagnosticStep, type StepStatus } from './diagnostic-step.ts';

const step = (name: string, run: DiagnosticStep['run'], isEssential = true): DiagnosticStep => ({
  name,
  isEssential,
  run,
});

describe('diagnostic steps', () => {
  it('run in order, and each is told as it comes', async () => {
    const told: string[] = [];

    const results = await runSteps(
      [
        step('first', () => ({ status: 'ok', detail: 'there' })),
        step('second', () => ({ status: 'missing', detail: 'gone', fix: 'get it' }), false),
      ],
      ({ name }) => told.push(name),
    );

    expect(told).toEqual(['first', 'second']);
    expect(results).toEqual([
      { name: 'first', isEssential: true, status: 'ok', detail: 'there' },
      { name: 'second', isEssential: false, status: 'missing', detail: 'gone', fix: 'get it' },
    ]);
  });

  it('that throw have failed, or found something missing, and stop no other', async () => {
    const results = await runSteps([
      step('unforeseen', () => {
        throw new Error('boom');
      }),
      step('known', () =>
        Promise.reject(
          new MirageError('ffmpeg-missing', { message: 'None.', hint: 'Install it.' }),
        ),
      ),
      step('last', () => ({ status: 'ok', detail: 'there' })),
    ]);

    expect(results.map(({ status, detail, fix }) => [status, detail, fix])).toEqual([
      ['failed', 'Something went wrong inside Mirage: boom', undefined],
      ['missing', 'None.', 'Install it.'],
      ['ok', 'there', undefined],
    ]);
  });

  it.each<[StepStatus, boolean, boolean]>([
    ['ok', true, true],
    ['missing', true, false],
    ['failed', true, false],
    ['unchecked', true, false],
    ['missing', false, true],
    ['failed', false, true],
  ])('with one %s (essential: %s) are ready: %s', (status, isEssential, expected) => {
    const fine = { name: 'a', isEssential: true, status: 'ok', detail: '' } as const;

    expect(isReady([fine, { name: 'b', isEssential, status, detail: '' }])).toBe(expected);
  });
});
