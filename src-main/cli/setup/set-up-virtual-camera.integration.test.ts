import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { IS_WINDOWS, skipWhen, SKIPS } from '../../../test-support/skips.ts';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import { planLines } from './plan-lines.ts';
import { runStep } from './run-step.ts';
import { setUpVirtualCamera, type SetupOutcome } from './set-up-virtual-camera.ts';
import { readSetupState } from './setup-state.ts';

const KERNEL = '6.1.0-28-amd64';
const MODULES = `lib/modules/${KERNEL}`;

const folder = new TemporaryFolder();
let machines = 0;
beforeEach((context) => {
  skipWhen(IS_WINDOWS, SKIPS.linuxNames, context);
});

/** What the stand-ins for the system's programs do to the machine; $1… are their words. */
const PROGRAMS = {
  sudo: 'exec "$@"',
  'apt-get': `mkdir -p "$ROOT/usr/src/v4l2loopback-0.12.7" "$ROOT/${MODULES}/build"
    : > "$ROOT/${MODULES}/build/Makefile"
    echo "updates/dkms/v4l2loopback.ko:" > "$ROOT/${MODULES}/modules.dep"`,
  modprobe: `[ "$1" = --remove ] && { rm -r "$ROOT/sys/module/v4l2loopback"; exit; }
    . "$ROOT/device.sh"`,
  usermod: 'echo "video:x:44:$4" > "$ROOT/etc/group"',
};

/** Makes the device that the options file asks for, as the kernel shows it. */
const MAKE_DEVICE = `
  number=$(sed -n 's/.*video_nr=\\([0-9]*\\).*/\\1/p' "$ROOT/etc/modprobe.d/mirage.conf")
  caps=$(sed -n 's/.*exclusive_caps=1.*/Y/p' "$ROOT/etc/modprobe.d/mirage.conf")
  module="$ROOT/sys/module/v4l2loopback"; class="$ROOT/sys/class/video4linux"
  device="$ROOT/sys/devices/virtual/video4linux/video$number"
  mkdir -p "$module/parameters" "$device" "$class" "$ROOT/dev"
  echo 0.12.7 > "$module/version"; echo 0 > "$module/refcnt"
  echo "$number,-1" > "$module/parameters/video_nr"
  echo "\${caps:-N},N" > "$module/parameters/exclusive_caps"
  echo "Mirage Camera" > "$device/name"
  ln -sfn "$device" "$class/video$number"; : > "$ROOT/dev/video$number"`;

/** A Debian machine without v4l2loopback; `programs` replace the usual stand-ins. */
function makeMachine(programs: Partial<typeof PROGRAMS> = {}) {
  const root = folder.file(`machine-${(machines += 1)}`);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('etc/os-release', 'ID=debian\n');
  write('etc/group', 'video:x:44:\n');
  write(`${MODULES}/modules.dep`, '');
  write('device.sh', MAKE_DEVICE);
  for (const [name, script] of Object.entries({ ...PROGRAMS, ...programs })) {
    write(`bin/${name}`, `#!/bin/sh\necho "${name} $*" >> "$ROOT/calls"\n${script}\n`);
    chmodSync(join(root, 'bin', name), 0o755);
  }
  const searchPath = `${join(root, 'bin')}:${process.env.PATH ?? ''}`;
  const shown: string[] = [];
  const said: string[] = [];
  const setUp = (isWanted = true, hasExclusiveCaps?: boolean): Promise<SetupOutcome> =>
    setUpVirtualCamera(
      { hasExclusiveCaps },
      {
        readState: () =>
          readSetupState({
            root,
            kernel: KERNEL,
            user: { username: 'ada', uid: 1000 },
            searchPath,
          }),
        show: (plan) => shown.push(...planLines(plan, ['sudo'], (_, text) => text)),
        confirm: () => Promise.resolve(isWanted),
        run: (step) =>
          runStep(step, {
            elevation: ['sudo'],
            root,
            environment: { ROOT: root, PATH: searchPath },
            onOutput: (text) => said.push(text),
          }),
      },
    );
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const calls = (): string[] =>
    read('calls')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('sudo'));
  return { setUp, read, calls, shown, write };
}

describe('setting up the virtual camera', () => {
  it('brings a bare machine to a camera that lasts, and then has nothing to do', async () => {
    const { setUp, read, calls } = makeMachine();

    const first = await setUp();
    const callsOfFirst = calls();
    const second = await setUp();

    expect(first).toEqual({ kind: 'ready', path: '/dev/video10', hasChanged: true });
    expect(callsOfFirst).toEqual([
      `apt-get install --yes v4l2loopback-dkms linux-headers-${KERNEL}`,
      'modprobe v4l2loopback',
    ]);
    expect(read('etc/modprobe.d/mirage.conf')).toContain(
      '\noptions v4l2loopback video_nr=10 card_label="Mirage Camera" exclusive_caps=1 max_buffers=4\n',
    );
    expect(read('etc/modules-load.d/mirage.conf')).toMatch(/^v4l2loopback$/m);
    expect(second).toEqual({ kind: 'ready', path: '/dev/video10', hasChanged: false });
    expect(calls()).toEqual(callsOfFirst);
  });

  it('shows each command and each file, word for word, before it begins', async () => {
    const { setUp, shown, calls } = makeMachine();

    expect(await setUp(false)).toEqual({ kind: 'declined' });

    expect(calls).toThrow('ENOENT');
    expect(shown.join('\n')).toContain(
      `   sudo apt-get install --yes v4l2loopback-dkms linux-headers-${KERNEL}`,
    );
    expect(shown.join('\n')).toContain(
      '     options v4l2loopback video_nr=10 card_label="Mirage Camera" exclusive_caps=1 max_buffers=4',
    );
  });

  it('makes the camera anew for another setting of exclusive_caps', async () => {
    const { setUp, read, calls } = makeMachine();
    await setUp();

    await setUp(true, false);

    expect(read('etc/modprobe.d/mirage.conf')).toContain('exclusive_caps=0');
    expect(read('sys/module/v4l2loopback/parameters/exclusive_caps')).toBe('N,N\n');
    expect(calls().slice(-2)).toEqual(['modprobe --remove v4l2loopback', 'modprobe v4l2loopback']);
  });

  it('keeps what other people wrote beside its own files', async () => {
    const { setUp, read, write } = makeMachine();
    write('etc/modprobe.d/sound.conf', 'options snd_hda_intel power_save=1\n');

    await setUp();

    expect(read('etc/modprobe.d/sound.conf')).toBe('options snd_hda_intel power_save=1\n');
  });

  it.each([
    [
      'that Secure Boot keeps out',
      {
        modprobe:
          'echo "modprobe: ERROR: could not insert: Key was rejected by service" >&2; exit 1',
      },
      'Key was rejected by service',
      'Enroll MOK',
    ],
    [
      'whose package is not in the list',
      { 'apt-get': 'echo "E: Unable to locate package v4l2loopback-dkms" >&2; exit 100' },
      'Unable to locate package',
      'apt-get update',
    ],
    [
      'that was not built',
      {
        modprobe: 'echo "modprobe: FATAL: Module v4l2loopback not found in directory" >&2; exit 1',
      },
      'not found',
      'make.log',
    ],
  ])('explains a module %s', async (_, programs, message, hint) => {
    const { setUp } = makeMachine(programs);

    await expect(setUp()).rejects.toMatchObject({
      code: 'virtual-camera-missing',
      message: expect.stringContaining(message) as unknown,
      hint: expect.stringContaining(hint) as unknown,
    });
  });

  it('gives up when what was done has not helped', async () => {
    const { setUp, calls } = makeMachine({ modprobe: 'exit 0' });

    await expect(setUp()).rejects.toMatchObject({
      message: 'This was done but has not helped: modprobe v4l2loopback',
    });
    expect(calls().filter((call) => call.startsWith('modprobe'))).toHaveLength(1);
  });
});
