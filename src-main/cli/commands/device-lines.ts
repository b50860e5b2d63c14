import type { Camera, CameraMode } from '../../devices/camera/camera.ts';
import type { VirtualCameraStatus } from '../../devices/virtual-camera/inspect-virtual-camera.ts';
import { aligned, type Paint } from '../terminal.ts';

/** The cameras with what they offer, and the virtual camera. */
export function deviceLines(
  cameras: readonly Camera[],
  virtualCamera: VirtualCameraStatus,
  paint: Paint,
): string[] {
  return [
    paint('bold', 'Cameras'),
    ...(cameras.length === 0 ? ['  none is attached'] : []),
    ...cameras.flatMap((camera) => cameraLines(camera, paint)),
    paint('bold', 'Virtual camera'),
    ...virtualCameraLines(virtualCamera, paint),
  ];
}

function cameraLines({ id, name, path, isVirtual, isPermitted, modes }: Camera, paint: Paint) {
  const made = isVirtual ? ' (made by software)' : '';
  return [
    `  ${name}${made}  ${paint('dim', path === name ? '' : path)}`.trimEnd(),
    `    ${paint('dim', `id ${id}`)}`,
    ...(isPermitted ? [] : [`    ${paint('yellow', 'may not be opened by you')}`]),
    ...(isPermitted && modes.length === 0
      ? [`    ${paint('yellow', 'does not say what it offers; it may be in use')}`]
      : []),
    ...modeLines(modes).map((line) => `    ${line}`),
  ];
}

/** One line for each size, with the highest rate of each layout. */
export function modeLines(modes: readonly CameraMode[]): string[] {
  const bySize = new Map<string, string[]>();
  for (const { width, height, pixelFormat, rates } of modes) {
    const size = `${width}x${height}`;
    const rate = rates.length === 0 ? '' : `${Number(rates[0].toFixed(2))} fps `;
    bySize.set(size, [...(bySize.get(size) ?? []), `${rate}${pixelFormat}`]);
  }
  return aligned(Array.from(bySize, ([size, offers]) => [size, offers.join(', ')]));
}

function virtualCameraLines(
  { name, path, problem, detail, fix }: VirtualCameraStatus,
  paint: Paint,
): string[] {
  const title = [name, path].filter((part) => part !== undefined).join('  ');
  return [
    ...(title === '' ? [] : [`  ${title}`]),
    `  ${paint(problem === undefined ? 'green' : 'yellow', problem ?? 'ready')}: ${detail}`,
    ...(fix === undefined ? [] : [`  ${paint('cyan', `→ ${fix}`)}`]),
  ];
}
