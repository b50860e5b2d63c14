import { MirageError } from '../../contract/error.ts';
import { VIRTUAL_CAMERA_NAME } from '../../devices/virtual-camera/virtual-camera.ts';
import { planSetup, type SetupPlan, type SetupRequest, type SetupStep } from './setup-plan.ts';
import type { SetupState } from './setup-state.ts';

export interface SetupActions {
  readState: () => Promise<SetupState>;
  /** Shows a plan that has steps. */
  show: (plan: SetupPlan) => void;
  /** Whether the steps shown may be taken. */
  confirm: () => Promise<boolean>;
  run: (step: SetupStep) => Promise<void>;
}

export type SetupOutcome =
  | { kind: 'ready'; path: string; hasChanged: boolean }
  /** The user would not have it. */
  | { kind: 'declined' };

/**
 * Does what the virtual camera still needs, looks again, and goes on until nothing is left: what a
 * new device needs is seen only when it is there.
 *
 * @throws MirageError `virtual-camera-missing` when a person has to do something first, when a step
 *   fails, and when a step has not helped.
 */
export async function setUpVirtualCamera(
  request: SetupRequest,
  { readState, show, confirm, run }: SetupActions,
): Promise<SetupOutcome> {
  const done: string[] = [];
  for (;;) {
    const state = await readState();
    const plan = planSetup(state, request);
    if (plan.obstacle !== undefined) throw new MirageError('virtual-camera-missing', plan.obstacle);
    if (plan.steps.length === 0) {
      return { kind: 'ready', path: pathOf(state), hasChanged: done.length > 0 };
    }
    refuseRepetition(plan.steps, done);
    show(plan);
    if (!(await confirm())) return { kind: 'declined' };
    for (const step of plan.steps) {
      await run(step);
      done.push(nameOf(step));
    }
  }
}

function pathOf({ loopback }: SetupState): string {
  const device = loopback.devices.find(({ name }) => name === VIRTUAL_CAMERA_NAME);
  // An empty plan says that there is one.
  if (device === undefined) throw new Error('The plan is empty but there is no device.');
  return device.path;
}

function refuseRepetition(steps: readonly SetupStep[], done: readonly string[]): void {
  const repeated = steps.find((step) => done.includes(nameOf(step)));
  if (repeated === undefined) return;
  throw new MirageError('virtual-camera-missing', {
    message: `This was done but has not helped: ${nameOf(repeated)}`,
    hint: 'Restart the machine and run this again. The kernel may say why: sudo dmesg | tail',
  });
}

function nameOf(step: SetupStep): string {
  return step.kind === 'run' ? step.words.join(' ') : `write ${step.path}`;
}
