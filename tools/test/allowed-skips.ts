import { SKIPS } from '../../test-support/skip-reasons.ts';
import type { AllowedSkip } from './outcome.ts';

export const SANITIZERS_ON_LINUX_ONLY = 'The sanitizer build is set up for Linux only.';
export const NODE_24_ON_LINUX_X64_ONLY = 'The second Node is fetched for Linux on x64 only.';
export const GUEST_ON_DEBIAN_X64_ONLY =
  'The guest is made of Debian’s own packages, fetched on Debian for x64 only.';
export const ALREADY_ON_NODE_24 = 'This run is on Node 24 or newer already.';

/**
 * The only reasons for which CI lets a test or suite be left out. docs/testing.md shows the same
 * table to people; a test compares the two.
 */
export const ALLOWED_SKIPS: readonly AllowedSkip[] = [
  {
    reason: SANITIZERS_ON_LINUX_ONLY,
    because:
      'The kernels are the same portable C++ everywhere; the Linux job checks their memory use.',
  },
  {
    reason: GUEST_ON_DEBIAN_X64_ONLY,
    because: 'What runs in it is the Linux build; the run on Debian (.ci/run) boots it.',
  },
  {
    reason: NODE_24_ON_LINUX_X64_ONLY,
    because: 'On other systems the workflow has a job of its own on Node 24.',
  },
  {
    reason: ALREADY_ON_NODE_24,
    because: 'The unit and integration suites of the same run are the Node 24 run.',
  },
  {
    reason: SKIPS.signals,
    because: 'Only Linux and macOS end programs this way; their jobs try it.',
  },
  {
    reason: SKIPS.linuxNames,
    because: 'Doctor reads these files on Linux alone.',
  },
  {
    reason: SKIPS.shellScripts,
    because:
      'Where ffmpeg is looked for, and which encoder is chosen, is the same code everywhere.',
  },
  {
    reason: SKIPS.namedPipe,
    because: 'There is nothing to wait for then.',
  },
  {
    reason: SKIPS.unreadableFile,
    because: 'Developers and the hosted CI machines are not root and run it.',
  },
  {
    reason: SKIPS.smallDisk,
    because:
      'The Linux job that is root fills it; elsewhere ffmpeg’s own message decides, and its wording is tested.',
  },
  {
    reason: SKIPS.executableBit,
    because: 'npm makes a .cmd file there, which needs no permission.',
  },
  {
    reason: SKIPS.ffprobe,
    because: 'The parser of ffmpeg’s own report is then the only one in use, and is tested.',
  },
];
