import type { V4l2Error } from '../../base/v4l2-addon.ts';
import { MirageError } from '../../contract/error.ts';
import { SETUP_COMMAND } from '../virtual-camera/setup-command.ts';
import { LOAD_LOOPBACK, RELOAD_LOOPBACK } from './loopback-commands.ts';
import { PERMISSION_HINT } from './permission-hint.ts';
import type { VideoDevice } from './video-devices.ts';

/**
 * Says what the refusal of a loopback device to be written means.
 *
 * @param holders programs that have it open.
 */
export function loopbackError(
  { name, path }: Pick<VideoDevice, 'name' | 'path'>,
  cause: V4l2Error,
  holders: readonly string[],
): MirageError {
  const programs = holders.join(' and ');
  switch (`${cause.step} ${cause.code}`) {
    case 'open ENOENT':
    case 'open ENODEV':
    case 'open ENXIO':
      return loopbackMissing(name, undefined, []);
    case 'open EACCES':
    case 'open EPERM':
      return new MirageError('virtual-camera-not-permitted', {
        message: `You may not open ${name} (${path}).`,
        hint: PERMISSION_HINT,
        cause,
      });
    case 'lock EAGAIN':
      return new MirageError('virtual-camera-in-use', {
        message: `Another Mirage is publishing to ${name}.`,
        hint: 'Stop it first, or publish to another virtual camera.',
        cause,
      });
    case 'format EBUSY':
      return new MirageError('virtual-camera-format-kept', {
        message: `${name} keeps the format of before while ${programs || 'a program'} has it open.`,
        hint: `Close ${programs || 'the programs that show it'}, or publish in that format again.`,
        cause,
      });
    // It takes a format from nobody although nobody writes to it.
    case 'capabilities EINVAL':
      return wedged(name, cause);
    case 'S_FMT EINVAL':
      return programs === '' ? wedged(name, cause) : inUse(name, programs, cause);
    default:
      return cause.code === 'EBUSY' ? inUse(name, programs, cause) : loopbackLost(name, cause);
  }
}

/**
 * @param choice name or path.
 * @param other the device that is meant by it but is no virtual camera.
 * @param virtual those there are.
 */
export function loopbackMissing(
  choice: string,
  other: VideoDevice | undefined,
  virtual: readonly VideoDevice[],
): MirageError {
  const offer = virtual.map(({ name, path }) => `${name} (${path})`).join(', ');
  return new MirageError('virtual-camera-missing', {
    message:
      other === undefined
        ? `There is no virtual camera ${choice}.`
        : `${other.path} is ${other.name}, which is no virtual camera.`,
    hint:
      offer === ''
        ? `Run: ${SETUP_COMMAND} (or, until the next restart: ${LOAD_LOOPBACK})`
        : `Choose one of ${offer}, or run: ${SETUP_COMMAND}`,
  });
}

export function loopbackLost(name: string, cause: unknown): MirageError {
  return new MirageError('virtual-camera-lost', {
    message: `${name} takes no pictures any more.`,
    hint: `It is opened again as soon as it is back; if it stays away, run: ${SETUP_COMMAND}`,
    cause,
  });
}

function inUse(name: string, programs: string, cause: unknown): MirageError {
  return new MirageError('virtual-camera-in-use', {
    message: `${programs || 'Another program'} is using ${name}.`,
    hint: 'Close the program that writes to it, or publish to another virtual camera.',
    cause,
  });
}

/** Known of v4l2loopback 0.12 after a writer that used write(), as ffmpeg does. */
function wedged(name: string, cause: unknown): MirageError {
  return new MirageError('virtual-camera-wedged', {
    message: `The driver of ${name} is stuck: it was left so by another program that wrote to it.`,
    hint: `Close the programs that use it, then: ${RELOAD_LOOPBACK}`,
    cause,
  });
}
