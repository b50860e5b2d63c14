import type { ChildProcess } from 'node:child_process';
import { accessSync, constants, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../../tools/test/outcome.ts';
import { GuestConsole } from './console.ts';
import { followEvents } from './follow-events.ts';
import { startMachine, type Accelerator, type Machine } from './machine.ts';
import { GuestProgress } from './progress.ts';
import { Watchdog } from './watchdog.ts';

export interface GuestRun {
  readonly signal: AbortSignal;
  /** Gets whole lines for people. */
  readonly say: (line: string) => void;
}

/** A machine that KVM really runs says its first word after a second. */
const KVM_FIRST_WORD_SECONDS = 10;

/**
 * Boots the guest and follows it to its end. Where KVM cannot run it, it is emulated.
 *
 * @returns the scenarios' results; a guest that hangs, panics or ends too early has failed in what it
 *   left undone.
 * @throws Error when QEMU cannot be started.
 */
export async function runGuest(machine: Machine, run: GuestRun): Promise<Outcome> {
  if (mayUseKvm()) {
    const { progress, hasSpoken } = await boot(machine, 'kvm', run);
    if (hasSpoken || run.signal.aborted) return progress.outcome();
    run.say('KVM does not run a guest on this machine; it is emulated, which takes longer.');
  }
  const { progress } = await boot(machine, 'tcg', run);
  return progress.outcome();
}

function mayUseKvm(): boolean {
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Boots the guest once and waits for its end. @returns how far it came. */
async function boot(
  machine: Machine,
  accelerator: Accelerator,
  { signal, say }: GuestRun,
): Promise<{ progress: GuestProgress; hasSpoken: boolean }> {
  const progress = new GuestProgress();
  const guestConsole = new GuestConsole();
  const follower = followEvents(machine.results, (event) => {
    const line = progress.take(event);
    if (line !== undefined) say(line);
    watchdog.allow(progress.limitSeconds, 'It hung');
  });
  const log = createWriteStream(join(machine.results, 'console.log'));
  const child = startMachine(machine, accelerator);
  let ending = 'It ended by itself';
  const end = (reason: string): void => {
    ending = reason;
    child.kill('SIGKILL');
  };
  const interrupt = (): void => {
    end('It was interrupted');
  };
  signal.addEventListener('abort', interrupt, { once: true });
  const watchdog = new Watchdog(end);
  const patience = accelerator === 'kvm' ? KVM_FIRST_WORD_SECONDS : progress.limitSeconds;
  watchdog.allow(patience, 'It gave no sign of life');
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (!guestConsole.hasSpoken) watchdog.allow(progress.limitSeconds, 'It hung');
    guestConsole.append(text);
    log.write(text);
  });
  // What QEMU itself has to say.
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  try {
    await endOf(child);
    follower.readOn();
  } finally {
    watchdog.close();
    follower.close();
    signal.removeEventListener('abort', interrupt);
    log.end(complaints);
  }
  const { hasSpoken, panic } = guestConsole;
  if (!progress.isDone && (hasSpoken || accelerator === 'tcg')) {
    say(`✗ The guest stopped ${progress.describeUnfinished()}: ${panic ?? ending}. It said last:`);
    say(`${guestConsole.lastLines()}\n${complaints}`.trim());
  }
  return { progress, hasSpoken };
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      resolve();
    });
  });
}
