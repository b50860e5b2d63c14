import { describe, expect, it } from 'vitest';
import { MirageError } from '../contract/error.ts';
import { asMirageError, describeError } from './report-error.ts';

const plain = { isVerbose: false, paint: (_: string, text: string) => text };

describe('an error on the command line', () => {
  it('is what happened and what can be done, without a stack', () => {
    const error = new MirageError('no-face', {
      message: 'No face was found in cat.png.',
      hint: 'Use a picture of a person.',
    });

    expect(describeError(error, plain)).toBe(
      'Error: No face was found in cat.png.\nUse a picture of a person.',
    );
  });

  it('is one line where there is no way out', () => {
    const error = new MirageError('interrupted', { message: 'Stopped.' });

    expect(describeError(error, plain)).toBe('Error: Stopped.');
  });

  it('that was not foreseen says so, and how to see more', () => {
    const thrown = new TypeError('x is not a function\n  in some module');

    const text = describeError(thrown, plain);

    expect(text).toMatch(
      /^Error: Something went wrong inside Mirage: x is not a function\n.*--verbose/,
    );
    expect(text.split('\n')).toHaveLength(2);
    expect(asMirageError(thrown).exitCode).toBe(70);
  });

  it('shows its stack and its cause when asked to', () => {
    const cause = new Error('EACCES: permission denied');
    const error = new MirageError('output-unwritable', { message: 'Not yours.', cause });

    const text = describeError(error, { ...plain, isVerbose: true });

    expect(text).toContain('report-error.test.ts');
    expect(text).toContain('EACCES: permission denied');
  });

  it('may be anything that was thrown', () => {
    expect(describeError('boom', plain)).toContain('Something went wrong inside Mirage: boom');
    expect(describeError(undefined, plain)).toContain('undefined');
  });
});
