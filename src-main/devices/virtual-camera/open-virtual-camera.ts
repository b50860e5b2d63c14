import { MirageError } from '../../contract/error.ts';
import type { VirtualCamera } from './virtual-camera.ts';

/**
 * Finds the virtual camera to publish through; it still has to be opened.
 *
 * @param choice its name, or on Linux its path; undefined for Mirage's own.
 * @throws MirageError `virtual-camera-missing`, `virtual-camera-unsupported`.
 */
export async function openVirtualCamera(
  choice: string | undefined,
  platform: NodeJS.Platform = process.platform,
): Promise<VirtualCamera> {
  // Each is loaded where it is used: none of them loads on the other systems.
  switch (platform) {
    case 'linux': {
      const { V4l2LoopbackCamera } = await import('../linux/v4l2-loopback-camera.ts');
      return new V4l2LoopbackCamera(choice);
    }
    case 'win32': {
      const { windowsVirtualCamera } = await import('../windows/windows-virtual-camera.ts');
      return windowsVirtualCamera(choice);
    }
    case 'darwin': {
      const { noVirtualCamera } = await import('../macos/no-virtual-camera.ts');
      throw noVirtualCamera();
    }
    default:
      throw new MirageError('virtual-camera-unsupported', {
        message: `Mirage has no virtual camera for ${platform}.`,
        hint: 'Record instead: mirage live --virtual-camera none --record swapped.mp4 …',
      });
  }
}
