import { MirageError } from '../../contract/error.ts';
import { LEAST_HIDING_OPACITY, type SwapSettings } from '../../contract/swap-settings.ts';

export function noReference(): MirageError {
  return new MirageError('usage', {
    message: 'There is no face to show.',
    hint: 'Choose a picture of the face that is to be shown.',
  });
}

/** @throws MirageError `usage`. */
export function refuseThinSwap({ opacity = 1 }: Partial<SwapSettings>): void {
  if (opacity >= LEAST_HIDING_OPACITY) return;
  const least = LEAST_HIDING_OPACITY;
  throw new MirageError('usage', {
    message: `With an opacity of ${opacity} your own face shines through, so nothing would be shown.`,
    hint: `Choose an opacity from ${least} to 1. In files it may be lower.`,
  });
}

export function notRunning(): MirageError {
  return new MirageError('usage', {
    message: 'The live session does not run.',
    hint: 'Start it first; one that has ended is not started again.',
  });
}

export function stoppedEarly(): MirageError {
  return new MirageError('interrupted', { message: 'Stopped before it was live.' });
}
