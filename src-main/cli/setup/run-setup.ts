import { createInterface } from 'node:readline/promises';
import { MirageError } from '../../contract/error.ts';
import { noVirtualCamera } from '../../devices/macos/no-virtual-camera.ts';
import { VIRTUAL_CAMERA_NAME } from '../../devices/virtual-camera/virtual-camera.ts';
import { windowsVirtualCamera } from '../../devices/windows/windows-virtual-camera.ts';
import type { CommandContext } from '../commands/context.ts';
import { planLines } from './plan-lines.ts';
import { runStep, type StepRunner } from './run-step.ts';
import { setUpVirtualCamera, type SetupActions } from './set-up-virtual-camera.ts';
import { hasProgram, readSetupState, thisMachine } from './setup-state.ts';

/** Of the command line. */
export interface SetupOptions {
  yes?: true;
  dryRun?: true;
  exclusiveCaps?: '0' | '1';
}

/**
 * @returns whether the virtual camera is there, or with `--dry-run` whether the plan was shown.
 * @throws MirageError `virtual-camera-missing`, `virtual-camera-unsupported`, `usage`.
 */
export async function runSetup(
  options: SetupOptions,
  { terminal, signal }: Pick<CommandContext, 'terminal' | 'signal'>,
): Promise<boolean> {
  if (process.platform === 'darwin') throw noVirtualCamera();
  if (process.platform === 'win32') {
    terminal.print(`Nothing to do: ${windowsVirtualCamera(undefined).deviceName} is installed.`);
    return true;
  }
  const machine = thisMachine();
  const runner: StepRunner = {
    elevation: await elevation(machine.user.uid, machine.searchPath),
    root: '',
    environment: process.env,
    onOutput: (text) => terminal.stderr.write(text),
  };
  const actions: SetupActions = {
    readState: () => readSetupState(machine),
    show: (plan) => {
      for (const line of planLines(plan, runner.elevation, terminal.paint)) terminal.print(line);
    },
    confirm: () => confirm(options, terminal.stderr, signal),
    run: (step) => runStep(step, runner),
  };
  const { exclusiveCaps } = options;
  const request = {
    hasExclusiveCaps: exclusiveCaps === undefined ? undefined : exclusiveCaps === '1',
  };
  const outcome = await setUpVirtualCamera(request, actions);
  if (outcome.kind === 'declined') {
    terminal.print('Nothing was changed.');
    return options.dryRun === true;
  }
  const camera = `${VIRTUAL_CAMERA_NAME} (${outcome.path})`;
  terminal.print(outcome.hasChanged ? `Ready: ${camera}.` : `Nothing to do: ${camera} is there.`);
  return true;
}

/** @throws MirageError `usage` where only root could go on and there is no way to become it. */
async function elevation(userId: number, searchPath: string): Promise<string[]> {
  if (userId === 0) return [];
  if (await hasProgram('sudo', searchPath)) return ['sudo'];
  throw new MirageError('usage', {
    message: 'Only root may set up the virtual camera, and there is no sudo.',
    hint: 'Run the same command as root.',
  });
}

async function confirm(
  { yes, dryRun }: SetupOptions,
  output: NodeJS.WritableStream,
  signal: AbortSignal,
): Promise<boolean> {
  if (dryRun === true) return false;
  if (yes === true) return true;
  if (!process.stdin.isTTY) {
    throw new MirageError('usage', {
      message: 'Setting up the virtual camera changes the system, and nobody is there to be asked.',
      hint: 'Look at the steps above, then run it again with --yes.',
    });
  }
  const question = createInterface({ input: process.stdin, output });
  try {
    const answer = await question.question('Do this? [y/N] ', { signal });
    return /^y(?:es)?$/i.test(answer.trim());
  } finally {
    question.close();
  }
}
