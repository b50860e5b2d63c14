import type { Camera } from '../../devices/camera/camera.ts';

/**
 * Lists the cameras of this machine; Mirage's own is left out. Each may be opened for a moment to ask
 * what it offers, none captures.
 *
 * @throws MirageError `addon-missing` on Linux, `ffmpeg-missing` elsewhere.
 */
export async function listCameras(): Promise<Camera[]> {
  if (process.platform === 'linux') {
    // Only Linux's addon has the functions that this needs.
    const linux = await import('../../devices/linux/list-cameras.ts');
    return linux.listCameras();
  }
  const { listFfmpegCameras } = await import('../../video/sources/live/list-ffmpeg-cameras.ts');
  return listFfmpegCameras();
}
