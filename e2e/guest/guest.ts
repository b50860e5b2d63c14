import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findResource } from '../../src-main/base/resource.ts';
import { REPORT_PATH_VARIABLE } from '../../tools/test/count-reporter.ts';
import { summaryLine } from '../../tools/test/outcome.ts';
import { packInitramfs } from './host/initramfs.ts';
import { prepareKernel } from './host/kernel.ts';
import { runGuest } from './host/run-guest.ts';

/*
 * `npm run test:guest [part of a scenario's name]`: boots a Debian kernel with the real v4l2loopback
 * and vivid drivers in QEMU and runs the scenarios of inside/ in it, on this checkout's programs.
 */

const say = (line: string): void => {
  console.log(line);
};

function resource(path: string): string {
  const found = findResource(path);
  if (found === undefined) throw new Error(`${path} is missing. Run: npm run build`);
  return found;
}

async function main(signal: AbortSignal): Promise<void> {
  const root = dirname(resource('package.json'));
  const results = join(root, 'out/guest');
  await rm(results, { recursive: true, force: true });
  await mkdir(results, { recursive: true });
  const place = { folder: results, signal };

  const kernel = await prepareKernel(join(root, 'node_modules/.cache/guest'), signal, say);
  const initramfs = join(results, 'initramfs.cpio');
  await packInitramfs(
    {
      kernel,
      init: resource('e2e/guest/inside/init.sh'),
      variables: {
        ROOT: root,
        RESULTS: results,
        KERNEL_ROOT: kernel.root,
        NODE: process.execPath,
        // Built into the same folder as this program.
        SCENARIOS: join(import.meta.dirname, 'run-scenarios.mjs'),
        ONLY: process.argv[2] ?? '',
      },
    },
    initramfs,
    place,
  );
  const outcome = await runGuest({ kernel, initramfs, results }, { signal, say });

  const reportPath = process.env[REPORT_PATH_VARIABLE];
  if (reportPath !== undefined) await writeFile(reportPath, JSON.stringify(outcome));
  say(`Logs of the guest and its programs: ${results}`);
  say(summaryLine(outcome));
  process.exitCode = Number(outcome.failed > 0);
}

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interruption.abort();
  });
}
await main(interruption.signal);
