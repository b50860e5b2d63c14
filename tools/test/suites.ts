import { delimiter, dirname } from 'node:path';
import {
  ALREADY_ON_NODE_24,
  GUEST_ON_DEBIAN_X64_ONLY,
  NODE_24_ON_LINUX_X64_ONLY,
  SANITIZERS_ON_LINUX_ONLY,
} from './allowed-skips.ts';
import { countCheck, countPrinted, countReported, type Count } from './count.ts';
import type { Machine } from './machine.ts';
import { findNode24 } from './node24.ts';
import type { Command } from './program.ts';
import {
  CHROMIUM,
  FFMPEG,
  KERNEL_TOOLS,
  QEMU,
  V4L_UTILS,
  type SystemPackage,
} from './system-packages.ts';

/** One row of what `npm test` runs. */
export interface Suite {
  readonly name: string;
  /** For --help: what a failure would mean. */
  readonly describes: string;
  readonly needs: readonly SystemPackage[];
  /** Runs only in CI, with --all, or when named. */
  readonly onRequest: boolean;
  /** Light enough to run beside others; the rest has the machine for itself. */
  readonly overlaps: boolean;
  /** Several times what the suite takes on two cores; it is stopped after that. */
  readonly limitMinutes: number;
  /** Why the suite cannot run on the machine; undefined when it can. */
  readonly skipReason: (machine: Machine) => string | undefined;
  readonly command: (root: string, signal: AbortSignal) => Command | Promise<Command>;
  readonly count: Count;
}

const onThisNode = (...args: string[]): (() => Command) => {
  return () => ({ program: process.execPath, args });
};

const VITEST = ['node_modules/vitest/vitest.mjs', 'run'];
const REPORTERS = ['--reporter=default', '--reporter=./tools/test/count-reporter.ts'];

const always = (): undefined => undefined;

const STATIC_CHECK = {
  needs: [],
  onRequest: false,
  overlaps: true,
  limitMinutes: 5,
  skipReason: always,
  count: countCheck,
} as const satisfies Partial<Suite>;

const TESTS = {
  onRequest: false,
  overlaps: false,
  count: countReported,
} as const satisfies Partial<Suite>;

export const SUITES: readonly Suite[] = [
  {
    ...STATIC_CHECK,
    name: 'lint',
    describes: 'ESLint, with type information',
    command: onThisNode('node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.'),
  },
  {
    ...STATIC_CHECK,
    name: 'types',
    describes: 'the TypeScript compiler',
    command: onThisNode('node_modules/typescript/bin/tsc', '--noEmit'),
  },
  {
    ...STATIC_CHECK,
    name: 'format',
    describes: 'Prettier',
    command: onThisNode('node_modules/prettier/bin/prettier.cjs', '--check', '.'),
  },
  {
    ...STATIC_CHECK,
    name: 'layers',
    describes: 'imports point down the layers only, no cycles',
    command: onThisNode(
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      ...['--config', '.dependency-cruiser.mjs'],
      ...['src-main', 'tools', 'bench', 'test-support', 'e2e'],
    ),
  },
  {
    ...TESTS,
    name: 'unit',
    describes: 'one module at a time, no programs, no devices',
    needs: [],
    limitMinutes: 5,
    skipReason: always,
    command: onThisNode(...VITEST, '--project=unit', ...REPORTERS),
  },
  {
    ...TESTS,
    name: 'integration',
    describes: 'workers, real programs and the built command line',
    needs: [FFMPEG],
    limitMinutes: 20,
    skipReason: always,
    command: onThisNode(...VITEST, '--project=integration', ...REPORTERS),
  },
  {
    ...TESTS,
    name: 'sanitizers',
    describes: 'the native kernels under the address and undefined-behaviour sanitizers',
    needs: [],
    limitMinutes: 10,
    skipReason: ({ platform }) => (platform === 'linux' ? undefined : SANITIZERS_ON_LINUX_ONLY),
    command: onThisNode('out/tools/sanitize.mjs'),
    count: countPrinted,
  },
  {
    ...TESTS,
    name: 'guest',
    describes: 'the built command line in a virtual machine with the real camera drivers',
    needs: [FFMPEG, QEMU, KERNEL_TOOLS, V4L_UTILS, CHROMIUM],
    onRequest: true,
    limitMinutes: 20,
    skipReason: ({ isDebian, arch }) =>
      isDebian && arch === 'x64' ? undefined : GUEST_ON_DEBIAN_X64_ONLY,
    command: onThisNode('out/tools/guest.mjs'),
  },
  {
    ...TESTS,
    name: 'node24',
    describes: 'unit and integration once more, on Node 24',
    needs: [FFMPEG],
    onRequest: true,
    limitMinutes: 30,
    skipReason: ({ platform, arch, nodeMajor }) => {
      if (nodeMajor >= 24) return ALREADY_ON_NODE_24;
      return platform === 'linux' && arch === 'x64' ? undefined : NODE_24_ON_LINUX_X64_ONLY;
    },
    command: async (root, signal) => {
      const node24 = await findNode24(root, signal);
      return {
        program: node24,
        args: [...VITEST, '--project=unit', '--project=integration', ...REPORTERS],
        // Tests that start `node` by name get the same one.
        environment: { PATH: `${dirname(node24)}${delimiter}${process.env.PATH ?? ''}` },
      };
    },
  },
];
