import { describe, expect, it } from 'vitest';
import { dependencies, kernelRelease, packageFiles } from './apt-output.ts';

describe('what apt prints', () => {
  it('names what a package needs, without alternatives that only exist in name', () => {
    const output = [
      'linux-headers-6.1.0-56-amd64',
      '  Depends: linux-headers-6.1.0-56-common',
      '  Depends: linux-kbuild-6.1',
      '  Depends: <virtual-compiler>',
      '  Suggests: linux-doc',
      '',
    ].join('\n');

    expect(dependencies(output)).toEqual(['linux-headers-6.1.0-56-common', 'linux-kbuild-6.1']);
  });

  it('tells the release of the newest kernel', () => {
    expect(kernelRelease('linux-image-amd64\n  Depends: linux-image-6.1.0-56-amd64\n')).toBe(
      '6.1.0-56-amd64',
    );
    expect(() => kernelRelease('N: Unable to locate package')).toThrow(/knows no kernel/);
  });

  it('lists files with their versions and checksums, between its warnings', () => {
    const sha256 = 'a8'.repeat(32);
    const output = [
      'W: Download is performed unsandboxed as root.',
      `'http://mirror/pool/v/v4l2loopback-dkms_0.12.7-2_all.deb' v4l2loopback-dkms_0.12.7-2_all.deb 37240 SHA256:${sha256}`,
      '',
    ].join('\n');

    expect(packageFiles(output)).toEqual([{ file: 'v4l2loopback-dkms_0.12.7-2_all.deb', sha256 }]);
  });
});
