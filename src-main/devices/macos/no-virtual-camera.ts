import { MirageError } from '../../contract/error.ts';

/** Why there is none, and what can be done instead. */
export const NO_VIRTUAL_CAMERA = {
  reason:
    'On macOS a virtual camera is a system extension that Apple has to sign; Mirage has none yet.',
  instead: 'Record instead: mirage live --virtual-camera none --record swapped.mp4 …',
};

/** @returns `virtual-camera-unsupported`. */
export function noVirtualCamera(): MirageError {
  return new MirageError('virtual-camera-unsupported', {
    message: NO_VIRTUAL_CAMERA.reason,
    hint: NO_VIRTUAL_CAMERA.instead,
  });
}
