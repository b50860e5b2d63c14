import { spawn } from 'node:child_process';
import { MirageError } from '../../contract/error.ts';
import { SECURE_BOOT, type SetupStep } from './setup-plan.ts';

export interface StepRunner {
  /** What a command is put behind to be root: nothing, or sudo. */
  elevation: readonly string[];
  /** Where the system's folders are; another one in tests. */
  root: string;
  environment: NodeJS.ProcessEnv;
  /** Where the programs' words go. */
  onOutput: (text: string) => void;
}

/**
 * Takes one step.
 *
 * @throws MirageError `virtual-camera-missing` with what the program said and what helps.
 */
export async function runStep(step: SetupStep, runner: StepRunner): Promise<void> {
  const words = step.kind === 'run' ? step.words : writingWords(`${runner.root}${step.path}`);
  const [program, ...rest] = [...runner.elevation, ...words];
  const input = step.kind === 'write' ? step.text : undefined;
  const { code, said } = await runProgram(program, rest, input, runner);
  if (code === 0) return;
  const failed = step.kind === 'run' ? step.words.join(' ') : `writing ${step.path}`;
  throw new MirageError('virtual-camera-missing', {
    message: `This did not work: ${failed}${lastLine(said)}`,
    hint: adviceFor(said),
  });
}

/**
 * Replaces a file as a whole. The name it has before does not end in .conf, so that nothing reads it.
 * sh does it, because as root only a program can (sudo).
 */
function writingWords(path: string): string[] {
  const script = 'umask 022 && mkdir -p "$(dirname "$1")" && cat > "$1.new" && mv -f "$1.new" "$1"';
  return ['sh', '-c', script, 'sh', path];
}

interface Finished {
  code: number | null;
  said: string;
}

function runProgram(
  program: string,
  words: readonly string[],
  input: string | undefined,
  { environment, onOutput }: StepRunner,
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      env: environment,
      // Package managers may ask (for a Secure Boot password); sudo asks at the terminal by itself.
      stdio: [input === undefined ? 'inherit' : 'pipe', 'pipe', 'pipe'],
    });
    let said = '';
    const hear = (text: string): void => {
      said += text;
      onOutput(text);
    };
    child.stdout?.setEncoding('utf8').on('data', hear);
    child.stderr?.setEncoding('utf8').on('data', hear);
    child.stdin?.on('error', () => undefined).end(input);
    child.once('error', (cause) => {
      reject(
        new MirageError('virtual-camera-missing', {
          message: `${program} could not be started: ${cause.message}.`,
          hint: 'Run the command as root where there is no sudo.',
          cause,
        }),
      );
    });
    child.once('close', (code) => {
      resolve({ code, said });
    });
  });
}

function lastLine(said: string): string {
  const line = said.trim().split('\n').at(-1) ?? '';
  return line === '' ? '.' : `: ${line}`;
}

/** What programs say when it goes wrong in one of the usual ways, and what helps then. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  // modprobe's words for ENOKEY and EKEYREJECTED.
  [/Key was rejected|Required key not available/i, `${SECURE_BOOT} See docs/virtual-camera.md.`],
  [
    /Unable to locate package|404 +Not Found|has no installation candidate|target not found/i,
    'Bring the list of packages up to date (sudo apt-get update, sudo pacman -Syu), then run this again. ' +
      'If the headers of the running kernel are no longer offered, update the system and restart first.',
  ],
  [
    /Module v4l2loopback not found/i,
    'The module was not built for the kernel that runs. Why not is told in ' +
      '/var/lib/dkms/v4l2loopback/*/build/make.log; after a kernel update, restart first.',
  ],
  [/is in use/i, 'Close the programs that use a camera, then run this again.'],
  [
    /incorrect password|not in the sudoers|a password is required/i,
    'Run it as a user who may use sudo.',
  ],
];

function adviceFor(said: string): string {
  const known = ADVICE.find(([words]) => words.test(said));
  return known?.[1] ?? 'What went wrong is told above. mirage doctor says what is still missing.';
}
