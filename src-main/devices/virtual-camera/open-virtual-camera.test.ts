import { describe, expect, it } from 'vitest';
import { windowsVirtualCamera } from '../windows/windows-virtual-camera.ts';
import { openVirtualCamera } from './open-virtual-camera.ts';

describe('the virtual camera of a system', () => {
  it('is told to be missing on macOS, with the reason and what works instead', async () => {
    await expect(openVirtualCamera(undefined, 'darwin')).rejects.toMatchObject({
      code: 'virtual-camera-unsupported',
      message: expect.stringContaining('system extension') as unknown,
      hint: expect.stringContaining('--record') as unknown,
    });
  });

  it('is told to be missing on systems nobody thought of', async () => {
    await expect(openVirtualCamera(undefined, 'aix')).rejects.toMatchObject({
      code: 'virtual-camera-unsupported',
    });
  });
});

describe('the virtual camera of a Windows machine', () => {
  const withObs = { isObsCameraInstalled: () => true, findNodeVirtualcam: () => '/virtualcam' };
  const withPlugin = { ...withObs, isObsCameraInstalled: () => false };
  const bare = { ...withPlugin, findNodeVirtualcam: () => undefined };

  it.each([undefined, 'OBS Virtual Camera', 'obs virtual camera', 'Mirage Camera'])(
    "is OBS's own for the choice %s",
    (choice) => {
      expect(windowsVirtualCamera(choice, withObs).deviceName).toBe('OBS Virtual Camera');
    },
  );

  it("is the plugin's where OBS's own is not installed", () => {
    expect(windowsVirtualCamera(undefined, withPlugin).deviceName).toBe('OBS-Camera');
  });

  it('is missing where neither is installed', () => {
    expect(() => windowsVirtualCamera(undefined, bare)).toThrow(
      expect.objectContaining({
        code: 'virtual-camera-missing',
        hint: expect.stringContaining('obsproject.com') as unknown,
      }),
    );
  });

  it('cannot be given another name', () => {
    expect(() => windowsVirtualCamera('Studio', withObs)).toThrow(
      expect.objectContaining({ message: 'There is no virtual camera named Studio.' }),
    );
  });
});
