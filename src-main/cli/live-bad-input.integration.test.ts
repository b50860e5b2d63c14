import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { asSharp, drawPicture } from '../../test-support/media/draw-picture.ts';
import { TemporaryFolder } from '../../test-support/media/temporary-folder.ts';
import { findResource } from '../base/resource.ts';
import { mirage } from './built-mirage.fixture.ts';

const astronaut = findResource('assets/demo/astronaut.png')!;

const folder = new TemporaryFolder();
const results = folder.file('results');
const nobody = folder.file('nobody.png');
const text = folder.file('letter.txt');
const copy = folder.file('copy.png');
const empty = folder.file('empty');

const inResults = (name: string): string => join(results, name);

beforeAll(async () => {
  mkdirSync(results);
  mkdirSync(empty);
  await asSharp(drawPicture(320, 240)).png().toFile(nobody);
  writeFileSync(text, 'Dear reader,');
  copyFileSync(astronaut, copy);
});

/** A session that would run, but for what is given. */
function live(options: Record<string, string>): string[] {
  const all = {
    ...{ '--camera': 'test', '--reference': astronaut, '--virtual-camera': 'none' },
    ...{ '--size': '320x240', '--seconds': '1', '--report': inResults('report.json') },
    ...options,
  };
  return ['live', ...Object.entries(all).flat()];
}

describe('a live session with bad input', () => {
  it.each<{ name: string; words: string[]; exitCode: number; says: RegExp; hint?: RegExp }>([
    {
      name: 'no face to show',
      words: ['live', '--camera', 'test'],
      exitCode: 2,
      says: /no face to show/,
      hint: /--passthrough/,
    },
    {
      name: 'a reference and --passthrough',
      words: [...live({}), '--passthrough'],
      exitCode: 2,
      says: /as it is/,
    },
    { name: 'an odd size', words: live({ '--size': '641x360' }), exitCode: 2, says: /even width/ },
    {
      name: 'a size beyond the largest',
      words: live({ '--size': '7680x4320' }),
      exitCode: 2,
      says: /3840x2160/,
    },
    { name: 'a rate of 0', words: live({ '--fps': '0' }), exitCode: 2, says: /1 to 60/ },
    { name: 'a rate of 61', words: live({ '--fps': '61' }), exitCode: 2, says: /1 to 60/ },
    { name: 'no time at all', words: live({ '--seconds': '0' }), exitCode: 2, says: /--seconds/ },
    {
      name: 'an unknown layout',
      words: live({ '--pixel-format': 'rgb24' }),
      exitCode: 2,
      says: /i420, yuyv/,
    },
    {
      name: 'one file for recording and report',
      words: live({ '--record': inResults('report.json') }),
      exitCode: 2,
      says: /the same file/,
    },
    {
      name: 'Mirage’s own camera as the source',
      words: live({ '--camera': 'Mirage Camera' }),
      exitCode: 2,
      says: /Mirage Camera/,
    },
    {
      name: 'an unknown camera',
      words: live({ '--camera': 'no such camera' }),
      exitCode: 3,
      says: /no camera no such camera/,
    },
    {
      name: 'a missing clip',
      words: live({ '--camera': 'none.mp4' }),
      exitCode: 3,
      says: /none\.mp4 does not exist/,
    },
    {
      name: 'a text in place of a camera',
      words: live({ '--camera': text }),
      exitCode: 3,
      says: /letter\.txt/,
    },
    {
      name: 'an empty folder in place of a camera',
      words: live({ '--camera': empty }),
      exitCode: 3,
      says: /empty/,
    },
    {
      name: 'a missing reference',
      words: live({ '--reference': 'none.png' }),
      exitCode: 3,
      says: /none\.png does not exist/,
    },
    {
      name: 'a reference without a face',
      words: live({ '--reference': nobody }),
      exitCode: 3,
      says: /No face was found/,
    },
    {
      name: 'a virtual camera that there is not',
      words: live({ '--virtual-camera': 'No Such Camera' }),
      exitCode: 4,
      says: /virtual camera/i,
      hint: /./,
    },
    {
      name: 'a recording in a folder that does not exist',
      words: live({ '--record': inResults('none/x.mkv') }),
      exitCode: 4,
      says: /folder of .* does not exist/,
    },
    {
      name: 'a recording that is no video',
      words: live({ '--record': inResults('x.png') }),
      exitCode: 4,
      says: /\.png/,
    },
    {
      name: 'the reference as report',
      words: live({ '--reference': copy, '--report': copy }),
      exitCode: 4,
      says: /also an input/,
    },
  ])('$name is refused in one sentence', async ({ words, exitCode, says, hint }) => {
    const before = readFileSync(copy);

    const run = await mirage(words);

    expect(run.exitCode, run.stderr).toBe(exitCode);
    const lines = run.stderr.split('\n');
    const errors = lines.filter((line) => line.startsWith('Error: '));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(says);
    if (hint) expect(lines[lines.indexOf(errors[0]) + 1]).toMatch(hint);
    expect(run.stderr).not.toMatch(/^\s+at /m);
    expect(run.stdout).toBe('');
    expect(readdirSync(results)).toEqual([]);
    expect(readFileSync(copy).equals(before)).toBe(true);
  });

  it('in the environment is refused by its name', async () => {
    const { exitCode, stderr } = await mirage(live({}), {
      environment: { MIRAGE_VIDEO_MAX_FPS: 'many' },
    });

    expect(exitCode).toBe(2);
    expect(stderr).toContain('MIRAGE_VIDEO_MAX_FPS');
  });

  it('and a damaged model is refused, and nothing stays behind', async () => {
    const damaged = folder.file('models');
    mkdirSync(damaged);
    writeFileSync(join(damaged, 'mobileface.onnx'), 'no network');

    const { exitCode, stderr } = await mirage(live({ '--record': inResults('x.mkv') }), {
      environment: { MIRAGE_MODELS_DIR: damaged },
    });

    expect(exitCode, stderr).toBe(6);
    expect(stderr).toMatch(/^Error: .*mobileface/m);
    expect(readdirSync(results)).toEqual([]);
  });
});
