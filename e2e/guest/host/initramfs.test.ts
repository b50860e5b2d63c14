import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { IS_WINDOWS, skipWhen, SKIPS } from '../../../test-support/skips.ts';
import { modulePaths, shellAssignments } from './initramfs.ts';

describe('the first file system', () => {
  it('has modules in the order in which they are loaded', () => {
    const output = 'insmod /k/9pnet.ko \ninsmod /k/9p net/9p.ko \nbuiltin virtio\n';

    expect(modulePaths(output)).toEqual(['/k/9pnet.ko', '/k/9p net/9p.ko']);
  });

  it('hands values to the shell as they are', (context) => {
    skipWhen(IS_WINDOWS, SKIPS.shellScripts, context);
    const value = `a path's "$HOME" \`date\` \\ end`;

    const script = `${shellAssignments({ VALUE: value })}printf %s "$VALUE"`;

    expect(spawnSync('sh', ['-c', script], { encoding: 'utf8' }).stdout).toBe(value);
  });
});
