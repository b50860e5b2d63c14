import { beforeEach, type TestContext } from 'vitest';

export { SKIPS } from './skip-reasons.ts';

export function skipWhen(isMissing: boolean, reason: string, context: TestContext): void {
  if (isMissing) context.skip(reason);
}

/** Leaves out all tests of the block it stands in. */
export function skipBlockWhen(isMissing: boolean, reason: string): void {
  beforeEach((context) => {
    skipWhen(isMissing, reason, context);
  });
}

export const IS_WINDOWS = process.platform === 'win32';
