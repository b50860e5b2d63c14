import type { V4l2Error } from '../../base/v4l2-addon.ts';
import { MirageError } from '../../contract/error.ts';
import { PERMISSION_HINT } from './permission-hint.ts';

/**
 * Says what a camera's refusal means.
 *
 * @param name of the camera, as people know it.
 * @param holders programs that have it open.
 */
export function cameraError(
  name: string,
  cause: V4l2Error,
  holders: readonly string[],
): MirageError {
  switch (cause.code) {
    case 'ENOENT':
    case 'ENODEV':
    case 'ENXIO':
      return cameraMissing(name, cause);
    case 'EACCES':
    case 'EPERM':
      return new MirageError('camera-not-permitted', {
        message: `You may not open ${name}.`,
        hint: PERMISSION_HINT,
        cause,
      });
    case 'EBUSY':
      return new MirageError('camera-in-use', {
        message: `${name} is being used by ${holders.join(' and ') || 'another program'}.`,
        hint: 'Close the other program, or choose another camera.',
        cause,
      });
    case 'ENOSPC':
      return new MirageError('camera-format-unsupported', {
        message: `The USB bus has no room left for the pictures of ${name}.`,
        hint: 'Ask for a smaller size, or plug the camera into another port.',
        cause,
      });
    default:
      return cause.step === 'format' || cause.step === 'capabilities' || cause.code === 'EINVAL'
        ? formatUnsupported(name, [], cause)
        : cameraLost(name, cause);
  }
}

export function cameraMissing(name: string, cause?: unknown): MirageError {
  return new MirageError('camera-missing', {
    message: `${name} is not attached.`,
    hint: 'Attach it, or choose another camera; mirage devices lists them.',
    cause,
  });
}

/** A virtual camera shows something only while another program feeds it. */
export function cameraNotFed(name: string): MirageError {
  return new MirageError('camera-missing', {
    message: `No program sends pictures to ${name}.`,
    hint: 'Start the program that feeds it, or choose another camera.',
  });
}

/** @param fourccs what it offers, as the kernel writes it. */
export function formatUnsupported(
  name: string,
  fourccs: readonly string[],
  cause?: unknown,
): MirageError {
  const offer = fourccs.length === 0 ? '' : `, only ${fourccs.join(', ')}`;
  return new MirageError('camera-format-unsupported', {
    message: `${name} gives no pictures that Mirage reads${offer}.`,
    hint: 'Choose another camera; mirage devices lists them with their formats.',
    cause,
  });
}

export function cameraLost(name: string, cause: unknown): MirageError {
  return new MirageError('camera-lost', {
    message: `${name} stopped giving pictures.`,
    hint: 'It is used again as soon as it is back; check its cable.',
    cause,
  });
}
