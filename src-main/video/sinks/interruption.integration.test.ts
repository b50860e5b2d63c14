import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, it } from 'vitest';
import { IS_WINDOWS, skipBlockWhen, SKIPS } from '../../../test-support/skips.ts';
import { build } from 'vite';
import { decodeRaw } from '../../../test-support/media/ffmpeg.ts';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import { locateFfmpeg } from '../ffmpeg/locate.ts';

const root = resolve(import.meta.dirname, '../../..');
const programFolder = new TemporaryFolder();
const outputFolder = new TemporaryFolder();

/** What Ctrl-C in a terminal does: SIGINT to every process of the foreground group. */
describe('an interrupt of the whole process group', () => {
  skipBlockWhen(IS_WINDOWS, SKIPS.signals);

  beforeAll(async () => {
    await build({
      configFile: false,
      logLevel: 'error',
      root,
      ssr: { noExternal: true, external: ['@ffmpeg-installer/ffmpeg'] },
      build: {
        ssr: resolve(root, 'test-support/media/interrupted-writer.ts'),
        outDir: programFolder.path,
        target: 'node20',
        rolldownOptions: { output: { entryFileNames: 'writer.mjs' } },
      },
    });
  });

  it('leaves nothing of a video that is aborted', async () => {
    const { code } = await interrupt('aborted.mp4', 'abort');

    expect(code).toBe(130);
    expect(outputFolder.list()).toEqual([]);
  });

  it('does not reach the encoder, so that the video can still be finished', async () => {
    const { code, printed } = await interrupt('finished.mp4', 'finish');

    expect(code).toBe(130);
    expect(outputFolder.list()).toEqual(['finished.mp4']);
    const frames = (await decodeRaw(outputFolder.file('finished.mp4'))).length / (320 * 240 * 1.5);
    expect(frames).toBe(Number(printed.at(-1)));
  });
});

async function interrupt(
  name: string,
  ending: 'abort' | 'finish',
): Promise<{ code: number | null; printed: string[] }> {
  const { ffmpeg } = await locateFfmpeg();
  const program = spawn(
    process.execPath,
    [programFolder.file('writer.mjs'), outputFolder.file(name), ending],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
      env: { ...process.env, FFMPEG_PATH: ffmpeg },
    },
  );
  const ended = once(program, 'close') as Promise<[number | null]>;
  const printed: string[] = [];
  for await (const line of createInterface(program.stdout)) {
    printed.push(line);
    if (line === 'writing') process.kill(-program.pid!, 'SIGINT');
  }
  const [code] = await ended;
  return { code, printed };
}
