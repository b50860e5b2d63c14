import { describe, expect, it } from 'vitest';
import { aptCommands, missingPackages, missingReason } from './system-packages.ts';

const ffmpeg = { name: 'ffmpeg', programs: ['ffmpeg', 'ffprobe'], debianPackages: ['ffmpeg'] };
const sound = {
  name: 'PipeWire',
  programs: ['pw-cli'],
  debianPackages: ['pipewire', 'pipewire-bin'],
};
const installed =
  (...programs: string[]) =>
  (name: string) =>
    programs.includes(name);

describe('system packages', () => {
  it('are missing as soon as one of their programs is', () => {
    const missing = missingPackages([ffmpeg, sound], installed('ffmpeg', 'pw-cli'));

    expect(missing).toEqual([ffmpeg]);
  });

  it('are missing once even if several suites need them', () => {
    expect(missingPackages([ffmpeg, ffmpeg], installed())).toEqual([ffmpeg]);
  });

  it('are installed with one update and one install, without questions', () => {
    const commands = aptCommands([ffmpeg, sound]);

    expect(commands.map(({ args }) => args.at(0))).toEqual(['update', 'install']);
    expect(commands.at(1)?.args).toEqual(
      expect.arrayContaining(['--yes', 'ffmpeg', 'pipewire', 'pipewire-bin']),
    );
    expect(commands.at(1)?.environment).toEqual({ DEBIAN_FRONTEND: 'noninteractive' });
  });

  it('cost no command when nothing is missing', () => {
    expect(aptCommands(missingPackages([ffmpeg], installed('ffmpeg', 'ffprobe')))).toEqual([]);
  });

  it('are named in the reason of a skip', () => {
    expect(missingReason([ffmpeg, sound])).toBe('Not installed: ffmpeg, PipeWire.');
    expect(missingReason([])).toBeUndefined();
  });
});
