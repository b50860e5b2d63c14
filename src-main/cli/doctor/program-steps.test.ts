import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findResource } from '../../base/resource.ts';
import { MirageError } from '../../contract/error.ts';
import { runSteps, type DiagnosticStep } from './diagnostic-step.ts';
import {
  addonStep,
  encoderStep,
  ffmpegStep,
  modelsStep,
  nodeStep,
  OLDEST_NODE,
  type FfmpegQueries,
} from './program-steps.ts';

const outcomeOf = async (step: DiagnosticStep) => (await runSteps([step]))[0];

describe('the Node.js step', () => {
  it.each([
    ['18.20.0', 'failed'],
    ['20.18.3', 'failed'],
    ['20.19.0', 'ok'],
    ['21.0.0', 'ok'],
    ['24.1.0', 'ok'],
  ])('finds %s %s', async (version, status) => {
    expect(await outcomeOf(nodeStep(version))).toMatchObject({ status });
  });

  it('asks for what package.json asks for', () => {
    const { engines } = JSON.parse(readFileSync(findResource('package.json')!, 'utf8')) as {
      engines: { node: string };
    };

    expect(engines.node).toBe(`>=${OLDEST_NODE.join('.')}`);
  });
});

describe('the addon step', () => {
  it('names the build', async () => {
    const step = addonStep(() => ({ build: 'vector' }));

    expect(await outcomeOf(step)).toMatchObject({ status: 'ok', detail: 'vector build' });
  });

  it('hands on how to build it where it is missing', async () => {
    const step = addonStep(() => {
      throw new MirageError('addon-missing', { message: 'Not built.', hint: 'Run: npm run x' });
    });

    expect(await outcomeOf(step)).toMatchObject({ status: 'missing', fix: 'Run: npm run x' });
  });
});

describe('the ffmpeg steps', () => {
  const queries: FfmpegQueries = {
    locate: () => Promise.resolve({ ffmpeg: '/usr/bin/ffmpeg', ffprobe: '/usr/bin/ffprobe' }),
    readVersion: () => Promise.resolve('ffmpeg version 5.1.6-0+deb12u1 Copyright (c) 2000-2024'),
    chooseEncoder: () => Promise.resolve({ name: 'libx264', codec: 'h264' }),
  };

  it('name version, place and encoder', async () => {
    expect(await outcomeOf(ffmpegStep(queries))).toMatchObject({
      status: 'ok',
      detail: '5.1.6-0+deb12u1, /usr/bin/ffmpeg',
    });
    expect(await outcomeOf(encoderStep(queries))).toMatchObject({
      status: 'ok',
      detail: 'libx264',
    });
  });

  it('say when ffprobe is absent', async () => {
    const alone = {
      ...queries,
      locate: () => Promise.resolve({ ffmpeg: '/x', ffprobe: undefined }),
    };

    expect((await outcomeOf(ffmpegStep(alone))).detail).toMatch(/without ffprobe$/);
  });

  it('say when videos cannot be H.264, which is no reason not to work', async () => {
    const poor: FfmpegQueries = {
      ...queries,
      chooseEncoder: () => Promise.resolve({ name: 'mpeg4', codec: 'mpeg4' }),
    };

    const outcome = await outcomeOf(encoderStep(poor));

    expect(outcome).toMatchObject({ status: 'missing', isEssential: false });
    expect(outcome.detail).toContain('mpeg4');
  });
});

describe('the models step', () => {
  const file = (isIntact: boolean) =>
    ({ path: '/m/a.onnx', place: 'bundled', bytes: 1, isIntact }) as const;
  const stepFor = (...files: (ReturnType<typeof file> | undefined)[]) =>
    modelsStep(() => Promise.resolve(files.map((each, i) => ({ id: `model-${i}`, file: each }))));

  it.each([
    { name: 'all intact', files: [file(true), file(true)], status: 'ok', detail: /^2 present/ },
    {
      name: 'one missing',
      files: [file(true), undefined],
      status: 'missing',
      detail: /: model-1$/,
    },
    { name: 'one damaged', files: [file(false)], status: 'failed', detail: /wrong: model-0$/ },
    {
      name: 'both',
      files: [undefined, file(false)],
      status: 'failed',
      detail: /missing: model-0; .*model-1/,
    },
  ])('with $name is $status', async ({ files, status, detail }) => {
    const outcome = await outcomeOf(stepFor(...files));

    expect(outcome.status).toBe(status);
    expect(outcome.detail).toMatch(detail);
    expect(outcome.fix === undefined).toBe(status === 'ok');
  });
});
